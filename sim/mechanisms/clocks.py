"""Events compete by clocks: the one whose accumulated hazard first reaches its own threshold happens.

Every cause has a fixed threshold per deal and stage and adds its intensity quarter by quarter: competing
exponential risks with piecewise-constant rates (Sellke 1983). The cause of death comes for free, and raising
one barrier can only bring that barrier's clock forward for that deal.
"""

from __future__ import annotations

from sim.rules import rule
from sim.tables import NEVER


@rule
def crossing(threshold: float, accumulated: float, rate: float) -> float:
    """Share of the quarter after which a clock rings, NEVER if not within it."""
    if rate <= 0.0:
        return NEVER
    part = max(0.0, threshold - accumulated) / rate
    return part if part <= 1.0 else NEVER
