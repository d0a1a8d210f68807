"""Speed and memory, each benchmark answering one question; `python -m benchmarks --list` names them."""
