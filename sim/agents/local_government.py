"""City governments protect their own against cities with the same industries, more so after losing value.

Similarity cuts both ways: partners in the same fields are easier to match, but the cities are rivals, so its
net effect is open.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number


class GovernmentSettings(Settings):
    """How strongly and how fast a city protects its own."""

    rivalry: float = number(
        "strength of city protection", "factor", 0.9, (0.0, 2.0), allowed=(0.0, 100.0), source="seed 4.2"
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
def value_lost(left: float, came: float, taken_part_in: float) -> float:
    """Net value that left for the other jurisdiction over all value the city took part in, -1..1."""
    if taken_part_in <= 0.0:
        return 0.0
    return min(1.0, max(-1.0, (left - came) / taken_part_in))


@rule
def protection_target(similarity: float, lost: float, barriers: float, settings: GovernmentSettings) -> float:
    """Protection a city aims at towards another, 0..1."""
    return min(1.0, max(0.0, settings.rivalry * similarity * (0.5 + lost) * barriers))


@rule
def protection_after(protection: float, target: float, settings: GovernmentSettings) -> float:
    """Protection a year later."""
    return protection + settings.protection_adjustment * (target - protection)
