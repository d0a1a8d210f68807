"""Enough is known when every arm's difference from the baseline is known to a stated share of the baseline."""

from __future__ import annotations

import math

import pandas as pd

from sim.statistics import Pairs, relative_half_width


def half_width_shares(runs: pd.DataFrame, outcome: str) -> list[float]:
    """Return the half-width of every arm's paired difference from the first arm, over the first arm's mean.

    Args:
        runs: columns arm (ordered), draw, seed and the outcome.
        outcome: its name.

    Returns:
        One number per arm but the first; infinite if it cannot be said.
    """
    wide = runs.pivot(index=["draw", "seed"], columns="arm", values=outcome).dropna()
    if len(wide) < 2 or wide.shape[1] < 2:
        return [math.inf]
    try:
        pairs = Pairs.of(wide.index.get_level_values("draw"), wide.index.get_level_values("seed"))
    except ValueError:  # runs failed in some draws only
        return [math.inf]
    values = wide.to_numpy(dtype=float)
    shares = [relative_half_width(values[:, arm], values[:, 0], pairs) for arm in range(1, values.shape[1])]
    return [math.inf if math.isnan(share) else share for share in shares]
