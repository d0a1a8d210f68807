"""How much of an outcome's variance a factor explains alone (first order), and with all its interactions (total)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.sampled import Problem, group_names, points, refuse_constant, seed_share
from sim.language import _
from sim.statistics import BOOTSTRAP_SEED, Numbers, percentile_interval

RESAMPLES = 1000
FEWEST_POINTS = 64
"""Fewest base points for a verdict: 64 know a total index of 0.4 to 0.2 either way, 16 to twice that: to nothing."""


def sobol_indices(runs: pd.DataFrame, problem: Problem, outcome: str, calc_second_order: bool = True) -> pd.DataFrame:
    """Return first and total order indices of the outcome's expectation over draws and seeds.

    Args:
        runs: one row per run: columns arm, draw, seed, factors and the outcome. The arms, as they first appear, are the
            rows of SALib.sample.sobol.sample (or saltelli), each with the same seeds.
        problem: what the sample was made from: names, bounds, and groups if any.
        outcome: name of a column.
        calc_second_order: as it was when the sample was made.

    Returns:
        One row per factor (or group): columns factor, first, first_low, first_high, total, total_low, total_high
        (shares of the variance; 95 % percentiles when base points, and pairs of draw and seed, are drawn again;
        estimates may lie a little below 0), largest_chance (share of these resamples in which the factor's total is
        the largest), alone, alone_low, alone_high (what all first orders add up to, in every row: with many factors
        their errors add up too) and seed_share (of a single run's variance, the share that is luck).

    Raises:
        ValueError: if the arms are not such a sample in its order, or the outcome is constant or missing.
    """
    values, groups = _sample(runs, problem, outcome, calc_second_order)
    found = _first_and_total(values.mean(axis=2), len(groups))
    again = np.array([_first_and_total(one, len(groups)) for one in _resampled(runs, values)])
    rows = []
    for index, name in enumerate(groups):
        ends = [percentile_interval(again[:, order, index], len(values)) for order in (0, 1)]
        rows.append((name, found[0][index], *ends[0], found[1][index], *ends[1]))
    columns = ["factor", "first", "first_low", "first_high", "total", "total_low", "total_high"]
    table = pd.DataFrame(rows, columns=columns)
    largest = again[:, 1].argmax(axis=1)
    table["largest_chance"] = [float((largest == index).mean()) for index in range(len(groups))]
    sums = percentile_interval(again[:, 0].sum(axis=1), len(values))
    table["alone"], table["alone_low"], table["alone_high"] = found[0].sum(), *sums
    table["seed_share"] = seed_share(values.reshape(-1, values.shape[2]))
    return table


def explained_alone(table: pd.DataFrame) -> tuple[float, float, float]:
    """Return the share of the variance, 0..1, that all factors explain alone, and its ends, from `sobol_indices`.

    Estimates below 0 are added with their sign: leaving them out would add up errors in one direction only.
    """
    middle, low, high = (
        min(1.0, max(0.0, float(table[name].iloc[0]))) for name in ("alone", "alone_low", "alone_high")
    )
    return middle, low, high


def sobol_second_order(runs: pd.DataFrame, problem: Problem, outcome: str) -> pd.DataFrame:
    """Return the indices of the interaction of every two factors.

    Args:
        runs: as for `sobol_indices`, of a sample made with calc_second_order.
        problem: what the sample was made from.
        outcome: name of a column.

    Returns:
        One row per two factors: columns first, second, index, low, high (share of the variance, 95 % percentiles).

    Raises:
        ValueError: as `sobol_indices`.
    """
    values, groups = _sample(runs, problem, outcome, second=True)
    found = _second(values.mean(axis=2), len(groups))
    again = np.array([_second(one, len(groups)) for one in _resampled(runs, values)])
    rows = [
        (*names, found[index], *percentile_interval(again[:, index], len(values)))
        for index, names in enumerate(combinations(groups, 2))
    ]
    return pd.DataFrame(rows, columns=["first", "second", "index", "low", "high"])


def _sample(runs: pd.DataFrame, problem: Problem, outcome: str, second: bool) -> tuple[Numbers, list[str]]:
    """Return the outcome by base point, place in its block (A, then AB, then BA if any, then B) and pair."""
    study = PairedRuns.of(runs)
    where, groups = points(study, problem), group_names(problem)
    size = 2 * len(groups) + 2 if second else len(groups) + 2
    if len(where) % size:
        raise ValueError(
            _(
                "there are {where} points; a sample of {groups} factors with "
                "calc_second_order={second} has a multiple of {size}: was it made so, and is every "
                "point there?",
                where=len(where),
                groups=len(groups),
                second=second,
                size=size,
            )
        )
    blocks = where.reshape(-1, size, where.shape[1])
    members = np.array([[group == own for own in problem.get("groups") or problem["names"]] for group in groups])
    start, end = blocks[:, :1], blocks[:, -1:]
    expected = [np.where(members, end, start), *([np.where(members, start, end)] if second else [])]
    if (blocks[:, 1:-1] != np.concatenate(expected, axis=1)).any():
        raise ValueError(_("the arms do not stand in the order of a Sobol sample; put the runs in the sample's order"))
    values = study.values(outcome)
    refuse_constant(values, outcome)
    return values.reshape(len(blocks), size, -1), groups


def _resampled(runs: pd.DataFrame, values: Numbers) -> list[Numbers]:
    """Return means over pairs drawn again, at base points drawn again."""
    random = np.random.default_rng(BOOTSTRAP_SEED)
    pairs = PairedRuns.of(runs).pairs
    return [
        values[random.integers(len(values), size=len(values))][:, :, pairs.resample(random)].mean(axis=2)
        for _ in range(RESAMPLES)
    ]


def _first_and_total(means: Numbers, factors: int) -> tuple[Numbers, Numbers]:
    """Return first and total order indices by factor from means by base point and place in its block."""
    from SALib.analyze.sobol import first_order, total_order

    start, crossed, end = _scaled(means)
    own = crossed[:, :factors].T
    first = np.array([float(first_order(start, column, end)) for column in own])
    return first, np.array([float(total_order(start, column, end)) for column in own])


def _second(means: Numbers, factors: int) -> Numbers:
    """Return second order indices by two factors from means by base point and place in its block."""
    from SALib.analyze.sobol import second_order

    start, crossed, end = _scaled(means)
    return np.array(
        [
            float(second_order(start, crossed[:, one], crossed[:, other], crossed[:, factors + one], end))
            for one, other in combinations(range(factors), 2)
        ]
    )


def _scaled(means: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return A, what lies between, and B, centred and scaled as SALib does before it estimates."""
    scaled = (means - means.mean()) / means.std()
    return scaled[:, 0], scaled[:, 1:-1], scaled[:, -1]
