"""Where no formula holds, the pairs of draw and seed are drawn again, for all arms together."""

from __future__ import annotations

import numpy as np

from sim.statistics.intervals import CONFIDENCE
from sim.statistics.pairs import Numbers, Pairs

RESAMPLES = 2000
BOOTSTRAP_SEED = 0


def resampled_means(values: Numbers, pairs: Pairs, resamples: int = RESAMPLES) -> Numbers:
    """Return the means of all arms under pairs drawn again, the same pairs in every arm.

    Args:
        values: [arms, pairs].
        pairs: how they hang together.
        resamples: how often they are drawn.

    Returns:
        [resamples, arms].
    """
    random = np.random.default_rng(BOOTSTRAP_SEED)
    by_pair = np.ascontiguousarray(values.T)
    return np.array([by_pair[pairs.resample(random)].mean(axis=0) for _ in range(resamples)])


def percentile_interval(resampled: Numbers) -> tuple[float, float]:
    """Return the 95 % percentile interval of a quantity by its values under resampling (first axis)."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return float(low), float(high)
