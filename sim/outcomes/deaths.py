"""Deals that died, by what they died of: each barrier, and every other cause."""

from __future__ import annotations

from collections.abc import Callable

from sim.agents import DIRECTIONS, Direction
from sim.barriers import BARRIERS, Barrier
from sim.outcomes.measure import Outcome, Record
from sim.tables import FIRST_BARRIER, Cause


def _counted(name: str, label: str, words: str, measure: Callable[[Record], float]) -> Outcome:
    """Return an outcome that counts deals that ended without delivery."""
    return Outcome(name=name, label=label, words=words, unit="deals", better="lower", kind="total", measure=measure)


def by_barrier(barrier: Barrier) -> Outcome:
    """Return the outcome that counts the deals one barrier stopped."""

    def deaths_by(record: Record) -> float:
        return float(record.deaths[FIRST_BARRIER + record.barrier_names.index(barrier.name)])

    return _counted(
        name=f"deaths_by_{barrier.name}",
        label=f"Deals stopped by {barrier.label.lower()}",
        words=f"Deals that ended without delivery because of this barrier. {barrier.words}",
        measure=deaths_by,
    )


def by_other(cause: Cause) -> Outcome:
    """Return the outcome that counts the deals that died of a cause that is no barrier."""
    words = cause.name.lower().replace("_", " ")

    def deaths_by(record: Record) -> float:
        return float(record.deaths[cause])

    return _counted(
        name=f"deaths_by_{cause.name.lower()}",
        label=f"Deals ended by {words}",
        words=f"Deals that ended without delivery, cause: {words}.",
        measure=deaths_by,
    )


def of_direction(direction: Direction) -> Outcome:
    """Return the outcome that counts the deals of one direction that ended without delivery."""

    def deaths(record: Record) -> float:
        return float(record.died_of(direction.name).sum())

    return _counted(
        name=f"deaths_{direction.name}",
        label=f"Deals ended, {direction.label}",
        words=f"Deals that ended without delivery: {direction.words}",
        measure=deaths,
    )


def of_direction_by_barrier(direction: Direction, barrier: Barrier) -> Outcome:
    """Return the outcome that counts the deals of one direction that one barrier stopped."""

    def deaths_by(record: Record) -> float:
        return float(record.died_of(direction.name)[FIRST_BARRIER + record.barrier_names.index(barrier.name)])

    return _counted(
        name=f"deaths_{direction.name}_by_{barrier.name}",
        label=f"Deals stopped by {barrier.label.lower()}, {direction.label}",
        words=f"Deals that ended without delivery because of this barrier: {direction.words}",
        measure=deaths_by,
    )


OUTCOMES = (
    *(by_barrier(barrier) for barrier in BARRIERS),
    *(by_other(cause) for cause in Cause if cause not in (Cause.NONE, Cause.FIRST_BARRIER)),
    *(of_direction(direction) for direction in DIRECTIONS),
    *(of_direction_by_barrier(direction, barrier) for direction in DIRECTIONS for barrier in BARRIERS),
)
