"""What the patterns say of the parameters: screen, history matching, posterior, checks; one module per step."""
