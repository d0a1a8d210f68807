"""A mean over parameter draws and seeds is as uncertain as both make it, not as the number of runs suggests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy

from sim.statistics.pairs import Numbers, Pairs

CONFIDENCE = 0.95


def interval(values: Numbers) -> tuple[float, float]:
    """Return the 95 % t interval of a mean of independent values; NaN with fewer than two."""
    return mean_interval(values, Pairs.of_seeds(len(values)))


def mean_interval(values: Numbers, pairs: Pairs) -> tuple[float, float]:
    """Return the 95 % t interval of a mean over pairs of draw and seed.

    Args:
        values: [pairs] one value per pair, in the order of the pairs.
        pairs: how they hang together.

    Returns:
        Lower and upper end; NaN with fewer than two independent repetitions.
    """
    variance, freedom = variance_of_mean(values, pairs)
    if not np.isfinite(variance):
        return np.nan, np.nan
    half = t_quantile(freedom) * variance**0.5
    middle = float(values.mean())
    return middle - half, middle + half


def zero_chance(values: Numbers, pairs: Pairs) -> float:
    """Return the chance of a mean at least so far from zero if its true value is zero, by Student's t, two-sided.

    Args:
        values: [pairs].
        pairs: how they hang together.

    Returns:
        0..1; NaN with fewer than two independent repetitions.
    """
    variance, freedom = variance_of_mean(values, pairs)
    mean = float(values.mean())
    if variance == 0:
        return float(mean == 0)
    return float(2 * scipy.special.stdtr(freedom, -abs(mean) / variance**0.5)) if np.isfinite(variance) else np.nan


def holm(chances: Sequence[float]) -> list[float]:
    """Correct chances for their number, so that one in twenty studies, not answers, finds what is not there.

    Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2). If
    one is NaN, all are.
    """
    count = len(chances)
    order = np.argsort(chances)
    stepped = [min(1.0, chances[index] * (count - step)) for step, index in enumerate(order.tolist())]
    corrected = np.empty(count)
    corrected[order] = np.maximum.accumulate(stepped) if np.isfinite(chances).all() and count else np.nan
    return [float(one) for one in corrected]


def t_quantile(freedom: float) -> float:
    """Return the quantile of Student's t that leaves 2.5 % above it."""
    return float(scipy.special.stdtrit(freedom, (1 + CONFIDENCE) / 2))


def variance_of_mean(values: Numbers, pairs: Pairs) -> tuple[float, float]:
    """Estimate the variance of a mean over pairs, and its degrees of freedom.

    Seeds alone, or nested draws: the variance of the means of the independent repetitions, over their number. Crossed
    draws and seeds: the two-way analysis of variance with both random (mean square of draws, plus that of seeds, less
    that of their interaction, over the number of pairs), but not less than draws alone or seeds alone make it; degrees
    of freedom after Satterthwaite (1946).

    Args:
        values: [pairs].
        pairs: how they hang together.

    Returns:
        Variance (in the square of the values' unit) and degrees of freedom; NaN, NaN with fewer than two repetitions.
    """
    if pairs.units < 2:
        return np.nan, np.nan
    if pairs.layout != "crossed":
        independent = values if pairs.layout == "seeds" else pairs.grid(values).mean(axis=1)
        return float(independent.std(ddof=1) ** 2) / len(independent), len(independent) - 1.0
    squares, freedoms = _mean_squares(pairs.grid(values))
    parts = squares / pairs.count
    both = parts[0] + parts[1] - parts[2]
    index = int(parts[:2].argmax())
    if both <= parts[index]:
        return float(parts[index]), float(freedoms[index])
    return float(both), float(both**2 / (parts**2 / freedoms).sum())


def _mean_squares(grid: Numbers) -> tuple[Numbers, Numbers]:
    """Return the mean squares of draws (rows), seeds (columns) and their interaction, and degrees of freedom."""
    draws, seeds = grid.shape
    by_draw, by_seed = grid.mean(axis=1), grid.mean(axis=0)
    rest = grid - by_draw[:, None] - by_seed[None, :] + grid.mean()
    freedoms = np.array([draws - 1.0, seeds - 1.0, (draws - 1.0) * (seeds - 1.0)])
    squares = np.array([seeds * by_draw.var(ddof=1), draws * by_seed.var(ddof=1), (rest**2).sum() / freedoms[2]])
    return squares, freedoms
