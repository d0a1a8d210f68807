"""A deal is worth most between partners neither too alike nor too strange, and is made if it clears its hurdle.

Novelty rises and comprehension falls with cognitive distance, two separate monotone rules; the inverted U of
value in distance emerges from them (Nooteboom et al. 2007). Partners ask an option premium before sinking
money into a conversion (real options, Dixit & Pindyck 1994).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.elementary import exp
from sim.rules import rule
from sim.scales import Settings, number
from sim.tables import Floats


class ValueSettings(Settings):
    """What a deal is worth, costs and must clear."""

    novelty_scale: float = number(
        "distance at which novelty is two thirds exploited",
        "cosine distance",
        0.25,
        (0.1, 0.5),
        allowed=(1e-6, 100.0),
        source="after Nooteboom et al. 2007",
    )
    comprehension_scale: float = number(
        "distance at which understanding falls to a third",
        "cosine distance",
        0.55,
        (0.15, 1.2),
        allowed=(1e-9, 1000.0),
        source="after Nooteboom et al. 2007",
    )
    absorptive_capacity_slope: float = number(
        "how fast absorptive capacity rises with related expertise",
        "per unit of expertise",
        2.5,
        (1.0, 5.0),
        allowed=(0.0, 100.0),
        source="after Cohen & Levinthal 1990",
    )
    base_value: float = number(
        "value in use of a median technology at full novelty",
        "million yuan",
        6.8,
        (5.0, 30.0),
        allowed=(0.0, 1e6),
        source="cf. a typical science-credit loan of 5 million yuan",
    )
    quality_spread: float = number(
        "spread of the quality of technologies",
        "log standard deviation",
        1.6,
        (0.4, 1.8),
        allowed=(0.0, 3.0),
        source="log-normal with mean 1; spread after Scherer & Harhoff 2000",
    )
    development_cost: float = number(
        "cost per readiness step",
        "share of base value",
        0.032,
        (0.03, 0.12),
        allowed=(0.0, 10.0),
        source="calibrated, docs/calibration.md",
    )
    conversion_share: float = number(
        "conversion cost at a full standards gap", "share of deal value", 0.35, (0.1, 0.8), allowed=(0.0, 10.0)
    )
    licence_cost: float = number(
        "cost of a licence application to the applicant", "million yuan", 0.6, (0.2, 1.5), allowed=(0.0, 1e6)
    )
    option_premium: float = number(
        "extra return asked before committing", "share", 0.15, (0.0, 0.5), allowed=(0.0, 100.0), source="real options"
    )
    cost_share: float = number(
        "share of the cost that must be earned back within the horizon of the parties",
        "share",
        0.11,
        (0.1, 1.0),
        allowed=(0.0, 100.0),
        source="calibrated, docs/calibration.md",
    )
    discount_rate: float = number(
        "discount rate of the parties", "per quarter", 0.04, (0.01, 0.08), allowed=(0.0, 10.0)
    )
    delay_fixed: float = number(
        "delay before use that parties reckon with, whatever the readiness", "quarters", 2.0, (1.0, 4.0)
    )
    delay_per_step: float = number(
        "delay before use that parties reckon with, per readiness step", "quarters", 1.5, (0.5, 3.0)
    )
    rung_factor_2: float = number(
        "value and cost of a key subsystem over those of a part",
        "factor",
        2.0,
        (1.5, 3.0),
        allowed=(0.0, 100.0),
        source="tuned",
    )
    rung_factor_3: float = number(
        "value and cost of a complete machine over those of a part", "factor", 5.0, (3.0, 8.0), allowed=(0.0, 100.0)
    )


class Prospect(NamedTuple):
    """What two parties expect of a deal, whatever the barriers make it cost."""

    distance: float  # 1 - cosine of expertise, 0..1
    value: float  # million yuan in use
    gain: float  # perceived, discounted value, million yuan
    licence_missing: bool
    delay: float  # quarters before use that the parties reckon with


SAME = 1e-12  # distance below which two profiles are the same but for rounding


@rule
def cognitive_distance(one: Floats, other: Floats) -> float:
    """1 minus the cosine of two expertise profiles, 0..1; what lies within rounding of 0 is 0."""
    dot = 0.0
    square_one = 0.0
    square_other = 0.0
    for field in range(one.shape[0]):
        dot += one[field] * other[field]
        square_one += one[field] * one[field]
        square_other += other[field] * other[field]
    size = math.sqrt(square_one * square_other)
    distance = 1.0 if size <= 0.0 else min(1.0, 1.0 - dot / size)
    return 0.0 if distance < SAME else distance


@rule
def novelty(distance: float, settings: ValueSettings) -> float:
    """What is new to the other party, 0..1, rising with distance."""
    return 1.0 - exp(-distance / settings.novelty_scale)


@rule
def absorptive_capacity(expertise: Floats, related: Floats, settings: ValueSettings) -> float:
    """Capacity to absorb technology of a field, 0..1, from the best related expertise."""
    best = 0.0
    for field in range(expertise.shape[0]):
        best = max(best, expertise[field] * related[field])
    return 1.0 - exp(-settings.absorptive_capacity_slope * best)


@rule
def comprehension(distance: float, capacity: float, settings: ValueSettings) -> float:
    """How well the parties understand one another, 0..1, falling with distance."""
    return exp(-distance / (settings.comprehension_scale * (0.5 + capacity)))


@rule
def rung_factor(rung: int, settings: ValueSettings) -> float:
    """Value and cost of a supply on a rung of the ladder, over those of a part."""
    if rung <= 1:
        return 1.0
    return settings.rung_factor_2 if rung == 2 else settings.rung_factor_3


@rule
def value_in_use(quality: float, distance: float, rung: int, source_expertise: float, settings: ValueSettings) -> float:
    """Value of the delivered technology, million yuan."""
    scale = settings.base_value * quality * rung_factor(rung, settings)
    return scale * novelty(distance, settings) * (0.8 + 1.6 * source_expertise)


@rule
def deal_cost(value: float, steps: int, rung: int, gap: float, licence_missing: bool, settings: ValueSettings) -> float:
    """Cost of conversion and absorption, million yuan; a subsystem's steps cost as many times more as it is worth."""
    per_step = settings.development_cost * settings.base_value * rung_factor(rung, settings)
    licence = settings.licence_cost if licence_missing else 0.0
    return per_step * steps + settings.conversion_share * gap * value + licence


@rule
def delay_before_use(steps: int, wait: float, settings: ValueSettings) -> float:
    """Delay before use that parties reckon with, quarters.

    Args:
        wait: expected at the clearance office, quarters.
    """
    return settings.delay_fixed + settings.delay_per_step * steps + wait


@rule
def perceived_gain(
    value: float,
    success: float,
    comprehension_now: float,
    capacity: float,
    steps: int,
    wait: float,
    settings: ValueSettings,
) -> float:
    """Value as the parties see it before the deal, million yuan.

    Args:
        success: geometric mean of the parties' own records, 0..1.
        wait: expected wait at the clearance office, quarters.
    """
    feasibility = comprehension_now * (0.4 + 0.6 * capacity) / 0.5
    delay = delay_before_use(steps, wait, settings)
    return value * success * feasibility * exp(-settings.discount_rate * delay)


@rule
def hurdle(cost: float, markup: float, tax: float, settings: ValueSettings) -> float:
    """What the perceived gain must exceed, million yuan.

    Args:
        cost: of conversion and absorption, of interest and of land, million yuan.
        markup: what the barriers make of it, as a multiple.
        tax: taken from the price, million yuan.
    """
    return settings.cost_share * cost * (1.0 + settings.option_premium) * markup + tax
