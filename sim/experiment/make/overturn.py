"""A claim is overturned if it can be: readings in which it fails, kept apart, and tried again under fresh seeds."""

from __future__ import annotations

from typing import Any

from sim.experiment.engines import EngineKind
from sim.experiment.make.ledger import Ledger
from sim.experiment.make.seeking import log_of, seek
from sim.experiment.plan.overturning import FRESH_SEEDS, Overturning
from sim.experiment.plan.sought import Laid
from sim.experiment.reading import Experiment


def overturn(experiment: Experiment, engine: EngineKind, ledger: Ledger) -> Laid:
    """Look for readings in which a claim fails, and return the runs that try them again; all of them are made.

    Args:
        experiment: of the kind "overturn".
        engine: proposes readings.
        ledger: makes the runs.

    Raises:
        AwaitedError: if other shares have to make runs first.
        RunError: if a run fails.
    """
    sought = Overturning(experiment)
    ledger.load(tuple(sorted(set(experiment.content.keep))))
    strands = seek(experiment, sought, engine, ledger)
    failing = sought.failing()
    shown = sought.apart(failing, sought.section.shown)
    nearest = [sought.key(genome) for genome in sought.start[:1].tolist()]
    about: dict[str, Any] = {
        "engine": engine.name,
        "version": engine.version,
        "measure": sought.measure_name,
        "claim": sought.section.claim.model_dump(mode="json"),
        "inputs": sought.inputs,
        "fitted": [[round(value, 6) for value in row] for row in sought.table.tolist()],
        "tried": sought.tried,
        "failing": len(failing),
        "shown": [
            {"distance": round(sought.distance(key), 4), "margin": sought.told(key, sought.section.seeds).aims[0]}
            for key in shown
        ],
        "log": log_of(strands),
        "runs": sum(strand.spent for strand in strands),
    }
    seeds = experiment.search.check
    laid = sought.lay_out(shown or nearest, seeds, FRESH_SEEDS, {"overturn": about})
    ledger.make(laid)
    return laid
