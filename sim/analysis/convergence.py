"""Whether there were enough runs: the headline difference and its interval as they grow in number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Pairs, mean_interval, relative_half_width


def convergence(runs: pd.DataFrame, arm: str, outcome: str) -> pd.DataFrame:
    """Return a paired difference from the baseline by the number of replications.

    A replication is a seed; where each draw has its own seeds, it is a draw with all its seeds.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome.
        arm: name of the arm to compare with the first one.
        outcome: name of a column.

    Returns:
        One row per number of replications from 2: columns replications, pairs, difference, low, high (95 % interval),
        half_width, in the outcome's unit, and relative_half_width (as a share of the baseline's mean, infinite if that
        is 0). A glance at each row is a further chance to be misled: a rule to stop is to be set beforehand.

    Raises:
        ValueError: if there is no such arm, the runs do not fit together, or there is one replication only.
    """
    study = PairedRuns.of(runs)
    values = study.values(outcome)[[0, study.index(arm)]]
    pairs = study.pairs
    grid = pairs.grid(values)
    most = pairs.draws if pairs.layout == "nested" else pairs.seeds
    if pairs.units < 2:
        raise ValueError(_("there is {units} independent replication; convergence needs at least 2", units=pairs.units))
    rows = []
    for number in range(2, most + 1):
        part = grid[:, :number] if pairs.layout == "nested" else grid[..., :number]
        few = Pairs(part.shape[1], part.shape[2], pairs.layout)
        baseline, own = part.reshape(2, -1)
        low, high = mean_interval(own - baseline, few)
        width = relative_half_width(own, baseline, few)
        rows.append((number, few.count, float(np.mean(own - baseline)), low, high, (high - low) / 2, width))
    columns = ["replications", "pairs", "difference", "low", "high", "half_width", "relative_half_width"]
    return pd.DataFrame(rows, columns=columns)
