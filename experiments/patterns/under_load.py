"""The patterns that compare a run with one in which the clearance offices are busier."""

from __future__ import annotations

from experiments.patterns.measures import offices
from sim import CollaborationModel

LOAD = 1.5  # work offered per clerk, over that of the run itself
NAME = f"P12 wait at {LOAD:g} times the load, over base"


def under_load(model: CollaborationModel) -> dict[str, float]:
    """Measure P12 under load: the mean wait with a clerk less in three, over that of the finished run.

    With a third of the clerks gone the same applications are one and a half times the work per clerk. (One and a half
    times the population with the same clerks is the same load; the larger region's wait differs by a few per cent.)
    """
    fewer = model.inputs.parameters["clerks"] / LOAD
    busier = CollaborationModel(model.inputs, seed=model.run_seed, **{"parameters.clerks": fewer}).run()
    base, pressed = offices(model)["P12 mean wait"], offices(busier)["P12 mean wait"]
    return {NAME: pressed / base}
