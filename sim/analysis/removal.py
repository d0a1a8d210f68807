"""What the removal of one factor changes, where all the others are present, and where it stood alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.factorial import Factorial
from sim.analysis.paired_runs import PairedRuns
from sim.statistics import Numbers, better, mean_interval, share_better

STARTS = ("all present", "all absent")


def single_removals(
    runs: pd.DataFrame, outcomes: Sequence[str] | None = None, factors: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return what the removal of each single factor changes, from both ends of a two-level design.

    Args:
        runs: one row per run: columns arm, draw, seed, factors and outcomes. Needed are the arms with all factors, all
            but one, just one, and none.
        outcomes: names of outcomes of the model; None for all that are columns.
        factors: names; None for all in which the arms differ.

    Returns:
        One row per outcome, factor and start: columns outcome, factor, start ("all present": the others stay; "all
        absent": the factor alone against none), difference (outcome without the factor less outcome with it), low and
        high (95 % interval), in the outcome's unit, share_better (share of pairs in which removal is strictly better,
        0..1, NaN if neither way is better).

    Raises:
        ValueError: if an arm is missing, factors do not have two levels, or a run lacks an outcome.
    """
    study = PairedRuns.of(runs)
    design = Factorial.of(study, factors)
    rows = []
    for outcome in study.outcomes(outcomes):
        way = better(outcome)
        for start in STARTS:
            for name, own in zip(design.factors, removals(study, design, outcome, start), strict=True):
                ends = mean_interval(own, study.pairs)
                rows.append((outcome, name, start, float(own.mean()), *ends, share_better(own, way)))
    return pd.DataFrame(rows, columns=["outcome", "factor", "start", "difference", "low", "high", "share_better"])


def removals(study: PairedRuns, design: Factorial, outcome: str, start: str) -> Numbers:
    """Return the effect of each single removal by factor (row) and pair (column); see `single_removals`."""
    values = study.values(outcome)
    everything = frozenset(design.factors)
    if start == "all present":
        return np.array(
            [values[design.index(everything - {name})] - values[design.index(everything)] for name in design.factors]
        )
    return np.array([values[design.index(())] - values[design.index({name})] for name in design.factors])
