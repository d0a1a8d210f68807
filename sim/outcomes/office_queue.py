"""The queue at clearance offices shows the congestion that waits of served cases miss: who still waits."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, mean


def mean_office_queue(record: Record) -> float:
    """Return the mean number of cases waiting at the end of a quarter, NaN before the horizon begins."""
    return mean(record.horizon["queue"])


OUTCOME = Outcome(
    name="mean_office_queue",
    label="Queue at clearance offices",
    words="Mean number of cases waiting at all offices at the end of a quarter.",
    unit="cases",
    better="lower",
    kind="average",
    measure=mean_office_queue,
)
