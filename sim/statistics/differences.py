"""Two arms are compared pair by pair of draw and seed, so that luck common to both cancels out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.language import _
from sim.outcomes import OUTCOMES, Outcome
from sim.outcomes.measure import Better
from sim.statistics.intervals import mean_interval
from sim.statistics.pairs import Numbers, Pairs


class Difference(NamedTuple):
    """An arm against a baseline; numbers are in the outcome's unit.

    Args:
        mean: mean of the arm.
        baseline_mean: mean of the baseline.
        difference: mean of arm minus baseline over the pairs that both have.
        low: lower end of its 95 % interval, NaN with fewer than two independent repetitions.
        high: upper end.
        share_better: share of pairs in which the arm is strictly better, 0..1, NaN if neither way is better.
        pairs: number of pairs that both have.
    """

    mean: float
    baseline_mean: float
    difference: float
    low: float
    high: float
    share_better: float
    pairs: int


def chosen(names: Sequence[str] | None) -> tuple[Outcome, ...]:
    """Return outcomes by name, all if there are no names.

    Raises:
        ValueError: if a name is unknown.
    """
    known = {outcome.name: outcome for outcome in OUTCOMES}
    for name in names or ():
        if name not in known:
            raise ValueError(_("there is no outcome {name!r}; outcomes are {known}", name=name, known=", ".join(known)))
    return OUTCOMES if names is None else tuple(known[name] for name in names)


def better(outcome: str) -> Better:
    """Return which way of an outcome is better; ValueError if there is no such outcome."""
    [one] = chosen([outcome])
    return one.better


def difference_of(outcomes: Numbers, baseline: Numbers, way: Better, pairs: Pairs | None = None) -> Difference:
    """Return the paired difference of an arm from a baseline.

    Args:
        outcomes: [pairs] outcome of the arm.
        baseline: [pairs] outcome of the baseline under the same pairs.
        way: which way is better.
        pairs: how the pairs hang together, which must then all have the outcome; None for seeds alone, of which those
            without the outcome in either arm are left out of the difference.
    """
    both = np.isfinite(outcomes) & np.isfinite(baseline)
    gaps = outcomes[both] - baseline[both]
    low, high = mean_interval(gaps, pairs or Pairs.of_seeds(len(gaps)))
    means = [finite_mean(values) for values in (outcomes, baseline, gaps)]
    return Difference(means[0], means[1], means[2], low, high, share_better(gaps, way), len(gaps))


def share_better(gaps: Numbers, way: Better) -> float:
    """Return the share of differences that are strictly better, 0..1; NaN if neither way is, or none is given."""
    if way == "neither" or len(gaps) == 0:
        return np.nan
    return float(np.mean(gaps > 0 if way == "higher" else gaps < 0))


def relative_half_width(outcomes: Numbers, baseline: Numbers, pairs: Pairs | None = None) -> float:
    """Return half the width of the interval of a paired difference, as a share of the baseline's mean.

    A study may stop when this falls below what it set out to see, such as 0.05.

    Args:
        outcomes: [pairs] outcome of the arm, finite.
        baseline: [pairs] outcome of the baseline under the same pairs, finite.
        pairs: how the pairs hang together; None for seeds alone.

    Returns:
        At least 0; infinite if the baseline's mean is 0; NaN with fewer than two independent repetitions.
    """
    low, high = mean_interval(outcomes - baseline, pairs or Pairs.of_seeds(len(outcomes)))
    scale = abs(float(baseline.mean()))
    return float((high - low) / 2 / scale) if scale > 0 else np.inf


def finite_mean(values: Numbers) -> float:
    """Return the mean of those values that are finite, NaN if none is."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else np.nan
