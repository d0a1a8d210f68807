"""What runs warn of is said once, when all are made: workers have no user to say it to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.experiment.executors.executor import Executor
from sim.experiment.plan import Task
from sim.language import _
from sim.machine_code.choice import tell
from sim.store import RunRow


class Warner:
    """Makes runs by another executor, and says at the end what they warned of.

    Args:
        executor: makes the runs.
    """

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self._made = 0
        self._warnings: Counter[str] = Counter()

    @property
    def workers(self) -> int:
        """How many runs are made at once."""
        return self.executor.workers

    def begin(self, model: str, left: int) -> None:
        """Start what takes a while to start; see `Executor`."""
        self.executor.begin(model, left)

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs; see `Executor`."""
        for rows in self.executor.rows(tasks, model, left):
            self._made += len(rows)
            self._warnings.update(row.warning for row in rows if row.warning)
            yield rows

    def close(self) -> None:
        """Stop all work at once, leave no process behind, and say every warning with the number of its runs."""
        self.executor.close()
        for warning, runs in self._warnings.items():
            tell(_("{runs} of {made} runs: {warning}", runs=runs, made=self._made, warning=warning))
