"""Saltelli's extension of a Sobol sequence: what first-order and total indices are computed from (Saltelli 2010)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.design import Options, sampled


def unit(factors: int, options: Options) -> NDArray[np.float64]:
    """Return the points in the unit cube, [samples (factors + 2), factors]; twice the factors with second order."""
    from SALib.sample import sobol

    problem = {
        "num_vars": factors,
        "names": [str(index) for index in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    points: NDArray[np.float64] = sobol.sample(
        problem, options.samples, calc_second_order=options.second_order, seed=options.seed
    )
    return points


DESIGN = sampled("sobol", "points for the shares of variance that each factor explains", unit, least=2)
