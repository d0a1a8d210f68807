"""Where no formula holds, the pairs of draw and seed are drawn again, for all arms together."""

from __future__ import annotations

import numpy as np
import scipy

from sim.statistics.intervals import t_quantile
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


def percentile_interval(resampled: Numbers, units: int | None = None) -> tuple[float, float]:
    """Return the 95 % percentile interval of a quantity by its values under resampling.

    Args:
        resampled: [resamples].
        units: number of independent repetitions that were drawn again; percentiles are taken further out where they are
            few, as Student's t is wider than the normal distribution (Hesterberg 2015, "What teachers should know
            about the bootstrap", American Statistician 69(4)). None if they are many.

    Returns:
        Lower and upper end; NaN with fewer than two independent repetitions.
    """
    if units is not None and units < 2:
        return np.nan, np.nan
    reach = t_quantile(units - 1) * (units / (units - 1)) ** 0.5 if units else t_quantile(np.inf)
    tail = float(scipy.special.ndtr(-reach))
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return float(low), float(high)
