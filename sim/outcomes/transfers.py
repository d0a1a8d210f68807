"""Transfers delivered are technologies and products brought into use, in all and by direction."""

from __future__ import annotations

from sim.agents import DIRECTIONS, Direction
from sim.outcomes.measure import Outcome, Record


def transfers_delivered(record: Record) -> float:
    """Count the deals delivered, whatever their direction."""
    return float(record.delivered.sum())


def by_direction(direction: Direction) -> Outcome:
    """Return the outcome that counts the deliveries of one direction."""

    def transfers(record: Record) -> float:
        return float((record.delivered & record.goes(direction.name)).sum())

    return Outcome(
        name=f"transfers_{direction.name}",
        label=f"Transfers, {direction.label}",
        words=f"Deals delivered: {direction.words}",
        unit="deals",
        better="higher",
        kind="total",
        measure=transfers,
        headline=True,
    )


OUTCOMES = (
    Outcome(
        name="transfers_delivered",
        label="Transfers delivered",
        words="Deals brought into use, in all directions.",
        unit="deals",
        better="higher",
        kind="total",
        measure=transfers_delivered,
        headline=True,
    ),
    *(by_direction(direction) for direction in DIRECTIONS),
)
