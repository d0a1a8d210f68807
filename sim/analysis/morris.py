"""Which factors matter at all: the mean effect of one step, averaged over many starting points."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.sampled import Problem, group_names, points, refuse_constant, seed_share
from sim.language import _
from sim.statistics import BOOTSTRAP_SEED, Numbers, percentile_interval

RESAMPLES = 1000
MEASURES = ("mu_star", "mu", "sigma")


def morris_effects(runs: pd.DataFrame, problem: Problem, outcome: str) -> pd.DataFrame:
    """Return the elementary effects of the outcome's expectation over draws and seeds.

    An effect is the change of the outcome per step, scaled to the whole range of the factor. It is worked out here and
    not by SALib.analyze.morris, which knows neither seeds nor intervals of mu and sigma; a test holds the two together.

    Args:
        runs: one row per run: columns arm, draw, seed, factors and the outcome. The arms, as they first appear, are the
            rows of SALib.sample.morris.sample, each with the same seeds.
        problem: what the sample was made from: names and bounds; no groups, no distribution but the uniform.
        outcome: name of a column.

    Returns:
        One row per factor, largest mu_star first: columns factor, mu_star (mean size of the effects), mu (their mean),
        sigma (their standard deviation: interactions and curvature), each with _low and _high (95 % percentiles
        when trajectories, and pairs of draw and seed, are drawn again), in the outcome's unit; and seed_share (of a
        single run's variance, the share that is luck, which also raises mu_star and sigma).

    Raises:
        ValueError: if the arms are not such a sample in its order, or the outcome is constant or missing.
    """
    # SALib itself notes each factor as its own group in the problem that it samples from.
    grouped = len(group_names(problem)) != len(problem.get("names", ()))
    if grouped or any(one != "unif" for one in problem.get("dists") or ()):
        raise ValueError(
            _("Morris effects are for single factors with uniform ranges; the problem has groups or dists")
        )
    study = PairedRuns.of(runs)
    values = study.values(outcome)
    refuse_constant(values, outcome)
    effects = _effects(points(study, problem), values, problem)
    random = np.random.default_rng(BOOTSTRAP_SEED)
    again = np.array(
        [
            _measures(effects[random.integers(len(effects), size=len(effects))][..., study.pairs.resample(random)])
            for _ in range(RESAMPLES)
        ]
    )
    table = pd.DataFrame({"factor": list(problem["names"])})
    for index, (name, found) in enumerate(zip(MEASURES, _measures(effects), strict=True)):
        table[name] = found
        table[[f"{name}_low", f"{name}_high"]] = np.array(
            [percentile_interval(one, len(effects)) for one in again[:, index].T]
        )
    table["seed_share"] = seed_share(values)
    return table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def _effects(where: Numbers, values: Numbers, problem: Problem) -> Numbers:
    """Return elementary effects by trajectory, factor and pair.

    Raises:
        ValueError: if the points are no trajectories in which each factor moves once, alone.
    """
    factors = where.shape[1]
    if len(where) % (factors + 1):
        raise ValueError(
            _(
                "there are {where} points; trajectories of {factors} factors have a multiple of {factors_2}",
                where=len(where),
                factors=factors,
                factors_2=factors + 1,
            )
        )
    low, high = np.asarray(problem["bounds"], dtype=np.float64).T
    steps = np.diff(where.reshape(-1, factors + 1, factors), axis=1) / (high - low)
    moved = steps != 0
    if (moved.sum(axis=2) != 1).any() or (moved.sum(axis=1) != 1).any():
        raise ValueError(
            _("the arms do not stand in the order of Morris trajectories, in which one factor moves at a time")
        )
    changes = np.diff(values.reshape(len(steps), factors + 1, -1), axis=1)
    by_step = changes / steps.sum(axis=2)[..., None]
    order = moved.argmax(axis=1)  # the step at which a factor moves, by trajectory and factor
    effects: Numbers = np.take_along_axis(by_step, order[..., None], axis=1)
    return effects


def _measures(effects: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return mu_star, mu and sigma by factor; sigma is NaN with one trajectory."""
    expected = effects.mean(axis=2)
    spread = expected.std(axis=0, ddof=1) if len(expected) > 1 else np.full(expected.shape[1], np.nan)
    return np.abs(expected).mean(axis=0), expected.mean(axis=0), spread
