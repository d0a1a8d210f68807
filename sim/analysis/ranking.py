"""Which arm is best by one outcome, how surely, and what is lost on average by settling for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.statistics import (
    FEWEST_READINGS,
    Numbers,
    better,
    expected_regret,
    mean_interval,
    percentile_interval,
    rank_chances,
    resampled_means,
)


def ranking(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Rank the arms by the mean of an outcome, resampling the pairs of draw and seed for all arms together.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome.
        outcome: name of an outcome of which more, or less, is better.

    Returns:
        One row per arm, best mean first: columns arm, mean, low and high (95 % interval of the mean), expected_rank,
        chance_rank_1 to chance_rank_<arms> (0..1, each adding up to 1), expected_regret (mean shortfall of the arm's
        mean from the best arm's over the resamples, at least 0), regret_low and regret_high (95 % percentiles of it);
        means and regrets in the outcome's unit. With fewer than FEWEST_READINGS independent repetitions all but the
        means and their intervals are NaN.

    Raises:
        ValueError: if neither way of the outcome is better, or the runs do not fit together.
    """
    study = PairedRuns.of(runs)
    values = study.values(outcome)
    gains = gain(values, outcome)
    chances = rank_chances(-gains, study.pairs)
    again = resampled_means(gains, study.pairs)
    lost = again.max(axis=1, keepdims=True) - again
    ranks = np.arange(1, len(study.arms) + 1)
    ends = [mean_interval(row, study.pairs) for row in values]
    regrets = [percentile_interval(column, study.pairs.units) for column in lost.T]
    table = pd.DataFrame({"arm": study.arms, "mean": values.mean(axis=1)})
    table[["low", "high"]] = np.array(ends)
    table["expected_rank"] = chances @ ranks
    for rank in ranks.tolist():
        table[f"chance_rank_{rank}"] = chances[:, rank - 1]
    table["expected_regret"] = expected_regret(again)
    table[["regret_low", "regret_high"]] = np.array(regrets)
    if study.pairs.units < FEWEST_READINGS:
        table[["expected_regret", "regret_low", "regret_high"]] = np.nan
    best_first = np.argsort(-gains.mean(axis=1), kind="stable")
    return table.iloc[best_first].reset_index(drop=True)


def gain(values: Numbers, outcome: str) -> Numbers:
    """Turn an outcome so that more is better; ValueError if neither way of it is better."""
    way = better(outcome)
    if way == "neither":
        raise ValueError(f"{outcome} cannot be ranked: neither more nor less of it is better")
    return values if way == "higher" else -values
