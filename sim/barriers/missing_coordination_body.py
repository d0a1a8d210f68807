"""Without a body across the two jurisdictions, partners over the boundary are unseen, rivalled and approved twice.

Acts only on deals across the boundary: in search, at the match through the protection of rival cities, at
access through a second approval by the other office, and at finance because funds do not cross. What two cities have
agreed lifts part of all that between them; without a body it lapses.
"""

from __future__ import annotations

from abc import abstractmethod

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.forms import FormSettings, felt
from sim.barriers.pair import Pair
from sim.rules import rule
from sim.scales import Settings, share


class BoundarySettings(FormSettings):
    """How much of the boundary an agreement between two cities lifts."""

    agreement_effect: float = share(
        "part of the missing coordination that two cities lift between them if they have agreed in full",
        0.6,
        (0.3, 0.9),
        source="Provan & Kenis 2008, without a number",
    )


class PooledFund(BoundarySettings):
    """What is read of the settings besides: the share of finance, which is no room of the barriers'."""

    @property
    @abstractmethod
    def fund_pooled(self) -> float:
        """Share of the fund that is common to all jurisdictions."""


@rule
def between(intensity: float, pair: Pair, settings: BoundarySettings) -> float:
    """Intensity that is left between two cities by what they have agreed (ODD, agreements)."""
    return intensity * (1.0 - settings.agreement_effect * pair.agreement)


@rule
def visibility(intensity: float, pair: Pair, settings: BoundarySettings) -> float:
    """Chance that a partner in the other jurisdiction is seen; an alliance can waive it (ODD, search)."""
    if not pair.jurisdictions_differ:
        return 1.0
    return 1.0 - felt(between(intensity, pair, settings) * (1.0 - pair.waiver), settings)


@rule
def rivalry(intensity: float, pair: Pair, settings: Settings) -> float:
    """Chance that the source's city lets a deal go to the other jurisdiction (ODD, value)."""
    if not pair.jurisdictions_differ or intensity <= 0.0:
        return 1.0
    return 1.0 - pair.protection


@rule
def second_approval(intensity: float, pair: Pair, settings: BoundarySettings) -> float:
    """Chance that the other jurisdiction's office must approve as well (ODD, second approval)."""
    if not (pair.jurisdictions_differ and pair.sides_differ):
        return 0.0
    return felt(between(intensity, pair, settings), settings)


@rule
def fund(intensity: float, pair: Pair, settings: PooledFund) -> float:
    """Chance that a deal across the boundary is eligible for a fund; pooling the funds lifts it (ODD, finance)."""
    if not pair.jurisdictions_differ:
        return 1.0
    return 1.0 - felt(between(intensity, pair, settings) * (1.0 - settings.fund_pooled), settings)


@rule
def protection(intensity: float, pair: Pair, settings: BoundarySettings) -> float:
    """Strength of city protection, as a multiple (ODD, city governments)."""
    return between(intensity, pair, settings)


@rule
def lapse(intensity: float, pair: Pair, settings: Settings) -> float:
    """How far agreements lapse: all the more, the less a body keeps them (ODD, agreements)."""
    return intensity


BARRIER = Barrier(
    name="missing_coordination_body",
    label="Missing coordination body",
    label_zh="跨区域协调机构缺失",
    words="How far a body that coordinates across the two jurisdictions is missing.",
    default=0.80,
    source="seed 3.1: an organisation across Chengdu-Chongqing is lacking",
    acts=(
        Act(points.VISIBILITY, visibility, "hides partners in the other jurisdiction"),
        Act(points.PREFERENCE, rivalry, "lets rival cities turn a deal away"),
        Act(points.SECOND_APPROVAL, second_approval, "asks for a second approval by the other office"),
        Act(points.FUND, fund, "keeps funds inside their jurisdiction"),
        Act(points.LAPSE, lapse, "lets agreements between cities lapse"),
        Act(points.PROTECTION, protection, "lets cities protect their own"),
    ),
    settings=BoundarySettings,
)
