"""A case is a point of the factors' space with what came of it, and whether that is of interest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.language import _


def cases(
    runs: pd.DataFrame,
    outcome: str,
    above: float | None = None,
    below: float | None = None,
    arm: str | None = None,
) -> pd.DataFrame:
    """Return one case per arm and draw, or per draw where one arm is compared with the baseline.

    Args:
        runs: one row per run of a sampled design: columns arm, draw, seed, factors and the outcome.
        outcome: name of a column.
        above: a case is of interest if its value is above this, in the outcome's unit.
        below: or if it is below this; just one of the two is given.
        arm: name of an arm, whose difference from the first arm is then the value; factors are those of the first arm.

    Returns:
        One row per case: columns for the factors that are numbers and vary, value (mean over seeds, in the outcome's
        unit) and of_interest.

    Raises:
        ValueError: if not just one threshold is given, no factor varies, or the runs do not fit together.
    """
    if (above is None) == (below is None):
        raise ValueError(_("a case is of interest above, or below, a threshold: give just one of the two"))
    study = PairedRuns.of(runs)
    by_draw = study.pairs.grid(study.values(outcome)).mean(axis=2)
    rows = list(range(len(study.arms))) if arm is None else [0]
    value = by_draw if arm is None else by_draw[[study.index(arm)]] - by_draw[[0]]
    columns = {}
    for name in study.factors():
        levels = study.levels(name)[rows].ravel()
        if np.issubdtype(levels.dtype, np.number) and len(np.unique(levels)) > 1:
            columns[name] = levels.astype(np.float64)
    if not columns:
        raise ValueError(_("no factor varies from case to case; discovery needs a sampled design"))
    table = pd.DataFrame(columns)
    table["value"] = value.ravel()
    table["of_interest"] = table["value"] > above if above is not None else table["value"] < below
    return table
