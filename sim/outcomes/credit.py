"""What bills, banks, bonds and equity lent to deals, and what they did not get back."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record


def lent(record: Record) -> float:
    """Add up what was lent within the horizon, million yuan."""
    return float(record.horizon["lent"].sum())


def credit_losses(record: Record) -> float:
    """Add up what was not paid back when it fell due within the horizon, million yuan."""
    return float(record.horizon["credit_losses"].sum())


OUTCOMES = (
    Outcome(
        name="credit_lent_million_yuan",
        label="Credit and equity",
        words="Money that bills, banks, bonds and equity paid into deals, whether or not they were delivered.",
        unit="million yuan",
        better="neither",
        kind="total",
        measure=lent,
    ),
    Outcome(
        name="credit_losses_million_yuan",
        label="Losses of lenders",
        words="Money lent by bills, banks, bonds and equity that was not paid back when it fell due.",
        unit="million yuan",
        better="lower",
        kind="total",
        measure=credit_losses,
    ),
)
