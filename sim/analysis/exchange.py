"""What is gained for each unit of a harm that rises with it: the price of the harm at which it stops paying."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.standing import gain as turned
from sim.statistics import mean_interval, ratio_interval


def exchange(runs: pd.DataFrame, outcome: str, harm: str) -> pd.DataFrame:
    """Return gain, harm and gain per unit of harm of every arm against the first.

    Args:
        runs: one row per run: columns arm, draw, seed, the outcome and the harm.
        outcome: name of an outcome of which more, or less, is better; a gain is a change for the better.
        harm: name of an outcome of which less is better.

    Returns:
        One row per arm but the first: columns arm; gain, gain_low, gain_high (outcome's unit, above 0 for better);
        harm, harm_low, harm_high (its unit, above 0 for worse); per_harm, low, high (gain per unit of harm, Fieller's
        interval), NaN where it is not sure that the harm rises.

    Raises:
        ValueError: if neither way of the outcome is better, or the runs do not fit together.
    """
    study = PairedRuns.of(runs)
    gains, harms = turned(study.values(outcome), outcome), -turned(study.values(harm), harm)
    rows = []
    for arm, gained, worse in zip(study.arms[1:], (gains - gains[0])[1:], (harms - harms[0])[1:], strict=True):
        ends = mean_interval(worse, study.pairs)
        rises = ends[0] > 0
        ratio = float(gained.mean() / worse.mean()) if rises else np.nan
        bounds = ratio_interval(gained, worse, study.pairs) if rises else (np.nan, np.nan)
        row = (float(gained.mean()), *mean_interval(gained, study.pairs), float(worse.mean()), *ends, ratio, *bounds)
        rows.append((arm, *row))
    columns = ["gain", "gain_low", "gain_high", "harm", "harm_low", "harm_high", "per_harm", "low", "high"]
    return pd.DataFrame(rows, columns=["arm", *columns])
