"""Which arms are worth their money in a reading, and what is lost by settling for one of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.statistics.pairs import Numbers

Truths = NDArray[np.bool_]
WITHIN_BUDGET = 0.9
"""Share of readings in which an arm must keep the budget: what it costs is an outcome, not a plan."""
WORST = 95.0


def dominated(gains: Numbers, costs: Numbers) -> Truths:
    """Return whether an arm is dominated, by repetition, arm, and arm that dominates it.

    Args:
        gains: [repetitions, arms].
        costs: [repetitions, arms].
    """
    no_less = gains[:, None, :] >= gains[:, :, None]
    no_dearer = costs[:, None, :] <= costs[:, :, None]
    differ = (gains[:, None, :] != gains[:, :, None]) | (costs[:, None, :] != costs[:, :, None])
    return np.asarray(no_less & no_dearer & differ)


def efficient(gains: Numbers, costs: Numbers) -> Truths:
    """Return in which readings an arm gains, and none gains as much for as little money: [readings, arms].

    Args:
        gains: [readings, arms] against doing nothing.
        costs: [readings, arms].
    """
    return np.asarray(~dominated(gains, costs).any(axis=2) & (gains > 0))


class Regret(NamedTuple):
    """What is lost by settling for each arm, against the best in each reading that the budget allows.

    Args:
        mean: [arms] over readings, in the outcome's unit; NaN for an arm that the budget does not allow.
        worst: [arms] that in 19 of 20 readings is not exceeded; NaN alike.
    """

    mean: Numbers
    worst: Numbers


def regret(gains: Numbers, costs: Numbers | None = None, budget: float = np.inf) -> Regret:
    """Return the regrets of the arms.

    Args:
        gains: [readings, arms] more is better; doing nothing is an arm too.
        costs: [readings, arms]; None if money is no matter.
        budget: that an arm must keep in WITHIN_BUDGET of readings, in the unit of the costs.
    """
    allowed = np.full(gains.shape[1], True) if costs is None else (costs <= budget).mean(axis=0) >= WITHIN_BUDGET
    if not allowed.any() or not len(gains):
        return Regret(np.full(gains.shape[1], np.nan), np.full(gains.shape[1], np.nan))
    lost = np.where(allowed, gains[:, allowed].max(axis=1, keepdims=True) - gains, np.nan)
    return Regret(lost.mean(axis=0), np.where(allowed, np.percentile(lost, WORST, axis=0), np.nan))
