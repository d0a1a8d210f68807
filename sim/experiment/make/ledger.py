"""What a store knows of runs, at hand: runs that are missing are made, and none is made that is there."""

from __future__ import annotations

from sim.experiment.executors import Executor
from sim.experiment.make.keep import keep
from sim.experiment.make.options import Progress, SweepOptions
from sim.experiment.make.preflight import check
from sim.experiment.plan import extent, fair, tasks_of
from sim.experiment.plan.sought import Laid
from sim.experiment.reading import RunError
from sim.outcomes import DELIVERIES
from sim.statistics.goals import Measured, count_deliveries
from sim.store import Inventory, Plan, RunRow, RunStatus, Store

ENOUGH_FOR_PREFLIGHT = 50
NOT_OUTCOMES = ("run", "scenario", "seed", "status", "message")


class AwaitedError(Exception):
    """Raised by a share of a search when it has done its part, and other shares have not done theirs yet."""


class Ledger:
    """Makes the runs of plans that hang on one another, and holds what came of them.

    Args:
        store: keeps the runs, and lends those it has.
        executor: makes them.
        options: a share of them, and whom to tell how far it is.
        total: runs that are expected in all.

    Attributes:
        fresh: runs that were made here.
    """

    def __init__(self, store: Store, executor: Executor, options: SweepOptions, total: int) -> None:
        self.store, self.executor, self.options = store, executor, options
        self.measured: dict[str, Measured] = {}
        self.inventory = Inventory()
        self._asked: set[str] = set()
        self._progress = Progress(0, total)
        self._checked = not options.preflight

    @property
    def fresh(self) -> int:
        """Runs that were made here."""
        return self._progress.fresh

    def load(self, kept: tuple[str, ...]) -> None:
        """Read what the store holds.

        Args:
            kept: tables that are wanted beside the outcomes.
        """
        self.inventory = self.store.inventory(kept)
        counts: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
        for table in self.store.tables(DELIVERIES) if DELIVERIES in kept else ():
            count_deliveries(table.to_pydict(), counts)
        for table in self.store.tables():
            rows = table.to_pydict()
            names = [name for name in rows if name not in NOT_OUTCOMES]
            for place, run in enumerate(rows["run"]):
                if rows["status"][place] == RunStatus.OK:
                    outcomes = {name: rows[name][place] for name in names}
                    self.measured[run] = Measured(outcomes, *counts.get(run, ({}, {})))

    def make(self, laid: Laid) -> None:
        """Make the runs of a plan that are missing.

        Raises:
            RunError: at the first run that failed; what was done before is kept.
            AwaitedError: if other shares have to make some of them first.
        """
        plan, options = laid.plan, self.options
        self.store.keep_plan(plan)
        _, left = extent(plan, self.inventory, options.share, again=True)
        if left >= ENOUGH_FOR_PREFLIGHT and not self._checked:
            check(laid, plan, self.executor)
        self._checked = True
        together = fair(left, self.executor.workers)
        tasks = tasks_of(plan, laid.scenario, self.inventory, options.share, True, options.watched, together)
        for row in keep(self.executor, tasks, plan.model, self.store, left):
            self._took(row, plan)
        if options.shard and not self._whole(plan):
            self.load(plan.kept)  # others may have done theirs meanwhile
            if not self._whole(plan):
                raise AwaitedError
        self._tell(plan)

    def _took(self, row: RunRow, plan: Plan) -> None:
        if row.status is not RunStatus.OK:
            names = {digest: arm.name for arm in plan.arms for digest in arm.scenarios}
            raise RunError(names[row.scenario], row.seed, row.message)
        counts: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
        if DELIVERIES in row.tables:
            table = row.tables[DELIVERIES].to_pydict()
            count_deliveries({**table, "run": [row.run] * len(table["delivered"])}, counts)
        self.measured[row.run] = Measured(row.outcomes, *counts.get(row.run, ({}, {})))
        self.inventory.note(row.run, row.status)
        for name in row.tables:
            self.inventory.kept.setdefault(name, set()).add(row.run)
        self._progress.fresh += 1
        self._progress.done += 1
        if self.options.progress is not None:
            self.options.progress(self._progress)

    def _whole(self, plan: Plan) -> bool:
        return all(self.inventory.has(run.run, plan.kept, again=True) for run in plan.runs())

    def _tell(self, plan: Plan) -> None:
        """Say how far the whole is: runs that were asked for and are there."""
        self._asked |= {run.run for run in plan.runs()}
        self._progress.done = len(self._asked)
        self._progress.total = max(self._progress.total, len(self._asked))
        if self.options.progress is not None:
            self.options.progress(self._progress)
