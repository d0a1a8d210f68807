"""Small made-up studies whose answers are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TOTAL, COST, LEAKS = "transfers_delivered", "programme_cost_million_yuan", "leaks"


def arms(values: Mapping[str, Sequence[float]], outcome: str = TOTAL) -> pd.DataFrame:
    """Return runs without draws: one value per seed and arm."""
    rows = [(arm, 0, seed, float(one)) for arm, own in values.items() for seed, one in enumerate(own)]
    return pd.DataFrame(rows, columns=["arm", "draw", "seed", outcome])


def factorial(
    outcome: Callable[[set[str]], float],
    factors: Sequence[str],
    noise: NDArray[np.float64] | Sequence[float] = (0.0,),
    name: str = TOTAL,
) -> pd.DataFrame:
    """Return the runs of all on and off arms, on first; noise is by seed, and the same in all arms."""
    rows = []
    for levels in product((1.0, 0.0), repeat=len(factors)):
        present = {factor for factor, level in zip(factors, levels, strict=True) if level}
        for seed, luck in enumerate(noise):
            rows.append((" + ".join(sorted(present)) or "none", 0, seed, *levels, outcome(present) + luck))
    return pd.DataFrame(rows, columns=["arm", "draw", "seed", *factors, name])


def sample(
    points: NDArray[np.float64], names: Sequence[str], values: NDArray[np.float64], name: str = TOTAL
) -> pd.DataFrame:
    """Return the runs of a sampled design; values are by point, or by point and seed."""
    values = values if values.ndim == 2 else values[:, None]
    seeds = values.shape[1]
    frame = pd.DataFrame(np.repeat(points, seeds, axis=0), columns=list(names))
    frame.insert(0, "arm", np.repeat([f"point {place}" for place in range(len(points))], seeds))
    frame.insert(1, "draw", 0)
    frame.insert(2, "seed", np.tile(np.arange(seeds), len(points)))
    frame[name] = values.ravel()
    return frame
