"""In a sampled design every arm is one point of the factors' space, and the arms stand in the sample's order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers

Problem = Mapping[str, Any]


def points(study: PairedRuns, problem: Problem) -> Numbers:
    """Return the points of a sampled design by arm (row) and factor (column, in the problem's order).

    Args:
        study: the runs in order.
        problem: as for SALib: names, bounds and others.

    Raises:
        ValueError: if the problem has no names, or a factor is missing or has no settled level in an arm.
    """
    names = list(problem.get("names", ()))
    if not names:
        raise ValueError(_("the problem has no names; it needs the names of the factors, and their bounds"))
    return np.column_stack([study.settled(name).astype(np.float64) for name in names])


def group_names(problem: Problem) -> list[str]:
    """Return the names of the groups of factors in order of appearance; the factors themselves without groups."""
    return list(dict.fromkeys(problem.get("groups") or problem.get("names", ())))


def seed_share(values: Numbers) -> float:
    """Return the share of a single run's variance that is its luck and not its place in the factors' space.

    Args:
        values: [points, pairs] an outcome, not constant.

    Returns:
        0..1; NaN if every point was run once.
    """
    points_, pairs = values.shape
    if pairs < 2:
        return np.nan
    luck = float(values.var(axis=1, ddof=1).mean())
    # Luck that all points share moves all means alike; only the rest makes them differ by chance.
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    chance = float((rest**2).sum()) / ((points_ - 1) * (pairs - 1)) / pairs
    between: float = max(float(values.mean(axis=1).var(ddof=1)) - chance, 0.0)
    return float(luck / (luck + between))


def refuse_constant(values: Numbers, outcome: str) -> None:
    """Raise ValueError if an outcome does not vary over the points."""
    means = values.mean(axis=1)
    if np.ptp(means) <= 1e-12 * max(1.0, float(np.abs(means).max())):
        raise ValueError(_("{outcome} is the same at all points; there is no variance to attribute", outcome=outcome))
