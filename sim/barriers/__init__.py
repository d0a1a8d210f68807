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
from sim.barriers.barrier import Act, Barrier
from sim.barriers.forms import UNDRAWN, FormSettings, Parts, next_gate
from sim.barriers.pair import Pair
from sim.barriers.points import NOBODY, POINTS, Point
from sim.declared import check_distinct
from sim.rules import rule
from sim.scales import all_declared, all_switches
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
SETTINGS = all_declared(FormSettings, *(barrier.settings for barrier in BARRIERS))
SWITCHES = all_switches(FormSettings, *(barrier.settings for barrier in BARRIERS))
TIGHTENED = tuple(barrier.tightens_after_leak for barrier in BARRIERS)
for _point in POINTS:
    _point.meet([next((act.rule for act in barrier.acts if act.point is _point), None) for barrier in BARRIERS])


@rule
def tightened(intensity: float, backlash: float) -> float:
    """Intensity after a leak has tightened it, at most 1; what is absent cannot tighten (ODD, leakage)."""
    return min(1.0, intensity + backlash) if intensity > 0.0 else 0.0


__all__ = [
    "BARRIERS",
    "COUNT",
    "NOBODY",
    "POINTS",
    "SETTINGS",
    "SWITCHES",
    "TIGHTENED",
    "UNDRAWN",
    "Act",
    "Barrier",
    "FormSettings",
    "Pair",
    "Parts",
    "Point",
    "next_gate",
]
