"""Two questions that tell which of two arms leads in a reading: kept only if they tell it better than the count does.

A tree of depth two, grown greedily by Gini's impurity (Breiman, Friedman, Olshen and Stone 1984), judged on readings
left out one at a time.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.statistics.pairs import Numbers
from sim.statistics.verdict import FEWEST

LEAST_LEAF = 0.1
"""Share of the readings that a leaf must hold."""
WORTH = 0.1
"""Share of the readings that a tree must tell rightly beyond those of the majority."""
CHANCE = 0.002
"""Chance that the majority's share tells as many rightly, below which a tree is kept: readings left out are not
independent, and noise passes 0.05 too often."""
Flags = NDArray[np.bool_]


class Condition(NamedTuple):
    """An input above a value, or not above it."""

    input: int
    above: bool
    value: float


class TreeLeaf(NamedTuple):
    """Readings that meet the same conditions.

    Args:
        conditions: one or two.
        ahead: readings in which the first arm leads.
        readings: all that meet the conditions.
    """

    conditions: tuple[Condition, ...]
    ahead: int
    readings: int


class LeadTree(NamedTuple):
    """Which of two arms leads where.

    Args:
        leaves: two to four; every reading is in one.
        told: readings that the tree tells rightly, each left out when it was grown.
        majority: readings of the arm that leads in more.
        readings: all of them.
    """

    leaves: tuple[TreeLeaf, ...]
    told: int
    majority: int
    readings: int


def lead_tree(gaps: Numbers, inputs: Numbers) -> LeadTree | None:
    """Return the tree that tells where the first of two arms leads; None if it does not earn its place.

    Args:
        gaps: [readings] the first arm's outcome less the second's, more being better.
        inputs: [readings, inputs] parameters and codings.
    """
    leads, count = gaps > 0, len(gaps)
    if count < FEWEST or not inputs.shape[1]:
        return None
    majority = int(max(leads.sum(), count - leads.sum()))
    if majority + WORTH * count > count:
        return None
    least = math.ceil(LEAST_LEAF * count)
    told = 0
    for out in range(count):
        rest = np.arange(count) != out
        told += _says(_grown(leads[rest], inputs[rest], least), inputs[out]) == leads[out]
    if told < majority + WORTH * count or _by_chance(told, count, majority) > CHANCE:
        return None
    return LeadTree(tuple(_grown(leads, inputs, least)), int(told), majority, count)


def _by_chance(told: int, count: int, majority: int) -> float:
    """Return the chance that as many readings or more are told rightly by whoever is right as often as the count."""
    return float(scipy.special.betainc(told, count - told + 1, majority / count))


def _grown(leads: Flags, inputs: Numbers, least: int, above: tuple[Condition, ...] = ()) -> list[TreeLeaf]:
    """Grow a tree of at most two questions."""
    split = _split(leads, inputs, least) if len(above) < 2 else None
    if split is None:
        return [TreeLeaf(above, int(leads.sum()), len(leads))]
    high = inputs[:, split.input] > split.value
    sides = ((~high, split._replace(above=False)), (high, split))
    return [leaf for side, one in sides for leaf in _grown(leads[side], inputs[side], least, (*above, one))]


def _split(leads: Flags, inputs: Numbers, least: int) -> Condition | None:
    """Return the question after which the two sides are purest; None if none makes them purer."""
    count = len(leads)
    if count < 2 * least or leads.all() or not leads.any():
        return None
    order = inputs.argsort(axis=0, kind="stable")
    values = np.take_along_axis(inputs, order, axis=0)
    left = np.cumsum(leads[order], axis=0)[:-1].astype(float)
    size = np.arange(1, count, dtype=float)[:, None]
    right, rest = leads.sum() - left, count - size
    impurity = left * (size - left) / size + right * (rest - right) / rest
    allowed = (values[1:] > values[:-1]) & (size >= least) & (rest >= least)
    impurity = np.where(allowed, impurity, np.inf)
    place, one = divmod(int(impurity.argmin()), inputs.shape[1])
    whole = leads.sum() * (count - leads.sum()) / count
    if not impurity[place, one] < whole - 1e-12:
        return None
    return Condition(one, True, float((values[place, one] + values[place + 1, one]) / 2))


def _says(leaves: list[TreeLeaf], reading: Numbers) -> bool:
    """Return whether a tree says that the first arm leads in a reading."""
    own = next(leaf for leaf in leaves if all((reading[c.input] > c.value) == c.above for c in leaf.conditions))
    return 2 * own.ahead > own.readings
