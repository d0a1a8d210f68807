"""Military and civilian standards differ even on the same indicator, so a transfer must first be converted.

Acts when a deal is priced (conversion costs money), while it is converted (slower, and given up), and when
it asks for finance (it costs more). Standards harmonised by earlier conversions in the field narrow the gap.
"""

from __future__ import annotations

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.pair import Pair
from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, share


class MismatchSettings(Settings):
    """How the gap between standards widens up the ladder."""

    gap_rung_markup: float = share(
        "how much wider the standards gap is per rung of the supply ladder",
        0.12,
        (0.0, 0.3),
        source="subsystems and complete machines meet more standards than parts",
    )


@rule
def conversion_gap(intensity: float, pair: Pair, settings: MismatchSettings) -> float:
    """Share of the standards that must be converted, 0..1 (ODD, conversion).

    An exponent, not a factor, distinguishes the directions, so that a complete mismatch blocks all of them.
    """
    if not pair.sides_differ:
        return 0.0
    widened = 1.0 + settings.gap_rung_markup * (pair.rung - 1)
    return min(1.0, power(intensity, pair.gap_exponent) * (1.0 - pair.harmonised) * widened)


BARRIER = Barrier(
    name="standards_mismatch",
    label="Standards mismatch",
    label_zh="标准不统一",
    words="How far military and civilian technical standards differ, so that a transfer has to be converted.",
    default=0.60,
    source="seed 3.4: standards not uniform, convergence work 'not satisfactory'",
    acts=(
        Act(
            points.GAP,
            conversion_gap,
            "widens the gap to be converted: conversion costs more, takes longer and is given up more often",
        ),
    ),
    settings=MismatchSettings,
)
