"""Scenarios side by side: the same readings in each, reading by reading, so that the first runs done are balanced."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sim.experiment.executors import Executor
from sim.experiment.make.keep import keep
from sim.experiment.plan import extent, fair, tasks_of
from sim.experiment.plan.readings import ArmsLaid
from sim.experiment.reading import RunError
from sim.outcomes import DELIVERIES, OUTCOMES
from sim.store import Inventory, Plan, Results, RunRow, RunStatus, Store

HEAD = ("arm", "draw", "seed", "digest")
Callback = Callable[[int, int], None]
"""Called with the number of runs done and of all runs."""


class SideBySide:
    """Makes the runs of arms that are compared, plan by plan; what was made for one serves the next.

    Args:
        laid: the arms under their readings.
        executor: makes the runs.
        store: keeps them; None to keep none.
        progress: called after every run.

    Attributes:
        seconds_a_run: as it was between the first and the last run made last; 0 while fewer than two were.
    """

    def __init__(self, laid: ArmsLaid, executor: Executor, store: Store | None, progress: Callback | None) -> None:
        self.laid, self.executor, self.store, self.progress = laid, executor, store, progress
        self.seconds_a_run = 0.0
        self._rows: dict[str, RunRow] = {}
        self._inventory = Inventory()

    def make(self, plan: Plan) -> None:
        """Make the runs of a plan that are missing.

        Raises:
            RunError: at the first run that failed; what was done before is kept in the store.
        """
        if self.store is not None:
            self._inventory = self.store.inventory(plan.kept)
            self.store.keep_plan(plan)
        total, left = extent(plan, self._inventory, again=True)
        done, names = total - left, self._names(plan)
        together = fair(left, self.executor.workers)
        tasks = tasks_of(plan, self.laid.scenario, self._inventory, again=True, together=together)
        began, first = 0.0, done
        for row in keep(self.executor, tasks, plan.model, self.store, left):
            refuse_failed(row, names)
            self._note(row)
            if done > first:
                self.seconds_a_run = (time.monotonic() - began) / (done - first)
            else:
                began = time.monotonic()
            done += 1
            if self.progress is not None:
                self.progress(done, total)

    def runs(self, plan: Plan, twins: bool = False) -> pd.DataFrame:
        """Return the runs of a plan, arm by arm: columns arm, draw, seed, digest and every outcome.

        Args:
            plan: all of whose runs were made.
            twins: whether the twins of readings are wanted, and not the readings.
        """
        if self.store is not None:
            frame = Results(self.store, plan).frame(twins=twins)
        else:
            frame = plan.frame(twins)
            frame = frame.join(pd.DataFrame([self._rows[run].outcomes for run in frame["run"]], index=frame.index))
        tidy = frame.sort_values("arm", kind="stable", ignore_index=True)
        tidy["arm"] = tidy["arm"].astype(str)
        digests = {arm.name: arm.scenarios for arm in plan.arms}
        tidy["digest"] = [digests[arm][draw] for arm, draw in zip(tidy["arm"], tidy["draw"], strict=True)]
        return tidy[[*HEAD, *(outcome.name for outcome in OUTCOMES if outcome.name in tidy)]]

    def deliveries(self, plan: Plan) -> pd.DataFrame:
        """Return where technology went in the runs of a plan, twins left out.

        Columns arm, draw, seed, source and recipient (cities), direction and delivered.
        """
        if self.store is not None:
            frame = Results(self.store, plan).kept(DELIVERIES).drop(columns="run")
        else:
            runs = plan.frame()[["run", "arm", "draw", "seed"]]
            own = [self._rows[run].tables[DELIVERIES].to_pandas().assign(run=run) for run in runs["run"].unique()]
            frame = runs.merge(pd.concat(own, ignore_index=True), on="run", sort=False).drop(columns="run")
        frame["arm"] = frame["arm"].astype(str)
        return frame

    def _note(self, row: RunRow) -> None:
        """Remember a run; its tables only if no store keeps them."""
        self._rows[row.run] = row if self.store is None else replace(row, tables={})
        self._inventory.note(row.run, row.status)
        for name in row.tables:
            self._inventory.kept.setdefault(name, set()).add(row.run)

    def _names(self, plan: Plan) -> dict[str, str]:
        """Return the arm's name by the digest of its world under a reading."""
        return {digest: arm.name for arm in plan.arms for digest in arm.scenarios}


def refuse_failed(row: RunRow, names: Mapping[str, str]) -> None:
    """Raise if a run failed: a comparison without some of its runs would not be one."""
    if row.status is not RunStatus.OK:
        raise RunError(names[row.scenario], row.seed, row.message)


def store_of(given: Store | Path | str | None) -> Store | None:
    """Return the store that a script gave, or that of the folder that it named."""
    return given if isinstance(given, Store) or given is None else Store(given)
