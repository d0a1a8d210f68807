"""The map itself: four lists of plain values, each name of which can be followed from one list to the next."""

from __future__ import annotations

import inspect
from typing import Any

from sim.barriers import BARRIERS, POINTS, Act, Barrier
from sim.levers import LEVERS, How, Lever, Move
from sim.outcomes import OUTCOMES
from sim.phases import PHASES
from source_map.calls import behind, phases_that_ask, place_of, plain, settings_of_acts
from source_map.columns import columns_read

PARTS = ("levers", "barriers", "phases", "outcomes")
CHANGES = {
    How.REDUCE: "cut by {:g} %",
    How.RAISE: "raised by {:g} %",
    How.ADD: "plus {:g}",
    How.APPROACH: "moved {:g} % of the way to 1",
}
OWNER = {setting.name: barrier.name for barrier in BARRIERS for setting in barrier.settings.declared}


def plan() -> dict[str, list[dict[str, Any]]]:
    """Return the map of the model.

    Returns:
        levers: name, file, moves (target, change in words, barrier "" if none, acts or phases with their rules).
        barriers: name, file, moved_by, acts (point, stage "" if outside a deal's life, rule, settings, phases).
        phases: name, file, rules, points (name and barriers), settings, writes (columns), in the order of a quarter.
        outcomes: name, reads (columns), written_by (phases).
    """
    return {
        "levers": [_lever(lever) for lever in LEVERS],
        "barriers": [_barrier(barrier) for barrier in BARRIERS],
        "phases": [_phase(phase) for phase in PHASES],
        "outcomes": [_outcome(outcome.name) for outcome in OUTCOMES],
    }


def change_in_words(move: Move) -> str:
    """Say what a move does to its setting at full strength."""
    share = How(move.how) is not How.ADD
    return CHANGES[How(move.how)].format(100 * move.amount if share else move.amount)


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "name": lever.name,
        "file": f"sim/levers/{lever.name}.py",
        "moves": [_move(move) for move in lever.moves],
    }


def _move(move: Move) -> dict[str, Any]:
    room, _, name = move.target.rpartition(".")
    moved: dict[str, Any] = {"target": move.target, "change": change_in_words(move)}
    if room == "barriers":
        [barrier] = [one for one in BARRIERS if one.name == name]
        return {**moved, "barrier": name, "acts": [_act(act) for act in barrier.acts]}
    return {**moved, "barrier": OWNER.get(name, ""), "phases": _readers(name)}


def _readers(setting: str) -> list[dict[str, Any]]:
    """Return the phases behind which a setting is read, each with the functions that read it."""
    found = ((phase.__name__, behind(phase).by_rule) for phase in PHASES)
    read = (
        (name, sorted(rule for rule, settings in by_rule.items() if setting in settings)) for name, by_rule in found
    )
    return [{"phase": name, "rules": rules} for name, rules in read if rules]


def _barrier(barrier: Barrier) -> dict[str, Any]:
    levers = [lever.name for lever in LEVERS if any(move.target == f"barriers.{barrier.name}" for move in lever.moves)]
    return {
        "name": barrier.name,
        "file": f"sim/barriers/{barrier.name}.py",
        "moved_by": levers,
        "acts": [_act(act) for act in barrier.acts],
    }


def _act(act: Act) -> dict[str, Any]:
    stage = act.point.stage
    rule = place_of(plain(act.rule))
    return {
        "point": act.point.name,
        "stage": stage.name.lower() if stage is not None else "",
        "rule": rule,
        "settings": sorted(settings_of_acts(act.point).get(rule, ())),
        "phases": phases_that_ask(act.point),
    }


def _phase(phase: Any) -> dict[str, Any]:
    found = behind(phase)
    function = plain(phase)
    points = [
        {
            "point": point.name,
            "barriers": [one.name for one in BARRIERS if point in {a.point for a in one.acts}],
        }
        for point in POINTS
        if point in found.points
    ]
    return {
        "name": phase.__name__,
        "file": f"{function.__module__.replace('.', '/')}.py",
        "words": (inspect.getdoc(function) or "").split("\n")[0],
        "rules": sorted(found.rules),
        "points": points,
        "settings": sorted(found.settings - {"barriers"}),
        "writes": sorted(found.writes),
    }


def _outcome(name: str) -> dict[str, Any]:
    reads = columns_read()[name]
    return {
        "name": name,
        "reads": list(reads),
        "written_by": [phase.__name__ for phase in PHASES if behind(phase).writes & set(reads)],
    }
