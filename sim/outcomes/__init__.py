"""What is measured: each outcome says in words what it counts, in which unit, and which way is better.

To add one, write its file and list it in OUTCOMES.
"""

from __future__ import annotations

from sim.outcomes import (
    active_firms,
    cost,
    credit,
    cross_jurisdiction,
    deaths,
    delivery_gini,
    firms,
    fund,
    funnel,
    ladder,
    leaks,
    licences,
    office_queue,
    office_wait,
    time_to_delivery,
    transfers,
    value,
)
from sim.outcomes.by_city import DELIVERIES, delivered_by_city
from sim.outcomes.measure import Better, Kind, Outcome, Record
from sim.outcomes.series import quarterly

OUTCOMES: tuple[Outcome, ...] = (
    *transfers.OUTCOMES,
    cross_jurisdiction.OUTCOME,
    value.OUTCOME,
    time_to_delivery.OUTCOME,
    office_wait.OUTCOME,
    office_queue.OUTCOME,
    licences.OUTCOME,
    active_firms.OUTCOME,
    *ladder.OUTCOMES,
    leaks.OUTCOME,
    *cost.OUTCOMES,
    *fund.OUTCOMES,
    *firms.OUTCOMES,
    *credit.OUTCOMES,
    delivery_gini.OUTCOME,
    *funnel.OUTCOMES,
    *deaths.OUTCOMES,
)
HEADLINE = tuple(outcome.name for outcome in OUTCOMES if outcome.headline)
"""Those that a comparison prints and draws; its files hold all."""


def measure_all(record: Record) -> dict[str, float]:
    """Return every outcome of a run by its name."""
    return {outcome.name: outcome.measure(record) for outcome in OUTCOMES}


__all__ = [
    "DELIVERIES",
    "HEADLINE",
    "OUTCOMES",
    "Better",
    "Kind",
    "Outcome",
    "Record",
    "delivered_by_city",
    "measure_all",
    "quarterly",
]
