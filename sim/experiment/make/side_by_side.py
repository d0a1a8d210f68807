"""Scenarios side by side: the same seeds in each, seed by seed, so that the first runs done are a balanced part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pandas as pd

from sim.engine import model_version
from sim.experiment.executors import chosen
from sim.experiment.make.keep import keep
from sim.experiment.plan import extent, fair, tasks_of
from sim.experiment.reading import RunError
from sim.scenario import Scenario
from sim.scenario.alike import unlike_for_plan
from sim.store import Arm, Inventory, Plan, Results, RunRow, RunStatus, Store

Callback = Callable[[int, int], None]
"""Called with the number of runs done and of all runs."""


def runs_of(
    arms: Mapping[str, Scenario], seeds: int, jobs: int, progress: Callback | None, store: Store | Path | str | None
) -> pd.DataFrame:
    """Make every arm's runs and return them, one row each: columns arm, seed, digest and every outcome.

    Args:
        arms: the scenarios by name.
        seeds: seeds 0 to seeds - 1.
        jobs: number of processes.
        progress: called after every run.
        store: keeps the runs; None to keep none.

    Raises:
        RunError: at the first run that failed; what was done before is kept in the store.
    """
    plan = plan_of(arms, seeds)
    kept = store if isinstance(store, Store) or store is None else Store(store)
    with kept.locked() if kept is not None else nullcontext(), closing(chosen(jobs)) as executor:
        inventory = Inventory()
        if kept is not None:
            inventory = kept.inventory()
            kept.keep_plan(plan)
        total, left = extent(plan, inventory, again=True)
        done = total - left
        worlds = list(arms.values())
        most = fair(left, executor.workers)
        tasks = tasks_of(plan, lambda arm, _: worlds[arm], inventory, again=True, together=most)
        rows: dict[str, Mapping[str, float]] = {}
        names = {scenario.digest: name for name, scenario in arms.items()}
        for row in keep(executor, tasks, plan.model, kept):
            refuse_failed(row, names)
            rows[row.run] = row.outcomes
            done += 1
            if progress is not None:
                progress(done, total)
    if kept is not None:
        return _tidy(Results(kept, plan).frame(), arms)
    frame = plan.frame()
    return _tidy(frame.join(pd.DataFrame([rows[run] for run in frame["run"]])), arms)


def plan_of(arms: Mapping[str, Scenario], seeds: int) -> Plan:
    """Return the plan of a comparison."""
    first, *others = arms
    about: dict[str, Any] = {
        "title": "",
        "question": f"How do {', '.join(others) or 'no others'} differ from {first}?",
        "base": first,
        "base_scenario": arms[first].digest,
        "run": arms[first].run.model_dump(mode="json"),
        "outcomes": [],
        "keep": [],
        "design": {"kind": "arms"},
        "stopping": None,
        "drawn": [],
        **unlike_for_plan(arms),
    }
    planned = [Arm(name, {}, (scenario.digest,)) for name, scenario in arms.items()]
    return Plan("compare", model_version(), planned, [{}], seeds, about)


def refuse_failed(row: RunRow, names: Mapping[str, str]) -> None:
    """Raise if a run failed: a comparison without some of its runs would not be one."""
    if row.status is not RunStatus.OK:
        raise RunError(names[row.scenario], row.seed, row.message)


def _tidy(frame: pd.DataFrame, arms: Mapping[str, Scenario]) -> pd.DataFrame:
    """Arrange runs arm by arm."""
    dropped = [name for name in ("run", "draw", "status", "message", "scenario") if name in frame]
    tidy = frame.sort_values("arm", kind="stable", ignore_index=True).drop(columns=dropped)
    tidy["arm"] = tidy["arm"].astype(str)
    tidy.insert(2, "digest", tidy["arm"].map({name: scenario.digest for name, scenario in arms.items()}))
    return tidy
