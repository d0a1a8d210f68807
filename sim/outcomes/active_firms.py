"""Active firms are those that take part in the other side's market at present."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, in_last_quarter


def active_firms(record: Record) -> float:
    """Return the firms active in the other side's market in the last quarter."""
    return in_last_quarter(record, "active_firms")


OUTCOME = Outcome(
    name="active_firms",
    label="Active firms",
    words="Firms that take part in the other side's market at the end of the run.",
    unit="firms",
    better="higher",
    kind="state",
    measure=active_firms,
)
