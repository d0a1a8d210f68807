"""Who loses by a policy: directions of transfer, city by city, that deliver less in most readings."""

from __future__ import annotations

from typing import NamedTuple

from sim.statistics.pairs import Numbers
from sim.statistics.verdict import FEWEST, MOST

MOST_NAMED = 5
LEAST_DEALS = 1.0
"""A mean change of less than one deal is nobody's loss."""


class Loser(NamedTuple):
    """A cell of the table of deliveries that an arm leaves worse off.

    Args:
        cell: its index.
        change: mean over readings of deliveries more, below 0.
        worse: readings in which there are fewer.
        readings: all of them.
    """

    cell: int
    change: float
    worse: int
    readings: int


def losers(changes: Numbers) -> list[Loser]:
    """Return the cells that lose: on the mean a deal or more, and in at least MOST of the readings.

    Args:
        changes: [readings, cells] deliveries of an arm less those of the baseline.

    Returns:
        At most MOST_NAMED, the largest loss first; none below FEWEST readings.
    """
    count = len(changes)
    if count < FEWEST:
        return []
    means, worse = changes.mean(axis=0), (changes < 0).sum(axis=0)
    found = [
        Loser(cell, float(means[cell]), int(worse[cell]), count)
        for cell in means.argsort(kind="stable").tolist()
        if means[cell] <= -LEAST_DEALS and worse[cell] / count >= MOST
    ]
    return found[:MOST_NAMED]
