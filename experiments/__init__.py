"""Questions asked of the model, one folder each: what is run, what is drawn from it, and the answer."""
