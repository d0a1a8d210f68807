"""What a programme costs is found by a few runs, which the store keeps like any others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.engine import model_version
from sim.experiment.executors import Executor
from sim.experiment.make.keep import keep
from sim.experiment.plan import Task, fair, in_groups
from sim.language import _
from sim.scenario import Scenario
from sim.store import RunStatus, Store, run_id

COST = "programme_cost_million_yuan"
PILOT_SEEDS = 4


def costs(worlds: Mapping[str, Scenario], store: Store, executor: Executor) -> dict[str, float]:
    """Return the mean programme cost of every world over the policy horizon, million yuan.

    Args:
        worlds: by name.
        store: keeps the runs that this takes, and lends those it has.
        executor: makes them.
    """
    model = model_version()
    wanted = {
        name: [run_id(model, world.digest, seed) for seed in range(PILOT_SEEDS)] for name, world in worlds.items()
    }
    known = _known(store, [run for runs in wanted.values() for run in runs])
    missing = [
        {
            wanted[name][seed]: (world, Task(wanted[name][seed], world.digest, world.to_dict(), seed, ()))
            for name, world in worlds.items()
            if wanted[name][seed] not in known
        }
        for seed in range(PILOT_SEEDS)
    ]
    together = fair(sum(map(len, missing)), executor.workers)
    for row in keep(executor, in_groups((block.values() for block in missing), together), model, store):
        if row.status is not RunStatus.OK:
            raise RuntimeError(
                _("a run that the budget needs ended with {status}: {message}", status=row.status, message=row.message)
            )
        known[row.run] = row.outcomes[COST]
    return {name: float(np.mean([known[run] for run in runs])) for name, runs in wanted.items()}


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
