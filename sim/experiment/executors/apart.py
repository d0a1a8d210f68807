"""A process that makes runs does not load the program that asked for them: a plain script need not guard against it.

Python's own way to start a process loads the caller's main module in it. A script without a guard against that would
begin anew in every process, and one that was typed or piped in has no file to load.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing import spawn
from typing import Any

PREFIX = "runs of sim "
NAMES = (f"{PREFIX}{number}" for number in count(1))
"""Names of processes that do not load the caller's main module."""

_one_at_a_time = threading.Lock()


@contextmanager
def without_main() -> Iterator[None]:
    """Start processes of these names without the caller's main module; those of any other name are let alone."""
    with _one_at_a_time:
        orders = spawn.get_preparation_data

        def without(name: str) -> dict[str, Any]:
            given = orders(name)
            return {key: given[key] for key in given if not (name.startswith(PREFIX) and key.startswith("init_main"))}

        spawn.get_preparation_data = without
        try:
            yield
        finally:
            spawn.get_preparation_data = orders
