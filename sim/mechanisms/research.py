"""Own R&D builds expertise and fills the shelf of transferable technology; unused knowledge fades (ODD, research).

Absorptive capacity is a by-product of own R&D and of prior related knowledge (Cohen & Levinthal 1990), so
learning spreads over related fields. A subsidy adds to R&D less what is withdrawn (Dimos & Pugh 2016).
"""

from __future__ import annotations

import math

from sim.rules import rule
from sim.scales import Settings, number, share


class ResearchSettings(Settings):
    """How R&D builds expertise and fills shelves."""

    learning_rate: float = number(
        "growth of expertise at average R&D", "per quarter", 0.015, (0.005, 0.03), allowed=(0.0, 1.0)
    )
    forgetting_rate: float = number("loss of expertise", "per quarter", 0.008, (0.0, 0.02), allowed=(0.0, 1.0))
    crowding_out: float = share(
        "own R&D withdrawn per unit of subsidy",
        0.35,
        (0.0, 0.8),
        grade="sourced",
        source="range from Dimos & Pugh 2016 and Moretti et al. 2025; the value inside it is an assumption",
    )
    subsidy_share: float = share(
        "R&D subsidy over own R&D", 0.0, (0.0, 1.0), source="no subsidy unless a lever gives it"
    )
    shelf_obsolescence: float = share(
        "chance that an unused technology goes stale", 0.03, (0.02, 0.08), source="tuned; per quarter"
    )
    zone_effect: float = number(
        "technologies that arrive in a city with a national high-tech zone, beyond those that arrive elsewhere",
        "factor",
        0.2,
        (0.0, 0.5),
        allowed=(0.0, 100.0),
        source="seed 4.1: 12 zones of 169 count among the weak foundations, without an effect",
    )
    research_elasticity: float = number(
        "how strongly a city's R&D intensity shows in its organisations' R&D",
        "exponent",
        0.5,
        (0.0, 1.0),
        allowed=(0.0, 2.0),
        source="intensities of the cities are sourced or filled as cities.md says",
    )


@rule
def research_effort(own: float, settings: ResearchSettings) -> float:
    """R&D after subsidy and crowding-out, over the average of the kind."""
    return own * (1.0 - settings.crowding_out * settings.subsidy_share) + own * settings.subsidy_share


@rule
def learning_pace(effort: float, settings: ResearchSettings) -> float:
    """Growth of expertise in one's own field, as a share of what is still to be learnt, per quarter."""
    return settings.learning_rate * effort


@rule
def expertise_after(expertise: float, pace: float, related: float, reach: float, forgetting_rate: float) -> float:
    """Expertise in one field after a quarter of R&D and forgetting, 0..1.

    Args:
        pace: share of what is still to be learnt in the own field.
        related: relatedness of the field to the own one, 0..1.
        reach: expertise towards which R&D leads, 0..1; whoever knows more learns nothing by it.
    """
    learnt = pace * related * max(0.0, reach - expertise)
    return min(1.0, max(0.0, expertise + learnt - forgetting_rate * expertise))


@rule
def arrival_rate(rate: float, in_zone: bool, settings: ResearchSettings) -> float:
    """Technologies of an organisation of median size in a quarter, in a high-tech zone or not."""
    return rate * (1.0 + settings.zone_effect) if in_zone else rate


@rule
def arrival_mean(rate: float, revenue: float, reference: float, effort: float) -> float:
    """Expected new transferable technologies of an organisation in a quarter."""
    return min(60.0, rate * min(3.0, math.sqrt(revenue / reference)) * effort)
