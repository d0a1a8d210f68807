"""Morris's trajectories move one factor at a time through its spread: a cheap screen of many factors (Morris 1991)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.design import Options, sampled


def unit(factors: int, options: Options) -> NDArray[np.float64]:
    """Return the points in the unit cube, [samples (factors + 1), factors]."""
    from SALib.sample import morris

    problem = {
        "num_vars": factors,
        "names": [str(index) for index in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    points: NDArray[np.float64] = morris.sample(problem, options.samples, num_levels=options.levels, seed=options.seed)
    return points


DESIGN = sampled("morris", "trajectories for a screen of many factors", unit, least=2)
