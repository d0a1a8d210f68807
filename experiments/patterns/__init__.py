"""Does the model reproduce the patterns it is judged by? One row per pattern, met or not met."""
