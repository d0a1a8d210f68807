"""Why anyone should believe the model: patterns, laws, docking and the oracle, each found by running it."""
