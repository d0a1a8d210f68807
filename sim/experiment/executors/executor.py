"""The one interface of executors: tasks go in as data, rows come out as they are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sim.experiment.plan import Task
from sim.store import RunRow, RunStatus

Chunk = tuple[Task, ...]
SECONDS_A_CHUNK = 3.0
MOST_A_CHUNK = 500


class LostError(OSError):
    """Raised if a cluster cannot be reached or is lost; what came back before is kept."""


class Executor(Protocol):
    """Makes runs somewhere."""

    @property
    def workers(self) -> int:
        """How many runs are made at once."""

    def rows(self, tasks: Iterator[Task], model: str) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs in the order in which they are done, several at a time.

        Args:
            tasks: the runs; taken only as fast as they are made.
            model: version of the model that they are to be made with.
        """

    def close(self) -> None:
        """Stop all work at once and leave no process behind."""


@dataclass(slots=True)
class Pace:
    """Cuts tasks into chunks that take a few seconds each: the first ones small, the rest as fast as runs are.

    Args:
        tasks: the runs; those of one group stay in one chunk.
    """

    tasks: Iterator[Task]
    size: int = 1
    _spent: float = 0.0
    _done: int = 0
    _over: Task | None = None

    def next(self) -> Chunk:
        """Return the next chunk, empty if there are no more tasks."""
        chunk: list[Task] = []
        while (task := self._over or next(self.tasks, None)) is not None:
            self._over = None
            if len(chunk) >= self.size and not (task.group and task.group == chunk[-1].group):
                self._over = task
                break
            chunk.append(task)
        return tuple(chunk)

    def learn(self, runs: int, seconds: float) -> None:
        """Take note of how long a chunk took."""
        self._spent += seconds
        self._done += runs
        each = self._spent / self._done
        self.size = max(1, min(MOST_A_CHUNK, 2 * self.size, int(SECONDS_A_CHUNK / max(each, 1e-6))))


def failed(task: Task, status: RunStatus, message: str) -> RunRow:
    """Return the row of a run that did not come back."""
    return RunRow(task.run, task.scenario, task.seed, status, message)
