"""Deals that died, by what they died of: each barrier, and every other cause."""

from __future__ import annotations

from sim.barriers import BARRIERS, Barrier
from sim.outcomes.measure import Outcome, Record
from sim.tables import FIRST_BARRIER, Cause


def by_barrier(barrier: Barrier) -> Outcome:
    """Return the outcome that counts the deals one barrier stopped."""

    def deaths_by(record: Record) -> float:
        return float(record.deaths[FIRST_BARRIER + record.barrier_names.index(barrier.name)])

    return Outcome(
        name=f"deaths_by_{barrier.name}",
        label=f"Deals stopped by {barrier.label.lower()}",
        words=f"Deals that ended without delivery because of this barrier. {barrier.words}",
        unit="deals",
        better="lower",
        kind="total",
        measure=deaths_by,
    )


def by_other(cause: Cause) -> Outcome:
    """Return the outcome that counts the deals that died of a cause that is no barrier."""
    words = cause.name.lower().replace("_", " ")

    def deaths_by(record: Record) -> float:
        return float(record.deaths[cause])

    return Outcome(
        name=f"deaths_by_{cause.name.lower()}",
        label=f"Deals ended by {words}",
        words=f"Deals that ended without delivery, cause: {words}.",
        unit="deals",
        better="lower",
        kind="total",
        measure=deaths_by,
    )


OUTCOMES = (
    *(by_barrier(barrier) for barrier in BARRIERS),
    *(by_other(cause) for cause in Cause if cause not in (Cause.NONE, Cause.FIRST_BARRIER)),
)
