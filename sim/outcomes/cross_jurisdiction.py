"""Transfers across the boundary between jurisdictions show whether the region works as one."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record


def transfers_cross_jurisdiction(record: Record) -> float:
    """Count the deals delivered from one jurisdiction to another."""
    return float((record.delivered & record.deals["jurisdictions_differ"]).sum())


OUTCOME = Outcome(
    name="transfers_cross_jurisdiction",
    label="Transfers across jurisdictions",
    words="Deals delivered whose two parties lie in different jurisdictions.",
    unit="deals",
    better="higher",
    kind="total",
    measure=transfers_cross_jurisdiction,
    headline=True,
)
