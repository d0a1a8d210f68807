"""A straight line through readings, drawn towards none by as much as serves readings that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.statistics.pairs import Numbers

PENALTIES = np.logspace(-3, 4, 29)
"""Tried penalties, for inputs of variance 1 and as shares of the number of readings."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """A ridge regression whose penalty was chosen by leaving readings out one by one.

    Args:
        intercept: value at the means of the inputs, in the unit of what is explained.
        slopes: [inputs] per unit of each input; 0 for one that does not vary.
        means: [inputs].
        spreads: [inputs] standard deviations.
        explained: share of the variance explained of readings left out, 0..1.
        penalty: that was chosen, of PENALTIES.
    """

    intercept: float
    slopes: Numbers
    means: Numbers
    spreads: Numbers
    explained: float
    penalty: float


def ridge(inputs: Numbers, values: Numbers, penalty: float | None = None) -> Ridge:
    """Fit a line.

    Args:
        inputs: [readings, inputs].
        values: [readings] what is explained.
        penalty: instead of choosing one.
    """
    count = len(values)
    means, spreads = inputs.mean(axis=0), inputs.std(axis=0)
    scales = np.where(spreads > 0, spreads, 1.0)
    left, sizes, right = np.linalg.svd((inputs - means) / scales, full_matrices=False)
    middle = float(values.mean())
    centred = values - middle
    parts = left.T @ centred
    spare = float((centred**2).sum()) * (count / max(1, count - 1)) ** 2  # missed by the mean of all others
    best: tuple[float, float, Numbers] | None = None
    for tried in PENALTIES if penalty is None else (penalty,):
        kept = sizes**2 / (sizes**2 + tried * count)
        leverage = 1.0 / count + (left**2 * kept).sum(axis=1)
        missed = (centred - left @ (kept * parts)) / np.maximum(1e-9, 1.0 - leverage)
        pressed = float((missed**2).sum())
        if best is None or pressed < best[0]:
            best = pressed, float(tried), kept
    assert best is not None
    pressed, chosen, kept = best
    shrunk = np.divide(kept * parts, sizes, out=np.zeros_like(parts), where=sizes > 1e-9)
    explained = max(0.0, 1.0 - pressed / spare) if spare > 0 else 0.0
    return Ridge(middle, (right.T @ shrunk) / scales, means, spreads, explained, chosen)
