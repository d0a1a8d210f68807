"""Lead enterprises and demonstration bases draw deals, and what they draw is missing elsewhere (M14).

A lead enterprise has only so many places a year for suppliers of key subsystems and complete machines; this,
not a bonus, is what carries a lead-enterprise programme (Agrawal & Cockburn 2003; seed 4.1).
"""

from __future__ import annotations

from typing import Any

from sim.rules import rule
from sim.scales import number, share

SETTINGS = (
    number(
        "anchor_slots",
        "supplier places per lead enterprise and year for subsystems and machines",
        "number",
        10,
        (0, 20),
        "assumption",
        "assumption, seed 4.1, tuned",
        allowed=(0, 100_000),
        whole=True,
    ),
    number(
        "anchor_contact",
        "extra contact with a lead enterprise",
        "factor",
        0.25,
        (0.0, 0.5),
        "assumption",
        "assumption, seed 2.4, 4.1; Agrawal & Cockburn 2003",
        allowed=(0.0, 100.0),
    ),
    number(
        "anchor_capacity",
        "open deals of a lead enterprise over those of others",
        "factor",
        4.0,
        (2.0, 8.0),
        "assumption",
        "assumption",
        allowed=(1.0, 1000.0),
    ),
    number(
        "anchors_added",
        "lead enterprises beyond the founding ones",
        "number",
        0,
        (0, 12),
        "assumption",
        "none unless a lever adds them",
        allowed=(0, 100_000),
    ),
    number(
        "base_contact",
        "extra contact in a demonstration base",
        "factor",
        0.35,
        (0.0, 0.5),
        "assumption",
        "assumption, seed 2.4",
        allowed=(0.0, 100.0),
    ),
    number(
        "base_search",
        "extra attention to a city with a demonstration base",
        "factor",
        0.35,
        (0.0, 0.5),
        "assumption",
        "assumption, seed 2.4",
        allowed=(0.0, 100.0),
    ),
    share(
        "base_strength",
        "how far the demonstration bases are in force in the chosen cities",
        0.0,
        (0.0, 1.0),
        "assumption",
        "none unless a lever sets them up",
    ),
)


@rule
def base_level(founded: bool, chosen: bool, settings: Any) -> float:
    """How far a demonstration base is in force in a city, 0..1."""
    if founded:
        return 1.0
    return settings.base_strength if chosen else 0.0
