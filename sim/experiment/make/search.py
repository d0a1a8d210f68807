"""A search for the best programmes: found by asking, checked by readings that no ask has seen, kept as a plan."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.experiment.designs.programmes import LeverPart, Programme, ProgrammeSpace
from sim.experiment.engines import EngineKind
from sim.experiment.make.ledger import Ledger
from sim.experiment.make.seeking import log_of, seek
from sim.experiment.plan.programmes import BASE, ProgrammeSearch, as_data
from sim.experiment.plan.sought import LaidOut
from sim.experiment.plan.strand import Strand, standing
from sim.experiment.reading import Experiment
from sim.outcomes import DELIVERIES
from sim.statistics.fronts import spread_out
from sim.statistics.recipes import entry_costs, habits, simple_programmes

FOUND, SIMPLE = "found", "simple"


def search(experiment: Experiment, engine: EngineKind, ledger: Ledger) -> LaidOut:
    """Search, check what was found, and return the runs of the check laid out; all of them are made.

    Args:
        experiment: of the kind "search".
        engine: proposes programmes.
        ledger: makes the runs.

    Raises:
        AwaitedError: if other shares have to make runs first.
        RunError: if a run fails.
    """
    sought = ProgrammeSearch(experiment)
    ledger.load(tuple(sorted({*experiment.content.keep, *sought.keep})))
    anchors = sought.anchors()
    strands = seek(experiment, sought, engine, ledger, anchors)
    best = joined(strands, sought)
    laid = check_of(sought, strands, best, engine)
    ledger.load(laid.plan.kept)
    ledger.make(laid)
    return laid


def joined(strands: Sequence[Strand], sought: ProgrammeSearch) -> list[str]:
    """Return the programmes that nothing beats, found by any of the searches or shipped; the base is not one of them.

    A found programme that a shipped package beats in the same readings is no find.
    """
    known = [key for key in sought.anchors()[:-1] if sought.told(key, sought.stages[-1]).excess <= 0.0]
    keys = dict.fromkeys([*known, *(key for strand in strands for key in strand.archive.keys)])
    return [key for key in standing(list(keys), sought) if key != BASE]


def check_of(sought: ProgrammeSearch, strands: Sequence[Strand], best: Sequence[str], engine: EngineKind) -> LaidOut:
    """Lay out the check under fresh readings: the base, shipped packages, programmes of the frontier, simple ones."""
    asked = sought.asked
    number = asked.stages[-1]
    shipped = set(map(sought.remember, asked.packages.values()))  # these are checked in any case
    new = [key for key in best if key not in shipped]
    aims = np.array([sought.told(key, number).aims for key in new]).reshape(-1, sought.aims)
    chosen = [new[place] for place in spread_out(aims, asked.checked)]
    chosen.sort(key=lambda key: sought.told(key, number).aims[_order(sought)])
    names = {BASE: BASE} | {name: sought.remember(one) for name, one in asked.packages.items()}
    width = len(str(max(1, len(chosen))))
    found = {f"{FOUND} {place:0{width}d}": key for place, key in enumerate(chosen, 1)}
    rules, entries, ladder = recipes(sought, best)
    simple = {f"{SIMPLE} {place}": sought.remember(one) for place, one in enumerate(ladder, 1)}
    about = {
        "engine": engine.name,
        "version": engine.version,
        "measure": sought.measure_name,
        "goals": [{"name": goal.name, "more": goal.more, "over": goal.over} for goal in asked.goals],
        "limits": [
            {"name": one.name, "bound": one.bound, "at_most": one.at_most, "in_readings": one.in_readings}
            for one in asked.limits
        ],
        "space": space_words(sought),
        "stages": list(asked.stages),
        "log": log_of(strands),
        "packages": list(asked.packages),
        "found": {name: found_words(sought, strands, key) for name, key in found.items()},
        "simple": list(simple),
        "habits": [rule._asdict() for rule in rules],
        "entries": [entry._asdict() for entry in entries],
        "efficient": [as_data(sought.programmes[key]) for key in best],
        "budgets": list(asked.budgets),
        "runs": sum(strand.spent for strand in strands) + number * len(sought.anchors()),
        "joint": sought.measure(best),
        "shipped": sought.measure(sought.anchors()[:-1]),
    }
    first = asked.readings
    check = range(first, first + asked.check)
    return sought.lay_out({**names, **found, **simple}, check, {"search": about}, (DELIVERIES,))


def _order(sought: ProgrammeSearch) -> int:
    """Return the goal by which programmes are numbered: the first amount of money, or else the last goal."""
    money = [place for place, goal in enumerate(sought.asked.goals) if goal.money]
    return money[0] if money else sought.aims - 1


def space_words(sought: ProgrammeSearch) -> dict[str, Any]:
    """Return among which programmes was searched, as plain data."""
    space = sought.asked.space
    return {
        "levers": list(space.levers),
        "strengths": list(space.strengths),
        "starts": list(space.starts),
        "cities": list(space.cities),
        "most_cities": space.most_cities,
        "programmes": f"{space.size:.1e}",
        "start": list(sought.experiment.content.design.start),
    }


def found_words(sought: ProgrammeSearch, strands: Sequence[Strand], key: str) -> dict[str, Any]:
    """Return which of the searches found a programme, and what its search readings said of it."""
    told = sought.told(key, sought.stages[-1])
    return {
        "strands": [strand.number for strand in strands if key in strand.archive.keys],
        "aims": [round(value, 6) if math.isfinite(value) else None for value in told.aims],
    }


def recipes(sought: ProgrammeSearch, best: Sequence[str]) -> tuple[list[Any], list[Any], list[dict[str, LeverPart]]]:
    """Return what efficient programmes have in common, and simple programmes that obey it.

    Returns:
        Their habits lever by lever; from what cost on they hold which lever; and programmes of ever more levers, in
        the order in which efficient ones come to hold them, all from the earliest start.
    """
    space = sought.asked.space
    programmes = [sought.programmes[key] for key in best]
    strengths = np.array([[_strength(one, lever) for lever in space.levers] for one in programmes])
    starts = np.array([[one[lever].start if lever in one else np.nan for lever in space.levers] for one in programmes])
    shape = (-1, len(space.levers))
    found = habits(strengths.reshape(shape), starts.reshape(shape), list(space.levers), space.starts[0])
    entries = entry_costs(strengths.reshape(shape), np.array([sought.cost(key) for key in best]), list(space.levers))
    ladder = simple_programmes(found, entries)
    return found, entries, [_plain(space, one, programmes) for one in ladder]


def _plain(
    space: ProgrammeSpace, strengths: Mapping[str, float], programmes: Sequence[Programme]
) -> dict[str, LeverPart]:
    """Return a programme of the grid: strengths as given, all from the first quarter, cities as most often chosen."""
    made: dict[str, LeverPart] = {}
    for lever in space.levers:
        if lever in strengths:
            away = {abs(one - strengths[lever]): one for one in reversed(space.strengths)}
            made[lever] = LeverPart(away[min(away)], space.starts[0], _usual_cities(lever, programmes))
    return made


def _usual_cities(lever: str, programmes: Sequence[Programme]) -> tuple[str, ...]:
    chosen = [one[lever].cities for one in programmes if lever in one]
    return max(sorted(set(chosen)), key=chosen.count) if chosen else ()


def _strength(programme: Programme, lever: str) -> float:
    return programme[lever].strength if lever in programme else 0.0
