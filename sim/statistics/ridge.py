"""A straight line through readings, drawn towards none by as much as the readings themselves find likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.statistics.pairs import Numbers

SHARES = np.linspace(0.0, 0.99, 100)
"""Shares of the variance that a line may explain, of which the likeliest is taken."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """A ridge regression, as if slopes of standardised inputs were drawn from one normal distribution about zero.

    Args:
        intercept: value at the means of the inputs, in the unit of what is explained.
        slopes: [inputs] per unit of each input; 0 for one that does not vary.
        means: [inputs].
        spreads: [inputs] standard deviations.
        explained: share of the variance that the inputs explain, 0..1, of SHARES: the likeliest by the restricted
            likelihood (Patterson and Thompson 1971, Biometrika 58(3)), which is right on the mean where the share that
            a fitted line explains of readings left out is too small, the more so the more inputs there are.
    """

    intercept: float
    slopes: Numbers
    means: Numbers
    spreads: Numbers
    explained: float


@dataclass(frozen=True, eq=False)
class Directions:
    """What a line needs to know of the inputs alone, whatever is explained.

    Args:
        means, spreads: [inputs] means and standard deviations.
        scales: [inputs] standard deviations, 1 for an input that does not vary.
        left: [readings, directions] of the decomposition of the standardised inputs.
        sizes: [directions] singular values; none is zero.
        right: [directions, inputs].
    """

    means: Numbers
    spreads: Numbers
    scales: Numbers
    left: Numbers
    sizes: Numbers
    right: Numbers


def directions_of(inputs: Numbers) -> Directions:
    """Take inputs, [readings, inputs], apart."""
    means, spreads = inputs.mean(axis=0), inputs.std(axis=0)
    scales = np.where(spreads > 0, spreads, 1.0)
    left, sizes, right = np.linalg.svd((inputs - means) / scales, full_matrices=False)
    there = sizes > 1e-9 * max(1.0, float(sizes.max(initial=0.0)))
    return Directions(means, spreads, scales, left[:, there], sizes[there], right[there])


def ridge(inputs: Numbers | Directions, values: Numbers, explained: float | None = None) -> Ridge:
    """Fit a line.

    Args:
        inputs: [readings, inputs], or their directions if several lines are fitted.
        values: [readings] what is explained.
        explained: share of the variance, instead of the likeliest.
    """
    found = inputs if isinstance(inputs, Directions) else directions_of(inputs)
    sizes, middle = found.sizes, float(values.mean())
    parts = found.left.T @ (values - middle)
    varying = max(1, int((found.spreads > 0).sum()))
    if explained is None:
        rest = max(0.0, float(((values - middle) ** 2).sum() - (parts**2).sum()))
        explained = _likeliest(sizes**2 / varying, parts**2, rest, len(values) - 1)
    kept = explained * sizes**2 / (explained * sizes**2 + (1 - explained) * varying)
    slopes = (found.right.T @ (kept * parts / sizes)) / found.scales
    return Ridge(middle, slopes, found.means, found.spreads, explained)


def _likeliest(strengths: Numbers, squares: Numbers, rest: float, freedom: int) -> float:
    """Return the share of the variance that is likeliest explained.

    Args:
        strengths: [directions] variance of the inputs along each, on the mean over readings times their number.
        squares: [directions] squares of what is explained along each.
        rest: sum of squares along none of them.
        freedom: readings less one.
    """
    if squares.sum() + rest <= 0:
        return 0.0
    variances = SHARES[:, None] * strengths + (1 - SHARES[:, None])
    left_over = freedom - len(strengths)
    spread = (squares / variances).sum(axis=1) + rest / (1 - SHARES)
    likelihood = -freedom * np.log(spread) - np.log(variances).sum(axis=1) - left_over * np.log(1 - SHARES)
    return float(SHARES[likelihood.argmax()])
