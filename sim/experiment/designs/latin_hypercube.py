"""A Latin hypercube covers every factor's spread evenly with few points (McKay, Beckman, Conover 1979)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.design import Options, sampled


def unit(factors: int, options: Options) -> NDArray[np.float64]:
    """Return the points in the unit cube, [samples, factors]."""
    from scipy.stats import qmc

    points: NDArray[np.float64] = qmc.LatinHypercube(d=factors, rng=options.seed).random(options.samples)
    return points


DESIGN = sampled("latin_hypercube", "points that cover every factor's spread evenly", unit)
