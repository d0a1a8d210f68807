"""The laboratory's own page, part by part, and Mesa's viewer beside it."""
