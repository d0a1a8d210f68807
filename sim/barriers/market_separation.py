"""Two markets that keep to themselves do not see one another, prefer insiders and draw nobody in.

Acts in search (partners across the sides are not seen), at the match (insiders are preferred, less so where
trust has grown) and on the entry of dormant private firms.
"""

from __future__ import annotations

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.forms import FormSettings, left_open, root_left_open
from sim.barriers.pair import Pair
from sim.rules import rule
from sim.scales import number


class MarketSettings(FormSettings):
    """How much separate markets hide."""

    market_visibility_exponent: float = number(
        "how strongly separate markets hide partners across the two sides",
        "exponent",
        0.7,
        (0.2, 1.0),
        allowed=(0.0, 10.0),
        source="tuned",
    )


@rule
def across(intensity: float, pair: Pair, settings: MarketSettings) -> float:
    """Chance that a look at the other side's market finds anyone (ODD, search)."""
    if not pair.sides_differ:
        return 1.0
    return left_open(intensity, settings.market_visibility_exponent, settings)


@rule
def insider_preference(intensity: float, pair: Pair, settings: MarketSettings) -> float:
    """Chance that an outsider is considered at all; trust softens it (ODD, value and acceptance)."""
    if not pair.sides_differ:
        return 1.0
    return root_left_open(intensity * (1.0 - 0.5 * pair.trust), settings)


@rule
def entry(intensity: float, pair: Pair, settings: MarketSettings) -> float:
    """Hazard of entry of dormant firms, as a multiple (ODD, entry and exit)."""
    return root_left_open(intensity, settings)


BARRIER = Barrier(
    name="market_separation",
    label="Market separation",
    label_zh="市场分割",
    words="How far the military and the civilian market are closed to one another's suppliers and buyers.",
    default=0.60,
    source="seed 3.4, 4.3: relatively independent markets, 'a series of barriers'",
    acts=(
        Act(points.ACROSS, across, "hides partners on the other side's market"),
        Act(points.PREFERENCE, insider_preference, "turns outsiders away"),
        Act(points.ENTRY, entry, "keeps dormant firms out"),
    ),
    settings=MarketSettings,
)
