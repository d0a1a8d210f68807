"""Licensed firms are those that may at present supply the military side."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, in_last_quarter


def licensed_firms(record: Record) -> float:
    """Return the firms with a valid licence of any class in the last quarter."""
    return in_last_quarter(record, "licensed_firms")


OUTCOME = Outcome(
    name="licensed_firms",
    label="Licensed firms",
    words="Firms that hold a valid licence of any class at the end of the run.",
    unit="firms",
    better="higher",
    kind="state",
    measure=licensed_firms,
)
