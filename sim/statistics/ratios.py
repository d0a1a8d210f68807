"""A ratio of two uncertain means has an honest interval, which is open where the lower mean may be zero."""

from __future__ import annotations

import numpy as np

from sim.statistics.intervals import t_quantile, variance_of_mean
from sim.statistics.pairs import Numbers, Pairs


def ratio_interval(above: Numbers, below: Numbers, pairs: Pairs) -> tuple[float, float]:
    """Return Fieller's 95 % interval of mean(above) / mean(below).

    It holds every ratio r for which the mean of above - r x below may be zero (Fieller 1954, "Some problems in interval
    estimation", Journal of the Royal Statistical Society B 16(2)).

    Args:
        above: [pairs] numerator, pair by pair.
        below: [pairs] denominator, of the same pairs.
        pairs: how they hang together.

    Returns:
        Lower and upper end, in the unit of above over that of below; -inf, inf if the mean of below may be zero, for
        then no bounded interval holds; NaN with fewer than two independent repetitions.
    """
    variance_below, freedom = variance_of_mean(below, pairs)
    variance_above, _ = variance_of_mean(above, pairs)
    if not np.isfinite(variance_below):
        return np.nan, np.nan
    top, bottom = float(above.mean()), float(below.mean())
    if bottom != 0:
        # The degrees of freedom are those of the difference that the interval tests, at the ratio found.
        spread, at_ratio = variance_of_mean(above - top / bottom * below, pairs)
        freedom = min(freedom, at_ratio) if spread > 0 else freedom
    quantile = t_quantile(freedom)
    square = bottom**2 - quantile**2 * variance_below
    if bottom == 0 or square <= 0:
        return -np.inf, np.inf
    shared = covariance_of_means(above, below, pairs)
    linear = top * bottom - quantile**2 * shared
    constant = top**2 - quantile**2 * variance_above
    root = max(linear**2 - square * constant, 0.0) ** 0.5
    return (linear - root) / square, (linear + root) / square


def covariance_of_means(first: Numbers, second: Numbers, pairs: Pairs) -> float:
    """Estimate the covariance of two means over the same pairs, from the variances of their sum and difference.

    The two are first brought to a like scale, so that neither drowns in the other's rounding.
    """
    scales = [float(np.abs(values).max()) or 1.0 for values in (first, second)]
    one, other = first / scales[0], second / scales[1]
    both, _ = variance_of_mean(one + other, pairs)
    apart, _ = variance_of_mean(one - other, pairs)
    return scales[0] * scales[1] * (both - apart) / 4
