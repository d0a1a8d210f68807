"""Below a stated number of readings nothing is said of which is best: even full agreement may be luck."""

from __future__ import annotations

import math

from sim.statistics.intervals import t_quantile

FEWEST_READINGS = 6
"""Fewest independent repetitions for a verdict: with five, all agree by luck alone in 2 / 2^5 = 6 % of studies, with
six in 3 % (the two-sided sign test); and five can be drawn again in 126 ways only."""


def too_few(found: int, unit: str = "seeds", fewest: int = FEWEST_READINGS) -> str:
    """Say that there are too few readings for a verdict, and how many would do; nothing if there are enough.

    Args:
        found: independent readings.
        unit: what they are, in the plural.
        fewest: that would do.
    """
    if found >= fewest:
        return ""
    return f"too few to say: {found} {unit if found != 1 else unit.removesuffix('s')}, where {fewest} would do"


def readings_to_tell(difference: float, low: float, high: float, readings: int) -> int:
    """Return how many readings would leave zero out of the 95 % interval of a difference, if it is as it was found.

    Args:
        difference: that was found.
        low, high: its interval by Student's t.
        readings: independent ones that it rests on, at least 2.

    Returns:
        At least FEWEST_READINGS and more than there are, in two digits rounded up; 0 if the difference is none.
    """
    if difference == 0:
        return 0
    spread = (high - low) / 2 / t_quantile(readings - 1) * math.sqrt(readings)
    enough = max(FEWEST_READINGS, readings + 1)
    enough = max(enough, math.ceil((t_quantile(math.inf) * spread / abs(difference)) ** 2))
    while t_quantile(enough - 1) * spread / math.sqrt(enough) >= abs(difference):
        enough += 1
    step: int = 10 ** max(0, len(str(enough)) - 2)
    return math.ceil(enough / step) * step
