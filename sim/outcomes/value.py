"""Value delivered weighs each transfer by what it is worth in use."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record


def value_delivered(record: Record) -> float:
    """Add up the value in use of the deals delivered, million yuan."""
    return float(record.deals["value"][record.delivered].sum())


OUTCOME = Outcome(
    name="value_delivered_million_yuan",
    label="Value delivered",
    words="Value in use of the deals delivered; the loss from leaks is not netted into it.",
    unit="million yuan",
    better="higher",
    kind="total",
    measure=value_delivered,
    headline=True,
)
