"""A cheap stand-in for the model: Gaussian processes, one per statistic, tried on runs that they have not seen.

Length scales differ between parameters. They are found on at most 250 runs, which is where their likelihood is still
cheap; then the processes are conditioned on all runs.
"""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import RidgeCV

Numbers = NDArray[np.float64]
MOST_FOR_SCALES = 250
LONG, LONGEST = 6.0, 30.0


@dataclass(frozen=True, eq=False)
class Emulator:
    """Predicts the statistics of one run from a point of the unit cube.

    Args:
        trends: straight lines, one per statistic, by which the processes are relieved.
        processes: one per statistic, on what the lines leave over.
        scales: [statistics] standard deviations of what is left over.
    """

    trends: tuple[RidgeCV, ...]
    processes: tuple[GaussianProcessRegressor, ...]
    scales: Numbers

    @classmethod
    def of(cls, points: Numbers, values: Numbers, seed: int = 0, like: Emulator | None = None) -> Emulator:
        """Fit to runs.

        Args:
            points: [runs, parameters] in the unit cube.
            values: [runs, statistics].
            seed: which runs serve to find the length scales.
            like: an earlier emulator of the same statistics, from whose length scales the search sets out.
        """
        few = np.random.default_rng(seed).permutation(len(points))[:MOST_FOR_SCALES]
        start = ConstantKernel(0.5, (1e-3, 1e2)) * RBF(np.full(points.shape[1], 3.0), (0.2, LONGEST)) + WhiteKernel(
            0.5, (1e-4, 2.0)
        )

        def fitted(place: int) -> tuple[RidgeCV, GaussianProcessRegressor, float]:
            column = values[:, place]
            trend = RidgeCV(np.logspace(-3, 3, 13)).fit(points, column)
            left = column - trend.predict(points)
            scale = float(left.std())
            kernel = _sharper(like.processes[place].kernel_) if like else start
            found = GaussianProcessRegressor(kernel, random_state=seed).fit(points[few], left[few] / scale)
            whole = GaussianProcessRegressor(found.kernel_, optimizer=None).fit(points, left / scale)
            return trend, whole, scale

        with warnings.catch_warnings(), ThreadPoolExecutor(2) as pool:
            warnings.simplefilter("ignore", ConvergenceWarning)  # a length scale at its bound means: no effect
            trends, processes, scales = zip(*pool.map(fitted, range(values.shape[1])), strict=True)
        return cls(trends, processes, np.array(scales))

    def mean(self, points: Numbers) -> Numbers:
        """Return the expected statistics, [points, statistics]."""
        columns = []
        for trend, process, scale in zip(self.trends, self.processes, self.scales, strict=True):
            signal = process.kernel_.k1
            length = signal.k2.length_scale
            here, there = points / length, process.X_train_ / length
            square = (here**2).sum(1)[:, None] + (there**2).sum(1)[None, :] - 2 * here @ there.T
            smooth = signal.k1.constant_value * np.exp(-0.5 * np.maximum(square, 0.0)) @ process.alpha_
            columns.append(points @ trend.coef_ + trend.intercept_ + scale * smooth.ravel())
        return np.column_stack(columns)

    def variance(self, points: Numbers) -> Numbers:
        """Return how unsure the emulator is of the expected statistics, [points, statistics]: without luck of a run."""
        columns = []
        for process, scale in zip(self.processes, self.scales, strict=True):
            _, sd = process.predict(points, return_std=True)
            luck = process.kernel_.k2.noise_level
            columns.append(scale**2 * np.maximum(sd**2 - luck, 0.0))
        return np.column_stack(columns)


def _sharper(kernel: Any) -> Any:
    """Return a kernel to set out from, without length scales so long that nothing pulls them back."""
    new = clone(kernel)
    return new.set_params(k1__k2__length_scale=np.minimum(kernel.k1.k2.length_scale, LONG))


def quality(predicted: Numbers, seen: Numbers) -> Numbers:
    """Return the share of variance explained on runs not used for fitting, [statistics]."""
    return np.asarray(1 - ((seen - predicted) ** 2).sum(0) / ((seen - seen.mean(0)) ** 2).sum(0), dtype=np.float64)
