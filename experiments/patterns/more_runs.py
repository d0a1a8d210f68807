"""The patterns that compare runs: busier clearance offices (P12, V6), and a past like the present (V10)."""

from __future__ import annotations

import numpy as np

from experiments.patterns.measures import growth, offices
from sim import CollaborationModel

LOAD = 1.5  # work offered per clerk, over that of the run itself
NAME = f"P12 wait at {LOAD:g} times the load, over base"
LOADS = (0.75, LOAD, 2.0, 3.0)
TWICE, SLOPE = "V6 wait at twice the load, over base", "V6 wait against queue, slope of logarithms"
HISTORY = "V10 growth of licensed firms, more with history"


def more_runs(model: CollaborationModel) -> dict[str, float]:
    """Measure P12 under load, V6 and V10 beside a finished run.

    With a third of the clerks gone the same applications are one and a half times the work per clerk. (One and a half
    times the population with the same clerks is the same load; the larger region's wait differs by a few per cent.)
    """
    clerks = model.inputs.parameters["clerks"]
    runs = {1.0: model, **{load: _again(model, **{"parameters.clerks": clerks / load}) for load in LOADS}}
    waits = {load: offices(run)["P12 mean wait"] for load, run in runs.items()}
    queues = [_queue(run) for run in runs.values()]
    slope = np.polyfit(np.log(queues), np.log(list(waits.values())), 1)[0]
    without = _again(model, **{"run.history": False})
    (ours,), (theirs,) = (growth(run).values() for run in (model, without))
    return {
        NAME: waits[LOAD] / waits[1.0],
        TWICE: waits[2.0] / waits[1.0],
        SLOPE: float(slope),
        HISTORY: ours - theirs,
    }


def _again(model: CollaborationModel, **changes: object) -> CollaborationModel:
    return CollaborationModel(model.inputs, seed=model.run_seed, **changes).run()


def _queue(model: CollaborationModel) -> float:
    return float(model.record().history["queue"][model.inputs.run.policy_quarter :].mean())
