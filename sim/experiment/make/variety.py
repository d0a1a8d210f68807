"""A map of what can happen is filled, and a programme of every so many cells is tried again under fresh readings."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.experiment.engines import EngineKind
from sim.experiment.make.ledger import Ledger
from sim.experiment.make.search import space_words
from sim.experiment.make.seeking import log_of, seek
from sim.experiment.plan.programmes import BASE
from sim.experiment.plan.sought import Laid
from sim.experiment.plan.variety import Variety
from sim.experiment.reading import Experiment
from sim.statistics.fronts import spread_out


def variety(experiment: Experiment, engine: EngineKind, ledger: Ledger) -> Laid:
    """Fill the map, and return the runs that try its edges again; all of them are made.

    Args:
        experiment: of the kind "variety".
        engine: proposes programmes.
        ledger: makes the runs.

    Raises:
        AwaitedError: if other shares have to make runs first.
        RunError: if a run fails.
    """
    sought = Variety(experiment)
    ledger.load(tuple(sorted(set(experiment.content.keep))))
    anchors = sought.anchors()
    strands = seek(experiment, sought, engine, ledger, anchors)
    keys = list(dict.fromkeys([*anchors, *(key for strand in strands for key in strand.archive.keys)]))
    places = np.array([sought.told(key, sought.stages[0]).aims for key in keys])
    edges = [key for key in (keys[place] for place in spread_out(places, sought.asked.checked)) if key != BASE]
    width = len(str(max(1, len(edges))))
    names = {BASE: BASE} | {f"edge {place:0{width}d}": key for place, key in enumerate(edges, 1)}
    about: dict[str, Any] = {
        "engine": engine.name,
        "version": engine.version,
        "measure": sought.measure_name,
        "map": {name: side.model_dump(mode="json") for name, side in sought.section.map.items()},
        "space": space_words(sought),
        "readings": sought.stages[0],
        "met": sought.met(keys),
        "known": {
            name: [round(value, 4) for value in sought.told(sought.remember(one), sought.stages[0]).aims]
            for name, one in {BASE: {}, **sought.asked.packages}.items()
        },
        "edges": {
            name: [round(value, 4) for value in sought.told(key, sought.stages[0]).aims] for name, key in names.items()
        },
        "log": log_of(strands),
        "runs": sum(strand.spent for strand in strands) + sought.stages[0] * len(anchors),
    }
    first = sought.asked.readings
    laid = sought.lay_out(names, range(first, first + sought.asked.check), {"variety": about}, ())
    ledger.make(laid)
    return laid
