"""The barriers: what each is, at which points of a deal's life it acts, and by which rule.

To add one, write its file and list it in BARRIERS.
"""

from __future__ import annotations

from sim.barriers import (
    market_separation,
    missing_coordination_body,
    secrecy,
    standards_mismatch,
    unequal_policy_treatment,
)
from sim.barriers.barrier import (
    NEUTRAL,
    STAGE_OF_POINT,
    Act,
    Barrier,
    Pair,
    Point,
    any_of,
    at_point,
    product,
    total,
)
from sim.declared import check_distinct
from sim.rules import rule
from sim.tables import Cause

BARRIERS: tuple[Barrier, ...] = (
    standards_mismatch.BARRIER,
    secrecy.BARRIER,
    market_separation.BARRIER,
    unequal_policy_treatment.BARRIER,
    missing_coordination_body.BARRIER,
)
check_distinct("barrier", (barrier.name for barrier in BARRIERS), (cause.name.lower() for cause in Cause))
COUNT = len(BARRIERS)
SETTINGS = tuple(setting for barrier in BARRIERS for setting in barrier.settings)
TIGHTENED = tuple(barrier.tightens_after_leak for barrier in BARRIERS)

entry = at_point(Point.ENTRY, BARRIERS)
across = at_point(Point.ACROSS, BARRIERS)
visibility = at_point(Point.VISIBILITY, BARRIERS)
markup = at_point(Point.MARKUP, BARRIERS)
preference = at_point(Point.PREFERENCE, BARRIERS)
gap = at_point(Point.GAP, BARRIERS)
licence = at_point(Point.LICENCE, BARRIERS)
review_needed = at_point(Point.REVIEW_NEEDED, BARRIERS)
review_pass = at_point(Point.REVIEW_PASS, BARRIERS)
second_approval = at_point(Point.SECOND_APPROVAL, BARRIERS)
fund = at_point(Point.FUND, BARRIERS)
bank = at_point(Point.BANK, BARRIERS)
contact = at_point(Point.CONTACT, BARRIERS)
withdrawal = at_point(Point.WITHDRAWAL, BARRIERS)
protection = at_point(Point.PROTECTION, BARRIERS)

AT_POINT = {
    Point.ENTRY: entry,
    Point.ACROSS: across,
    Point.VISIBILITY: visibility,
    Point.MARKUP: markup,
    Point.PREFERENCE: preference,
    Point.GAP: gap,
    Point.LICENCE: licence,
    Point.REVIEW_NEEDED: review_needed,
    Point.REVIEW_PASS: review_pass,
    Point.SECOND_APPROVAL: second_approval,
    Point.FUND: fund,
    Point.BANK: bank,
    Point.CONTACT: contact,
    Point.WITHDRAWAL: withdrawal,
    Point.PROTECTION: protection,
}


@rule
def tightened(intensity: float, backlash: float) -> float:
    """Intensity after a leak has tightened it, at most 1; what is absent cannot tighten (model M15)."""
    return min(1.0, intensity + backlash) if intensity > 0.0 else 0.0


__all__ = [
    "AT_POINT",
    "BARRIERS",
    "COUNT",
    "NEUTRAL",
    "SETTINGS",
    "STAGE_OF_POINT",
    "TIGHTENED",
    "Act",
    "Barrier",
    "Pair",
    "Point",
    "any_of",
    "product",
    "total",
]
