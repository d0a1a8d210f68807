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

    def begin(self, model: str, left: int) -> None:
        """Start what takes a while to start; runs come soon.

        Args:
            model: version of the model that they are to be made with.
            left: how many there are.
        """

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs in the order in which they are done, several at a time.

        Args:
            tasks: the runs; taken only as fast as they are made.
            model: version of the model that they are to be made with.
            left: how many there are; 0 if that is not known.
        """

    def close(self) -> None:
        """Stop all work at once and leave no process behind."""


@dataclass(slots=True)
class Pace:
    """Cuts tasks into chunks that take a few seconds each: the first ones small, the rest as fast as runs are.

    The last ones are small again, so that all workers end together: none takes more than half of its share of what is
    left.

    Args:
        tasks: the runs; those of one group stay in one chunk.
        left: how many there are; 0 if that is not known.
    """

    tasks: Iterator[Task]
    left: int = 0
    size: int = 1
    _spent: float = 0.0
    _done: int = 0
    _over: Task | None = None

    def next(self, workers: int = 1) -> Chunk:
        """Return the next chunk for one of so many workers, empty if there are no more tasks."""
        most = min(self.size, max(1, self.left // (2 * workers))) if self.left else self.size
        chunk: list[Task] = []
        while (task := self._over or next(self.tasks, None)) is not None:
            self._over = None
            if len(chunk) >= most and not (task.group and task.group == chunk[-1].group):
                self._over = task
                break
            chunk.append(task)
        self.left = max(0, self.left - len(chunk))
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
