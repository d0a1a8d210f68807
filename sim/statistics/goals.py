"""What a run was found to be, and how a programme does by a goal: differences from the base under the same readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.statistics.pairs import Numbers

WORST_CITY, WORST_DIRECTION = "worst_city_change", "worst_direction_change"
EQUITY: Mapping[str, str] = {
    WORST_CITY: "change of deliveries, in the city that loses most of them or gains least",
    WORST_DIRECTION: "change of deliveries, in the direction that loses most of them or gains least",
}
"""Goals that no single outcome measures; more of each is better."""
MONEY_SCALE = 50.0  # million yuan: below it money counts as it is, above it by its logarithm
WORST = 1e12
"""Stands for an outcome that a run does not have, such as a mean wait where nobody waited."""
WORST_TENTH = 0.1
Counts = Mapping[str, float]
NONE: Counts = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that is to be had.

    Args:
        name: of an outcome, or one of EQUITY.
        more: whether more of it is wanted.
        over: what counts over readings.
        money: whether it is an amount of money, of which a tenth more counts alike whether it is much or little.
    """

    name: str
    more: bool
    over: Literal["mean", "median", "worst_tenth"] = "mean"
    money: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What an outcome must keep to.

    Args:
        name: of an outcome.
        bound: at most, or at least, so much.
        at_most: which of the two.
        in_readings: share of readings in which it must be kept, 0..1.
    """

    name: str
    bound: float
    at_most: bool
    in_readings: float


class Measured(NamedTuple):
    """What came of one run.

    Args:
        outcomes: by name.
        cities: deliveries that a city had a part in, by city; empty if they were not kept.
        directions: deliveries by direction; alike.
    """

    outcomes: Mapping[str, float]
    cities: Counts = NONE
    directions: Counts = NONE


def by_reading(goal: Goal, own: Sequence[Measured], base: Sequence[Measured]) -> Numbers:
    """Return how a programme does by a goal in every reading, less for better; [readings].

    Args:
        goal: what is wanted.
        own: runs of the programme, one a reading.
        base: runs of the base under the same readings.
    """
    return np.asarray(_oriented(goal, own, base).max(axis=1))


def aim(goal: Goal, own: Sequence[Measured], base: Sequence[Measured]) -> float:
    """Return how a programme does by a goal over all its readings, less for better; finite."""
    value = max(_over(goal, column) for column in _oriented(goal, own, base).T)
    return float(np.arcsinh(value / MONEY_SCALE) if goal.money else value)


def excess(limits: Sequence[Limit], own: Sequence[Measured]) -> float:
    """Return how far limits are overstepped by the worst of them, in shares of its bound; 0 or less if all are kept.

    Args:
        limits: may be none.
        own: runs of a programme, one a reading.
    """
    found = [-1.0]
    for limit in limits:
        sign = 1.0 if limit.at_most else -1.0
        values = np.sort(sign * np.array([_outcome(one, limit.name, sign) for one in own]))
        kept = min(len(values) - 1, max(0, int(np.ceil(limit.in_readings * len(values))) - 1))
        found.append(float(values[kept] - sign * limit.bound) / max(1.0, abs(limit.bound)))
    return max(found)


def _oriented(goal: Goal, own: Sequence[Measured], base: Sequence[Measured]) -> Numbers:
    """Return changes against the base, less for better: [readings, 1], or a column per city or direction."""
    return _changes(goal, own, base) * (-1.0 if goal.more else 1.0)


def _changes(goal: Goal, own: Sequence[Measured], base: Sequence[Measured]) -> Numbers:
    """Return what is more than in the base: [readings, 1], or a column per city or direction."""
    if goal.name in (WORST_CITY, WORST_DIRECTION):
        part = "cities" if goal.name == WORST_CITY else "directions"
        pairs = [(getattr(one, part), getattr(two, part)) for one, two in zip(own, base, strict=True)]
        names = sorted({name for both in pairs for one in both for name in one})
        return np.array(
            [[mine.get(name, 0.0) - theirs.get(name, 0.0) for name in names or [""]] for mine, theirs in pairs]
        )
    bad = -1.0 if goal.more else 1.0
    return np.array(
        [[_outcome(one, goal.name, bad) - _plain(two, goal.name)] for one, two in zip(own, base, strict=True)]
    )


def _outcome(run: Measured, name: str, bad: float) -> float:
    value = run.outcomes[name]
    return value if value == value else bad * WORST


def _plain(run: Measured, name: str) -> float:
    value = run.outcomes[name]
    return value if value == value else 0.0


def _over(goal: Goal, values: Numbers) -> float:
    """Return what counts of values over readings, of which less is better."""
    if goal.over == "median":
        return float(np.median(values))
    if goal.over == "worst_tenth":
        worst = np.sort(values)[::-1][: max(1, round(WORST_TENTH * len(values)))]
        return float(worst.mean())
    return float(values.mean())


def count_deliveries(rows: Mapping[str, Any], counts: dict[str, tuple[dict[str, float], dict[str, float]]]) -> None:
    """Add deliveries up by city, each deal once in a city that is on both sides, and by direction."""
    columns = (rows[name] for name in ("run", "source", "recipient", "direction", "delivered"))
    for run, source, recipient, direction, delivered in zip(*columns, strict=True):
        cities, directions = counts.setdefault(run, ({}, {}))
        for city in {source, recipient}:
            cities[city] = cities.get(city, 0.0) + delivered
        directions[direction] = directions.get(direction, 0.0) + delivered
