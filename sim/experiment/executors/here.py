"""Runs are made in this process: the plainest executor, and the one that a debugger can follow."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from sim.experiment.executors.executor import Pace
from sim.experiment.executors.work import work
from sim.experiment.plan import Task
from sim.store import RunRow


class Here:
    """Makes runs in this process."""

    workers = 1

    def begin(self, model: str, left: int) -> None:
        """Do nothing: this process has begun."""

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs; see `Executor`."""
        pace = Pace(tasks)
        while chunk := pace.next():
            started = time.monotonic()
            done = work(chunk, model)
            pace.learn(len(chunk), time.monotonic() - started)
            yield done

    def close(self) -> None:
        """Do nothing: there is nobody to stop."""
