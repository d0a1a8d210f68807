"""How the arms stand by one outcome: means, in how many readings each is best, and what settling for it loses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers, PairVerdict, better, mean_interval, pair_verdicts, regret


def standing(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return how the arms stand by an outcome.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome.
        outcome: name of an outcome of which more, or less, is better.

    Returns:
        One row per arm, best mean first: columns arm, mean, low and high (95 % interval of the mean), best_in (readings
        in which the arm is best, ties shared), readings (all of them: draws, or seeds if there is one draw),
        expected_regret (mean over readings of what the best arm has more) and regret_worst (what that does not exceed
        in 19 of 20 readings); means and regrets in the outcome's unit.

    Raises:
        ValueError: if neither way of the outcome is better, or the runs do not fit together.
    """
    study = PairedRuns.of(runs)
    values = study.values(outcome)
    gains = study.by_reading(gain(values, outcome))
    is_best = gains == gains.max(axis=0)
    table = pd.DataFrame({"arm": study.arms, "mean": values.mean(axis=1)})
    table[["low", "high"]] = np.array([mean_interval(row, study.pairs) for row in values])
    table["best_in"] = (is_best / is_best.sum(axis=0)).sum(axis=1)
    table["readings"] = gains.shape[1]
    table["expected_regret"], table["regret_worst"] = regret(gains.T)
    best_first = np.argsort(-gains.mean(axis=1), kind="stable")
    return table.iloc[best_first].reset_index(drop=True)


def verdicts(runs: pd.DataFrame, outcome: str, looks: int = 1) -> list[PairVerdict]:
    """Return the verdict on every pair of arms by an outcome, the arm that is ahead first.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome.
        outcome: name of an outcome of which more, or less, is better.
        looks: how often readings were, or may be, looked at while they grew.

    Raises:
        ValueError: as `standing`.
    """
    study = PairedRuns.of(runs)
    return pair_verdicts(study.by_reading(gain(study.values(outcome), outcome)), study.arms, looks)


def gain(values: Numbers, outcome: str) -> Numbers:
    """Turn an outcome so that more is better; ValueError if neither way of it is better."""
    way = better(outcome)
    if way == "neither":
        raise ValueError(_("{outcome} has no order: neither more nor less of it is better", outcome=outcome))
    return values if way == "higher" else -values
