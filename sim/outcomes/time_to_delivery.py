"""Time to delivery is how long a transfer that succeeds takes from its first offer until it is in use."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, mean


def mean_quarters_to_delivery(record: Record) -> float:
    """Return the mean time from opening to delivery of the deals delivered, NaN if there are none."""
    deals, delivered = record.deals, record.delivered
    return mean(deals["ended"][delivered] - deals["opened"][delivered])


OUTCOME = Outcome(
    name="mean_quarters_to_delivery",
    label="Time to delivery",
    words="Mean time from the opening of a deal to its use, of the deals delivered.",
    unit="quarters",
    better="lower",
    kind="average",
    measure=mean_quarters_to_delivery,
)
