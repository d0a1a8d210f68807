"""What each factor contributes, when every order of adding the factors counts alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial
from typing import Literal

import numpy as np
import pandas as pd

from sim.analysis.factorial import Factorial
from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers, mean_interval, ratio_interval

MOST_FACTORS = 16
Change = Literal["adding", "removing"]


def shapley(
    runs: pd.DataFrame,
    outcomes: Sequence[str] | None = None,
    factors: Sequence[str] | None = None,
    change: Change = "adding",
) -> pd.DataFrame:
    """Attribute the difference between all factors present and all absent exactly to the factors.

    A Shapley value is a sum over arms, so each pair of draw and seed has its own; the interval is that of their mean,
    over draws and seeds. (For a sum, this is what resampling the pairs tends to, and it holds with few pairs, too.)

    Args:
        runs: one row per run of a full two-level factorial: columns arm, draw, seed, factors and outcomes.
        outcomes: names; None for all outcomes of the model that are columns.
        factors: names; None for all in which the arms differ. At most 16.
        change: "adding" for what presence of a factor adds, "removing" for what its absence adds: the sign turns.

    Returns:
        One row per outcome and factor: columns outcome, factor, value, low and high (95 % interval), total (of all
        factors, which the values add up to), all in the outcome's unit; share (of the total), share_low and share_high
        (Fieller's interval; infinite where the total may be zero).

    Raises:
        ValueError: if the runs are not a full two-level factorial, or a run lacks an outcome.
    """
    study = PairedRuns.of(runs)
    design = Factorial.of(study, factors)
    rows = []
    for outcome in study.outcomes(outcomes):
        values, total = shapley_values(study, design, outcome, change)
        for name, own in zip(design.factors, values, strict=True):
            ends = *mean_interval(own, study.pairs), float(total.mean())
            share = float(own.mean() / total.mean()) if total.mean() != 0 else np.nan
            rows.append((outcome, name, float(own.mean()), *ends, share, *ratio_interval(own, total, study.pairs)))
    columns = ["outcome", "factor", "value", "low", "high", "total", "share", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=columns)


def shapley_values(study: PairedRuns, design: Factorial, outcome: str, change: Change) -> tuple[Numbers, Numbers]:
    """Return Shapley values by factor (row) and pair (column), and their total by pair.

    Raises:
        ValueError: if the design is not full, has more than 16 factors, or a run lacks the outcome.
    """
    if len(design.factors) > MOST_FACTORS:
        raise ValueError(
            _(
                "there are {factors} factors; exact Shapley values need at most {most_factors}",
                factors=len(design.factors),
                most_factors=MOST_FACTORS,
            )
        )
    by_subset = study.values(outcome)[design.full()]
    sign = 1.0 if change == "adding" else -1.0
    return sign * weights(len(design.factors)) @ by_subset, sign * (by_subset[-1] - by_subset[0])


def weights(factors: int) -> Numbers:
    """Return the weight of every arm (column) in the Shapley value of every factor (row).

    Arm s has factor i present if bit i of s is set (Shapley 1953, "A value for n-person games").
    """
    table = np.zeros((factors, 2**factors))
    for arm in range(2**factors):
        size = arm.bit_count()
        for factor in range(factors):
            others = size - 1 if arm >> factor & 1 else size
            weight = factorial(others) * factorial(factors - others - 1) / factorial(factors)
            table[factor, arm] = weight if arm >> factor & 1 else -weight
    return table
