"""Rows are kept as they come: what is done is safe before the next is waited for."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from sim.experiment.executors import Executor
from sim.experiment.plan import Task
from sim.store import RunRow, Store

PACKAGES = ("mesa", "numpy", "numba", "pyarrow")


def keep(executor: Executor, tasks: Iterable[Task], model: str, store: Store | None, left: int = 0) -> Iterator[RunRow]:
    """Make runs, keep them, and yield each row once it is safe.

    Args:
        executor: makes them.
        tasks: the runs.
        model: version of the model.
        store: keeps them; None if nobody does.
        left: how many there are; 0 if that is not known.
    """
    about = environment(model)
    for rows in executor.rows(iter(tasks), model, left):
        if store is not None:
            store.add(rows, about)
        yield from rows


def environment(model: str) -> dict[str, Any]:
    """Return what a part's footer says about how it was made."""
    versions = {name: metadata.version(name) for name in PACKAGES if find_spec(name) is not None}
    return {"model": model, "python": platform.python_version(), "machine": platform.machine(), **versions}
