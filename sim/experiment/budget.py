"""Programmes are compared fairly at one cost: the levers of every world are scaled until it costs the same.

What a lever costs depends on how much it is used, so the scale is found by runs, which the store keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.experiment.errors import ExperimentError
from sim.experiment.executors import Executor
from sim.experiment.experiment import Experiment
from sim.experiment.planning import Task
from sim.experiment.sweeping import keep
from sim.model import model_version
from sim.scenario import Problem, Scenario
from sim.store import Status, Store, run_id

COST = "programme_cost_million_yuan"
PILOT_SEEDS = 4
STEPS = 14
TOLERANCE = 0.005  # share of the budget
DECIMALS = 4


def scaled_worlds(experiment: Experiment, store: Store, executor: Executor) -> Mapping[str, Scenario]:
    """Return the worlds of an experiment, levers scaled so that every world but the first costs the budget.

    Args:
        experiment: with `design.equal_budget`, the mean programme cost over the policy horizon in million yuan; its
            worlds are returned as they are if that is 0.
        store: keeps the runs that this takes.
        executor: makes them.

    Raises:
        ExperimentError: if a world has no lever, or costs less than the budget at full strength.
    """
    budget = experiment.content.design.equal_budget
    if not budget:
        return experiment.worlds
    first, *others = experiment.worlds
    worlds = {name: experiment.worlds[name] for name in others}
    refuse_without_levers(worlds)
    low = dict.fromkeys(worlds, 0.0)
    high = {name: 1.0 / max(lever.strength for lever in world.levers.values()) for name, world in worlds.items()}
    most = costs(worlds, high, store, executor)
    too_cheap = [name for name in worlds if most[name] < budget * (1 - TOLERANCE)]
    if too_cheap:
        raise ExperimentError([_too_cheap(name, most[name], budget) for name in too_cheap])
    found = {name: scale for name, scale in high.items() if most[name] <= budget * (1 + TOLERANCE)}
    for _ in range(STEPS):
        open_ = {name: round((low[name] + high[name]) / 2, DECIMALS) for name in worlds if name not in found}
        if not open_:
            break
        for name, cost in costs({name: worlds[name] for name in open_}, open_, store, executor).items():
            if abs(cost - budget) <= TOLERANCE * budget:
                found[name] = open_[name]
            elif cost < budget:
                low[name] = open_[name]
            else:
                high[name] = open_[name]
    scales = {name: found.get(name, round((low[name] + high[name]) / 2, DECIMALS)) for name in worlds}
    return {first: experiment.worlds[first]} | {name: scaled(worlds[name], scales[name]) for name in worlds}


def scaled(world: Scenario, scale: float) -> Scenario:
    """Return a world with the strength of every lever multiplied."""
    strengths = {name: min(1.0, lever.strength * scale) for name, lever in world.levers.items()}
    return world.with_(**{f"levers.{name}.strength": strength for name, strength in strengths.items()})


def costs(
    worlds: Mapping[str, Scenario], scales: Mapping[str, float], store: Store, executor: Executor
) -> dict[str, float]:
    """Return the mean programme cost of every world at its scale, million yuan."""
    model = model_version()
    tasks: dict[str, Task] = {}
    wanted: dict[str, list[str]] = {}
    for name, world in worlds.items():
        scenario = scaled(world, scales[name])
        ids = [run_id(model, scenario.digest, seed) for seed in range(PILOT_SEEDS)]
        wanted[name] = ids
        for seed, run in enumerate(ids):
            tasks[run] = Task(run, scenario.digest, scenario.to_dict(), seed, ())
    known = _known(store, list(tasks))
    for row in keep(executor, [task for run, task in tasks.items() if run not in known], model, store):
        if row.status is not Status.OK:
            raise RuntimeError(f"a run that the budget needs ended with {row.status}: {row.message}")
        known[row.run] = row.outcomes[COST]
    return {name: float(np.mean([known[run] for run in ids])) for name, ids in wanted.items()}


def refuse_without_levers(worlds: Mapping[str, Scenario]) -> None:
    """Raise if a world has nothing to scale."""
    idle = [name for name, world in worlds.items() if not any(lever.strength > 0 for lever in world.levers.values())]
    if idle:
        raise ExperimentError(
            [
                Problem(f"arm {name}", "has no lever in force", "design.equal_budget scales levers: name one or more")
                for name in idle
            ]
        )


def _too_cheap(name: str, cost: float, budget: float) -> Problem:
    found = f"costs {cost:,.0f} million yuan with its strongest lever at full strength"
    return Problem(f"arm {name}", found, f"design.equal_budget = {budget:,.0f} must not be more than that")


def _known(store: Store, runs: Sequence[str]) -> dict[str, float]:
    """Return the costs that the store has."""
    wanted = pa.array(runs, pa.string())
    known: dict[str, float] = {}
    for table in store.tables():
        if COST in table.column_names:
            mine = table.filter(pc.is_in(table.column("run"), value_set=wanted))
            mine = mine.filter(pc.equal(mine.column("status"), str(Status.OK)))
            known |= dict(zip(mine.column("run").to_pylist(), mine.column(COST).to_pylist(), strict=True))
    return known
