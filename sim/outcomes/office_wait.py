"""The wait at clearance offices is the time a file lies in the queue before a clerk takes it up."""

from __future__ import annotations

import numpy as np

from sim.outcomes.measure import Outcome, Record, mean
from sim.tables import CaseStatus


def mean_office_wait_quarters(record: Record) -> float:
    """Return the mean wait of the cases a clerk took up within the horizon, NaN if there are none."""
    cases = record.cases
    taken = np.isin(cases["status"], (CaseStatus.IN_SERVICE, CaseStatus.DECIDED))
    taken &= cases["started"] >= record.policy_quarter
    return mean(cases["started"][taken] - cases["filed"][taken])


OUTCOME = Outcome(
    name="mean_office_wait_quarters",
    label="Wait at clearance offices",
    words="Mean time from filing a case until a clerk takes it up; withdrawn cases were never taken up.",
    unit="quarters",
    better="lower",
    kind="average",
    measure=mean_office_wait_quarters,
)
