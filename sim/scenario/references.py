"""What levers, kinds and directions name exists: a name that nothing bears would move nothing, or break a run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sim.agents import DIRECTIONS, KINDS, Direction, Kind
from sim.barriers import BARRIERS, Barrier
from sim.declared import DeclarationError, check_distinct, check_given, check_known, check_name
from sim.language import _
from sim.levers import LEVERS, Lever
from sim.region import PERFORMERS, City

KIND_SETTINGS = ("effort", "capacity", "distance_factor")
CHOICE = ("habit", "sharpness", "outlay")  # empty where a kind has none to make
OWN_SHELF = ("arrival", "classified_share")  # empty where a kind has none
DIRECTION_SETTINGS = ("chance", "seen", "waiver")  # empty where a direction has none


def check_references(settings: Collection[str]) -> None:
    """Hold every declaration to the settings, kinds and columns that there are.

    Args:
        settings: names of all parameters.

    Raises:
        DeclarationError: if one names what does not exist, a kind stands in no direction, or its offers have no way.
    """
    check_distinct("kind", (kind.name for kind in KINDS))
    check_distinct("direction", (direction.name for direction in DIRECTIONS))
    known = [*settings, *(f"barriers.{barrier.name}" for barrier in BARRIERS)]
    for barrier in BARRIERS:
        check_barrier(barrier, settings)
    for lever in LEVERS:
        check_lever(lever, known)
    for direction in DIRECTIONS:
        check_direction(direction, [kind.name for kind in KINDS], known)
    for kind in KINDS:
        check_kind(kind, DIRECTIONS, known)


def check_barrier(barrier: Barrier, settings: Collection[str]) -> None:
    """Refuse a rule that reads, of another room's settings, what is none: a protocol only says that it is there."""
    for act in barrier.acts:
        function: Any = act.rule
        written = function.py_func
        given = written.__globals__.get(written.__annotations__.get("settings"))
        if getattr(given, "_is_protocol", False):
            for name in (name for name in {*vars(given), *given.__annotations__} if not name.startswith("_")):
                check_known("barrier", barrier.name, _("the protocol {name}", name=given.__name__), name, settings)


def check_lever(lever: Lever, settings: Collection[str]) -> None:
    """Refuse a lever that moves what is no setting and no barrier."""
    for move in lever.moves:
        check_known("lever", lever.name, _("a move"), move.target, settings)


def check_direction(direction: Direction, kinds: Collection[str], settings: Collection[str]) -> None:
    """Refuse a direction between kinds, or by settings, that do not exist."""
    check_name("direction", direction.name)
    for part in ("source", "partner"):
        check_known("direction", direction.name, part, getattr(direction, part), kinds)
    for part in DIRECTION_SETTINGS:
        if getattr(direction, part):
            check_known("direction", direction.name, part, getattr(direction, part), settings)


def check_kind(kind: Kind, directions: Collection[Direction], settings: Collection[str]) -> None:
    """Refuse a kind that lives by what does not exist, stands in no direction, or whose offers have no way."""
    check_name("kind", kind.name)
    check_name(_("sample of kind {name}", name=kind.name), kind.sample)
    check_given("kind", kind.name, performer=kind.performer)
    check_known("kind", kind.name, "count", kind.count, [column.name for column in fields(City)])
    for performer in kind.performer:
        check_known("kind", kind.name, "performer", performer, PERFORMERS)
    chooses = CHOICE if kind.enters or any(getattr(kind, part) for part in CHOICE) else ()
    for part in (*KIND_SETTINGS, *chooses, *OWN_SHELF):
        if part not in OWN_SHELF or getattr(kind, part):
            check_known("kind", kind.name, part, getattr(kind, part), settings)
    if not any(kind.name in (direction.source, direction.partner) for direction in directions):
        named = ", ".join(direction.name for direction in directions)
        where = _("list one in DIRECTIONS of sim/agents/direction.py")
        raise DeclarationError(
            _(
                "kind {name}: no direction of transfer names it ({named}); {where}",
                name=kind.name,
                named=named,
                where=where,
            )
        )
    offers = [direction for direction in directions if direction.source == kind.name]
    rest = [direction.name for direction in offers if not direction.chance]
    if offers and len(rest) != 1:
        named = ", ".join(rest) or "none"
        raise DeclarationError(
            _(
                "kind {name}: one direction of its offers takes what is left, without a chance; found {named}",
                name=kind.name,
                named=named,
            )
        )
