"""Words of the panels, in the language that is spoken: the catalogue's own labels, else names put in words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.agents import DIRECTIONS, KINDS
from sim.agents.kind import Kind
from sim.barriers import BARRIERS, Barrier
from sim.language import term
from sim.levers import LEVERS, Lever
from sim.region import FIELDS

OWN: Mapping[str, str] = {
    "no_lead_enterprise_place": "No supplier place",
}
"""Labels that are not the name itself, put in words."""


def _catalogue() -> dict[str, str]:
    named: tuple[Barrier | Lever | Kind, ...] = (*BARRIERS, *LEVERS, *KINDS)
    fields = {field.name: field.label[:1].upper() + field.label[1:] for field in FIELDS}
    return {**OWN, **{one.name: one.label for one in named}, **fields}


LABELS = _catalogue()
DIRECTION_NAMES = tuple(direction.name for direction in DIRECTIONS)


def label(name: str) -> str:
    """Return the label of a name of the model; a name without one is put in words."""
    plain, said = name.replace("_", " "), term(name)
    if said == plain and name in LABELS:
        return LABELS[name]
    return said[:1].upper() + said[1:].lower() if said == plain else said


def number(value: float, places: int | None = None) -> str:
    """Write a number for a reader: 1,234 or 12.3 or 0.12; a dash where there is none."""
    if value != value or value in (float("inf"), float("-inf")):
        return "–"
    if places is None:
        places = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{places}f}".replace("-", "−")
