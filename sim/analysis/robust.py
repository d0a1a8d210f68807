"""How much is lost by an arm in the draw of parameters that suits it least, and in how many draws it is best."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.standing import gain
from sim.language import _
from sim.statistics import (
    BOOTSTRAP_SEED,
    RESAMPLES,
    Numbers,
    mean_interval,
    percentile_interval,
)


def robustness(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return expected and maximal regret of every arm over the draws of parameters, such as codings of barriers.

    The regret in a draw is the best arm's mean over seeds less the arm's own. Luck left in these means makes regrets a
    little too large and counts a little too even; more seeds per draw mend it.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome; at least two draws.
        outcome: name of an outcome of which more, or less, is better.

    Returns:
        One row per arm, least expected regret first: columns arm, mean, mean_low, mean_high; expected_regret,
        expected_regret_low, expected_regret_high (95 % percentiles over draws and seeds drawn again); maximal_regret,
        maximal_regret_low, maximal_regret_high (seeds drawn again in the draws at hand, NaN with one seed; what
        other draws would hold is not known), maximal_regret_draw (number of the draw), all but the last in the
        outcome's unit; best_in (draws in which the arm is best, ties shared) and draws (all of them).

    Raises:
        ValueError: if there are fewer than two draws, or neither way of the outcome is better.
    """
    study = PairedRuns.of(runs)
    if study.pairs.draws < 2:
        raise ValueError(_("there is one draw of the parameters; regret over draws needs at least two"))
    values = study.values(outcome)
    by_draw = study.pairs.grid(gain(values, outcome))
    means = by_draw.mean(axis=2)
    regrets = _regrets(means)
    table = pd.DataFrame({"arm": study.arms, "mean": values.mean(axis=1)})
    table[["mean_low", "mean_high"]] = np.array([mean_interval(own, study.pairs) for own in values])
    expected, maximal = _again(by_draw)
    for name, found, again, units in (
        ("expected_regret", regrets.mean(axis=1), expected, study.pairs.draws),
        ("maximal_regret", regrets.max(axis=1), maximal, study.pairs.seeds),
    ):
        table[name] = found
        table[[f"{name}_low", f"{name}_high"]] = np.array([percentile_interval(one, units) for one in again.T])
    table["maximal_regret_draw"] = study.draws[regrets.argmax(axis=1)]
    is_best = regrets == 0
    table["best_in"] = (is_best / is_best.sum(axis=0)).sum(axis=1)
    table["draws"] = study.pairs.draws
    return table.sort_values("expected_regret", kind="stable", ignore_index=True)


def _regrets(means: Numbers) -> Numbers:
    """Return the regret by arm (row) and draw (column)."""
    lost: Numbers = means.max(axis=0, keepdims=True) - means
    return lost


def _again(by_draw: Numbers) -> tuple[Numbers, Numbers]:
    """Return expected and maximal regret by resample (row) and arm (column)."""
    random = np.random.default_rng(BOOTSTRAP_SEED)
    _, draws, seeds = by_draw.shape
    expected, maximal = [], []
    for _ in range(RESAMPLES):
        means = by_draw[..., random.integers(seeds, size=seeds)].mean(axis=2)
        maximal.append(_regrets(means).max(axis=1))
        expected.append(_regrets(means[:, random.integers(draws, size=draws)]).mean(axis=1))
    return np.array(expected), np.array(maximal)
