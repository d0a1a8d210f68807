"""What can be learnt in the region ends where its science base ends: few laboratories, a near frontier (ODD, research).

The seed counts major infrastructures and state key laboratories of the region and of the capital (section 4.1) and
says that the gap keeps coordination from its full effect. The counts enter as one ratio, so that only it matters.
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number, share


class FrontierSettings(Settings):
    """The science base of the region beside that of the capital, and how far it holds learning back."""

    laboratories: float = number(
        "state key laboratories and major science infrastructures of the region",
        "number",
        30,
        (23, 37),
        allowed=(0, 10_000),
        grade="sourced",
        source="seed 4.1: 21 laboratories and, in 2020, 9 infrastructures in Sichuan and Chongqing",
    )
    laboratories_added: float = number(
        "laboratories beyond those",
        "number",
        0,
        (0, 60),
        allowed=(0, 10_000),
        source="none unless a lever adds them",
    )
    capital_laboratories: float = number(
        "the same of the capital, with which the region is compared",
        "number",
        131,
        (57, 131),
        allowed=(1, 10_000),
        grade="sourced",
        source="seed 4.1: 116 and 15 in Beijing; the lower end is the 44 and 13 of Shanghai",
    )
    frontier_elasticity: float = number(
        "how strongly the ratio of counts shows in what can be learnt",
        "exponent",
        0.25,
        (0.1, 0.5),
        allowed=(0.0, 10.0),
    )
    frontier_pull: float = share(
        "how far learning stops at the frontier of the region rather than at all that can be known", 0.5, (0.0, 1.0)
    )


@rule
def science_base(settings: FrontierSettings) -> float:
    """Laboratories of the region over those of the capital, at most 1."""
    return min(1.0, (settings.laboratories + settings.laboratories_added) / settings.capital_laboratories)


@rule
def frontier(settings: FrontierSettings) -> float:
    """Expertise towards which own R&D leads, 0..1; 1 if nothing holds it back."""
    return 1.0 - settings.frontier_pull * (1.0 - power(science_base(settings), settings.frontier_elasticity))
