"""Below a stated number of readings nothing is said of which is best: not even full agreement would tell it from luck."""

from __future__ import annotations

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
