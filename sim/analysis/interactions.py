"""Two factors interact if together they multiply an outcome by more, or less, than the product of each alone.

The null model is a series of filters: each lets a share of deals pass, so that effects multiply and the log
interaction is 0. Logarithms are taken of means over all runs, never of a single run, so a run without any transfer is
no obstacle. A mean that is zero, or less than three standard errors above it, has no logarithm worth the name: it is
refused, and nothing is added to make it positive, since the answer would then depend on what was added.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from sim.analysis.factorial import Factorial
from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers, Pairs, holm, mean_interval, variance_of_mean, zero_chance

LEAST_ERRORS = 3.0
COLUMNS = ["log_ratio", "low", "high", "ratio", "chance"]
FAR = "far_"
"""Before the columns of the same contrast at the far corner."""


def log_interactions(runs: pd.DataFrame, outcome: str, factors: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the log interaction of every two factors, all others as in the first arm.

    The first arm is the world as it is, whether its factors stand at their higher level, as barriers do, or at their
    lower, as levers do. What two changes do together may be another thing once all the others are made as well; that
    far corner stands beside.

    Args:
        runs: one row per run: columns arm, draw, seed, factors of two levels and the outcome. Needed are the arms with
            none, each one and each two of the factors changed from the first arm.
        outcome: name of a positive outcome.
        factors: names; None for all in which the arms differ.

    Returns:
        One row per two factors: columns first, second, log_ratio (logarithm of mean(both) x mean(none) / (mean(first) x
        mean(second)); 0 for a series of filters, below 0 for substitutes), low and high (95 % interval, from the
        linearised means), ratio (its exponential), chance (of so large an interaction if there were none, two-sided,
        corrected after Holm for the number of rows); then the same five, after `far_`, with all others changed: NaN
        where an arm is missing or its mean too near zero.

    Raises:
        ValueError: if an arm is missing, or the mean of an arm is less than three standard errors above zero.
    """
    study = PairedRuns.of(runs)
    design = Factorial.of(study, factors)
    if len(design.factors) < 2:
        raise ValueError(_("an interaction needs two factors; the arms differ in one"))
    rows = []
    for first, second in combinations(design.factors, 2):
        corners = ((), (first,), (second,), (first, second))
        near = _contrast(study, outcome, [design.changed(one) for one in corners], [1, -1, -1, 1])
        rows.append((first, second, *near, *_far(study, design, outcome, corners, [1, -1, -1, 1])))
    table = pd.DataFrame(rows, columns=["first", "second", *COLUMNS, *(FAR + name for name in COLUMNS)])
    for column in ("chance", f"{FAR}chance"):
        table[column] = holm(table[column].tolist())
    return table


def log_interaction_of_arms(
    runs: pd.DataFrame, outcome: str, none: str, first: str, second: str, both: str
) -> pd.DataFrame:
    """Return the log interaction of two policies from four arms, named.

    Args:
        runs: one row per run: columns arm, draw, seed and the outcome.
        outcome: name of a positive outcome.
        none: arm with neither policy.
        first: arm with the first policy only.
        second: arm with the second only.
        both: arm with both.

    Returns:
        One row: columns as those of `log_interactions` without the far corner; first and second are the arms' names.

    Raises:
        ValueError: if an arm is missing, or the mean of an arm is less than three standard errors above zero.
    """
    study = PairedRuns.of(runs)
    indices = [study.index(arm) for arm in (none, first, second, both)]
    row = (first, second, *_contrast(study, outcome, indices, [1, -1, -1, 1]))
    return pd.DataFrame([row], columns=["first", "second", *COLUMNS])


def log_shortfall(runs: pd.DataFrame, outcome: str, factors: Sequence[str] | None = None) -> pd.DataFrame:
    """Return by how much all factors changed together differ from the product of each changed alone.

    Args:
        runs: as for `log_interactions`; needed are the arms with none, each one and all of the factors changed.
        outcome: name of a positive outcome.
        factors: names; None for all in which the arms differ.

    Returns:
        One row: columns factors (their number), log_ratio (below 0: together they bring less than the product of the
        single ratios), low, high (95 % interval), ratio and chance (two-sided), from the first arm; then the same five,
        after `far_`, from the arm in which all are changed, each being changed back: NaN where an arm is missing or its
        mean too near zero.

    Raises:
        ValueError: if an arm is missing, or the mean of an arm is less than three standard errors above zero.
    """
    study = PairedRuns.of(runs)
    design = Factorial.of(study, factors)
    sets = [(), *((name,) for name in design.factors), design.factors]
    signs = [len(design.factors) - 1, *(-1 for _ in design.factors), 1]
    near = _contrast(study, outcome, [design.changed(one) for one in sets], signs)
    back = [tuple(name for name in design.factors if name not in one) for one in sets]
    row = (len(design.factors), *near, *_far(study, design, outcome, back, signs, others=False))
    return pd.DataFrame([row], columns=["factors", *COLUMNS, *(FAR + name for name in COLUMNS)])


def _far(
    study: PairedRuns,
    design: Factorial,
    outcome: str,
    sets: Sequence[tuple[str, ...]],
    signs: list[int],
    others: bool = True,
) -> tuple[float, ...]:
    """Return a contrast at the far corner, NaN where it cannot be had: the near one alone answers the question."""
    try:
        return _contrast(study, outcome, [design.changed(one, others) for one in sets], signs)
    except ValueError:
        return (np.nan,) * len(COLUMNS)


def _contrast(study: PairedRuns, outcome: str, indices: list[int], signs: list[int]) -> tuple[float, ...]:
    """Return a signed sum of the logarithms of arms' means, its interval, exponential and chance if it were 0."""
    values = study.values(outcome)[indices]
    for index, own in zip(indices, values, strict=True):
        _refuse_zero(study.arms[index], outcome, own, study.pairs)
    means = values.mean(axis=1)
    middle = float(np.array(signs) @ np.log(means))
    linear = np.array(signs) @ (values / means[:, None] - 1)
    low, high = mean_interval(linear, study.pairs)
    chance = zero_chance(middle + linear, study.pairs)
    return middle, middle + low, middle + high, float(np.exp(middle)), chance


def _refuse_zero(arm: str, outcome: str, values: Numbers, pairs: Pairs) -> None:
    """Raise ValueError if the mean of an arm is too near zero for the logarithm to be as good as linear."""
    mean, error = float(values.mean()), variance_of_mean(values, pairs)[0] ** 0.5
    if mean <= 0 or mean < LEAST_ERRORS * error:
        raise ValueError(
            _(
                "arm {arm!r} has {outcome} with a mean of {mean:g} and a standard error of {error:g}; "
                "a logarithm needs a mean at least {least_errors:g} standard errors above zero: run "
                "more seeds, or compare differences instead",
                arm=arm,
                outcome=outcome,
                mean=mean,
                error=error,
                least_errors=LEAST_ERRORS,
            )
        )
