"""What the levers in force cost the public purse, in money of the day and discounted."""

from __future__ import annotations

import numpy as np

from sim.outcomes.measure import Outcome, Record

DISCOUNT_PER_QUARTER = 0.01


def programme_cost(record: Record) -> float:
    """Add up the levers' bills of the horizon, million yuan."""
    return float(record.horizon["programme_cost"].sum())


def discounted_programme_cost(record: Record) -> float:
    """Add up the levers' bills, each discounted to the first quarter of the horizon, million yuan."""
    bills = record.horizon["programme_cost"]
    growth = np.full(len(bills), 1.0 + DISCOUNT_PER_QUARTER)
    growth[:1] = 1.0
    return float((bills / np.cumprod(growth)).sum())  # multiplied up: NumPy's powers are not alike on all processors


OUTCOMES = (
    Outcome(
        name="programme_cost_million_yuan",
        label="Programme cost",
        words="Cost of all levers in force, fixed and variable.",
        unit="million yuan",
        better="lower",
        kind="total",
        measure=programme_cost,
        headline=True,
    ),
    Outcome(
        name="discounted_programme_cost_million_yuan",
        label="Discounted programme cost",
        words="Cost of all levers in force, discounted by 1 % a quarter to the start of the policy horizon.",
        unit="million yuan",
        better="lower",
        kind="total",
        measure=discounted_programme_cost,
    ),
)
