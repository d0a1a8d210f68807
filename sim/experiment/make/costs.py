"""What a programme costs is found by a few runs, which the store keeps like any others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.engine import model_version
from sim.experiment.executors import Executor
from sim.experiment.make.keep import keep
from sim.experiment.plan import Task, fair, in_groups
from sim.experiment.plan.readings import under
from sim.experiment.reading import Experiment
from sim.language import _
from sim.scenario import Scenario
from sim.store import RunStatus, Store, run_id

COST = "programme_cost_million_yuan"
PILOT_SEEDS, PILOT_READINGS = 4, 8
Case = tuple[Callable[[Scenario], Scenario], int]
"""A world under which a programme's cost is asked for, and the seed of the run."""


def cases_of(experiment: Experiment) -> tuple[Case, ...]:
    """Return where the cost of a programme is asked for: in a few seeds, or in the first readings, each form once."""
    source = experiment.readings
    if source is None:
        return tuple((_as_it_is, seed) for seed in range(PILOT_SEEDS))
    readings = source.take(min(source.number, max(PILOT_READINGS, len(source.forms))))
    return tuple((_under(reading, number, experiment.held), number) for number, reading in enumerate(readings))


def _as_it_is(world: Scenario) -> Scenario:
    return world


def _under(reading: Mapping[str, Any], number: int, held: Collection[str]) -> Callable[[Scenario], Scenario]:
    return lambda world: under(world, reading, number, held)


def costs(experiment: Experiment, worlds: Mapping[str, Scenario], store: Store, executor: Executor) -> dict[str, float]:
    """Return the mean programme cost of every world over the policy horizon, million yuan.

    Args:
        experiment: whose seeds or readings they meet.
        worlds: by name.
        store: keeps the runs that this takes, and lends those it has.
        executor: makes them.
    """
    model, cases = model_version(), cases_of(experiment)
    asked = {name: [(change(world), seed) for change, seed in cases] for name, world in worlds.items()}
    wanted = {name: [run_id(model, world.digest, seed) for world, seed in own] for name, own in asked.items()}
    known = _known(store, [run for runs in wanted.values() for run in runs])
    missing = [
        {
            wanted[name][place]: (own[place][0], _task(wanted[name][place], *own[place]))
            for name, own in asked.items()
            if wanted[name][place] not in known
        }
        for place in range(len(cases))
    ]
    together = fair(sum(map(len, missing)), executor.workers)
    for row in keep(executor, in_groups((block.values() for block in missing), together), model, store):
        if row.status is not RunStatus.OK:
            raise RuntimeError(
                _("a run that the budget needs ended with {status}: {message}", status=row.status, message=row.message)
            )
        known[row.run] = row.outcomes[COST]
    return {name: float(np.mean([known[run] for run in runs])) for name, runs in wanted.items()}


def _task(run: str, world: Scenario, seed: int) -> Task:
    return Task(run, world.digest, world.to_dict(), seed, ())


def _known(store: Store, runs: Sequence[str]) -> dict[str, float]:
    """Return the costs that the store has."""
    wanted = pa.array(runs, pa.string())
    known: dict[str, float] = {}
    for table in store.tables():
        if COST in table.column_names:
            rows = table.filter(pc.is_in(table.column("run"), value_set=wanted))
            rows = rows.filter(pc.equal(rows.column("status"), str(RunStatus.OK)))
            known |= dict(zip(rows.column("run").to_pylist(), rows.column(COST).to_pylist(), strict=True))
    return known
