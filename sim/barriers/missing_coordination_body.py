"""Without a body across the two jurisdictions, partners over the boundary are unseen, rivalled and approved twice.

Acts only on deals across the boundary: in search, at the match through the protection of rival cities, at
access through a second approval by the other office, and at finance because funds do not cross.
"""

from __future__ import annotations

from typing import Any

from sim.barriers.barrier import Act, Barrier, Pair, Point
from sim.rules import rule


@rule
def visibility(intensity: float, pair: Pair, settings: Any) -> float:
    """Chance that a partner in the other jurisdiction is seen; an alliance can waive it (model M3)."""
    if not pair.jurisdictions_differ:
        return 1.0
    return 1.0 - intensity * (1.0 - pair.waiver)


@rule
def rivalry(intensity: float, pair: Pair, settings: Any) -> float:
    """Chance that the source's city lets a deal go to the other jurisdiction (model M4, M13)."""
    if not pair.jurisdictions_differ or intensity <= 0.0:
        return 1.0
    return 1.0 - pair.protection


@rule
def second_approval(intensity: float, pair: Pair, settings: Any) -> float:
    """Chance that the other jurisdiction's office must approve as well (model M8)."""
    return intensity if pair.jurisdictions_differ and pair.sides_differ else 0.0


@rule
def fund(intensity: float, pair: Pair, settings: Any) -> float:
    """Chance that a deal across the boundary is eligible for a fund; pooling the funds lifts it (model M10)."""
    if not pair.jurisdictions_differ:
        return 1.0
    return 1.0 - intensity * (1.0 - settings.fund_pooled)


@rule
def protection(intensity: float, pair: Pair, settings: Any) -> float:
    """Strength of city protection, as a multiple (model M13)."""
    return intensity


BARRIER = Barrier(
    name="missing_coordination_body",
    label="Missing coordination body",
    label_zh="跨区域协调机构缺失",
    words="How far a body that coordinates across the two jurisdictions is missing.",
    default=0.80,
    source="seed 3.1: an organisation across Chengdu-Chongqing is lacking",
    acts=(
        Act(Point.VISIBILITY, visibility, "hides partners in the other jurisdiction"),
        Act(Point.PREFERENCE, rivalry, "lets rival cities turn a deal away"),
        Act(Point.SECOND_APPROVAL, second_approval, "asks for a second approval by the other office"),
        Act(Point.FUND, fund, "keeps funds inside their jurisdiction"),
        Act(Point.PROTECTION, protection, "lets cities protect their own"),
    ),
)
