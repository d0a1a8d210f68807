"""City governments protect their own against cities of the same industries and size, more so after losing value.

Similarity cuts both ways: partners in the same fields are easier to match, but the cities are rivals, so its
net effect is open.
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number


class GovernmentSettings(Settings):
    """How strongly and how fast a city protects its own."""

    rivalry: float = number(
        "strength of city protection", "factor", 0.9, (0.0, 2.0), allowed=(0.0, 100.0), source="seed 4.2"
    )
    year_length: float = number(
        "time between meetings of city governments, and until lead enterprises give their supplier places anew",
        "quarters",
        4,
        (2, 8),
        allowed=(1, 400),
        whole=True,
        source="a year",
    )
    size_likeness: float = number(
        "how strongly cities must be of one size to be rivals",
        "exponent",
        1.0,
        (0.0, 2.0),
        allowed=(0.0, 10.0),
        source="promotion is a tournament among equals (Li & Zhou 2005)",
    )
    protection_adjustment: float = number(
        "speed at which city protection adjusts",
        "share per year",
        0.25,
        (0.1, 1.0),
        allowed=(0.0, 1.0),
        source="seed 4.2",
    )


@rule
def year_begins(quarter: int, settings: GovernmentSettings) -> bool:
    """Whether what is given for a year is given anew in a quarter."""
    return quarter % int(settings.year_length) == 0


@rule
def year_ends(quarter: int, settings: GovernmentSettings) -> bool:
    """Whether a quarter is the last of a year, in which governments look back on it."""
    return (quarter + 1) % int(settings.year_length) == 0


@rule
def likeness(similarity: float, revenue: float, other: float, settings: GovernmentSettings) -> float:
    """How far two cities are rivals, 0..1: they must live by the same fields, and be of one size.

    Args:
        similarity: cosine of their revenue by field, 0..1.
        revenue, other: of all organisations of either, million yuan a year.
    """
    larger = max(revenue, other)
    if larger <= 0.0:
        return 0.0
    return similarity * power(min(revenue, other) / larger, settings.size_likeness)


@rule
def value_lost(left: float, came: float, taken_part_in: float) -> float:
    """Net value that left for the other jurisdiction over all value the city took part in, -1..1."""
    if taken_part_in <= 0.0:
        return 0.0
    return min(1.0, max(-1.0, (left - came) / taken_part_in))


@rule
def protection_target(alike: float, lost: float, barriers: float, settings: GovernmentSettings) -> float:
    """Protection a city aims at towards another, 0..1; `alike` is their likeness."""
    return min(1.0, max(0.0, settings.rivalry * alike * (0.5 + lost) * barriers))


@rule
def protection_after(protection: float, target: float, settings: GovernmentSettings) -> float:
    """Protection a year later."""
    return protection + settings.protection_adjustment * (target - protection)
