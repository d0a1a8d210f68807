"""The whole model once more, as Mesa's tutorials would write it: slow, obvious, and from the ODD document alone."""
