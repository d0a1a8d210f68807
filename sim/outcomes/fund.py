"""What the public fund spent, and how much of it went to payers who could have paid themselves."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, ratio


def fund_spent(record: Record) -> float:
    """Add up what the fund paid within the horizon, million yuan."""
    return float(record.horizon["fund_spent"].sum())


def fund_deadweight_share(record: Record) -> float:
    """Return the share of the fund's money that was not needed, NaN if it paid nothing."""
    return ratio(record.horizon["fund_deadweight"].sum(), fund_spent(record))


OUTCOMES = (
    Outcome(
        name="fund_spent_million_yuan",
        label="Fund spent",
        words="Money the public fund paid into deals, whether or not they were delivered.",
        unit="million yuan",
        better="neither",
        kind="total",
        measure=fund_spent,
    ),
    Outcome(
        name="fund_deadweight_share",
        label="Deadweight of the fund",
        words="Share of the fund's money that went to payers who could have paid themselves.",
        unit="share",
        better="lower",
        kind="average",
        measure=fund_deadweight_share,
    ),
)
