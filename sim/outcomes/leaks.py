"""Leaks of classified technology are what transfer is traded off against, never netted into value."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record


def leaks(record: Record) -> float:
    """Count the quarters of the horizon in which technology leaked."""
    return float(record.horizon["leaks"].sum())


OUTCOME = Outcome(
    name="leaks",
    label="Leaks",
    words="Leaks of classified technology, at most one a quarter.",
    unit="leaks",
    better="lower",
    kind="total",
    measure=leaks,
    headline=True,
)
