"""A sheet with which people code the analysis's words, and what follows from their codes."""
