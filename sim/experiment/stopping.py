"""Enough is known when every arm's difference from the baseline is known to a stated share of the baseline."""

from __future__ import annotations

import pandas as pd

from sim.experiment.compare import interval


def half_width_shares(runs: pd.DataFrame, outcome: str) -> list[float]:
    """Return the half-width of every arm's paired difference from the first arm, over the first arm's mean.

    Args:
        runs: columns arm (ordered), draw, seed and the outcome.
        outcome: its name.

    Returns:
        One number per arm but the first; infinite if it cannot be said.
    """
    by_pair = runs.pivot_table(index=["draw", "seed"], columns="arm", values=outcome, observed=True, sort=False)
    by_pair = by_pair.dropna()
    baseline = by_pair.iloc[:, 0]
    shares = []
    for arm in by_pair.columns[1:]:
        low, high = interval((by_pair[arm] - baseline).to_numpy())
        mean = abs(float(baseline.mean()))
        shares.append((high - low) / 2 / mean if mean > 0 and high >= low else float("inf"))
    return shares or [float("inf")]
