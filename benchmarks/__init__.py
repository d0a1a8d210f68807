"""Speed and memory, each benchmark answering one question."""
