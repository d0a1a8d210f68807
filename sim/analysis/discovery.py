"""Under which settings does a case of interest come about: boxes that hold up on cases they were not drawn from.

A tree, grown and pruned on one half of the cases, proposes boxes; the other half judges them. To look
for boxes and judge them on the same cases would find one in any noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.boxes import Mask, is_inside, leaves
from sim.language import _
from sim.statistics import BOOTSTRAP_SEED, CONFIDENCE, Numbers, holm

FEWEST_CASES = 40


def discover(
    cases: pd.DataFrame,
    factors: Sequence[str] | None = None,
    least_density: float = 0.5,
    most_leaves: int = 8,
    least_share: float = 0.05,
) -> pd.DataFrame:
    """Return boxes in the factors' space in which cases of interest are dense, judged on cases kept apart.

    Args:
        cases: one row per case, independent of one another: columns for the factors, and of_interest.
        factors: names; None for all columns with a point in their name.
        least_density: share of cases of interest among the cases that propose a box, 0..1.
        most_leaves: of the tree, at least 2.
        least_share: of the cases, that a leaf must hold, 0..1.

    Returns:
        One row per box and factor that bounds it; no row if no box holds up. Columns box (1 for the densest), factor,
        low and high (the box), range_low and range_high (of the cases), coverage (share of all cases of interest that
        lie in the box), coverage_low, coverage_high, density (share of its cases that are of interest), density_low,
        density_high (exact 95 % intervals), base_rate (share in all cases), n (cases in the box), chance (of so dense a
        box if it had nothing to do with interest, by Fisher's exact test, Holm's correction for the number of boxes;
        below 0.05) and bound_chance (of so dense a box if this factor did not bound it). All are of the
        cases kept apart.

    Raises:
        ValueError: if a column is missing, there are fewer than 40 cases, or all or none (but one) are of interest.
    """
    names = [str(name) for name in cases.columns if "." in str(name)] if factors is None else list(factors)
    where, interest = _read(cases, names)
    grow, judge = _halves(interest)
    proposed = leaves(where[grow], interest[grow], least_density, most_leaves, least_share)
    judged = where[judge], interest[judge]
    chances = holm([_chance(is_inside(box, judged[0]), judged[1]) for box in proposed])
    kept = [(box, chance) for box, chance in zip(proposed, chances, strict=True) if chance < 1 - CONFIDENCE]
    kept.sort(key=lambda found: -_density(is_inside(found[0], judged[0]), judged[1]))
    rows = [
        {"box": number, "factor": names[index], **_bounds(box, index, where), **_quality(box, index, *judged, chance)}
        for number, (box, chance) in enumerate(kept, 1)
        for index in np.flatnonzero(np.isfinite(box).any(axis=1)).tolist()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = [
    *("box", "factor", "low", "high", "range_low", "range_high"),
    *("coverage", "coverage_low", "coverage_high", "density", "density_low", "density_high"),
    *("base_rate", "n", "chance", "bound_chance"),
]


def _read(cases: pd.DataFrame, names: list[str]) -> tuple[Numbers, Mask]:
    """Return the factors by case and name, and which cases are of interest, having checked both."""
    lacking = [name for name in [*names, "of_interest"] if name not in cases.columns]
    if lacking or not names:
        raise ValueError(
            _("the cases have no column {lacking}", lacking=", ".join(lacking))
            if lacking
            else _("the cases have no column that is a factor")
        )
    where, interest = cases[names].to_numpy(dtype=np.float64), cases["of_interest"].to_numpy(dtype=bool)
    if not np.isfinite(where).all():
        raise ValueError(_("a factor of a case is not a number"))
    if len(cases) < FEWEST_CASES:
        raise ValueError(
            _(
                "there are {cases} cases; discovery needs at least {fewest_cases}",
                cases=len(cases),
                fewest_cases=FEWEST_CASES,
            )
        )
    if min(interest.sum(), (~interest).sum()) < 2:
        raise ValueError(
            _(
                "{interest} of {cases} cases are of interest; it takes two of either kind",
                interest=interest.sum(),
                cases=len(cases),
            )
        )
    return where, interest


def _halves(interest: Mask) -> tuple[Any, Any]:
    """Return the indices of two halves of the cases with equal shares of interest."""
    from sklearn.model_selection import train_test_split

    indices = np.arange(len(interest))
    grow, judge = train_test_split(indices, test_size=0.5, stratify=interest, random_state=BOOTSTRAP_SEED)
    return grow, judge


def _density(inside: Mask, interest: Mask) -> float:
    return float(interest[inside].mean()) if inside.any() else 0.0


def _chance(inside: Mask, interest: Mask, within: Mask | None = None) -> float:
    """Return Fisher's one-sided chance of so many cases of interest inside, against those outside but within."""
    from scipy.stats import fisher_exact

    outside = ~inside if within is None else within & ~inside
    counts = [[int((interest & part).sum()), int((~interest & part).sum())] for part in (inside, outside)]
    return float(fisher_exact(counts, alternative="greater").pvalue)


def _bounds(box: Numbers, index: int, where: Numbers) -> dict[str, float]:
    """Return a box and the range of the cases along one factor; an open end is that of the range."""
    least, most = float(where[:, index].min()), float(where[:, index].max())
    low, high = max(float(box[index, 0]), least), min(float(box[index, 1]), most)
    return {"low": low, "high": high, "range_low": least, "range_high": most}


def _quality(box: Numbers, index: int, where: Numbers, interest: Mask, chance: float) -> dict[str, float]:
    """Return how good a box is on cases that did not propose it, and whether one factor has to bound it."""
    from scipy.stats import binomtest

    inside = is_inside(box, where)
    wider = box.copy()
    wider[index] = -np.inf, np.inf
    result: dict[str, float] = {"base_rate": float(interest.mean()), "n": int(inside.sum()), "chance": chance}
    result["bound_chance"] = _chance(inside, interest, within=is_inside(wider, where))
    hits = int((inside & interest).sum())
    for name, whole in (("coverage", int(interest.sum())), ("density", int(inside.sum()))):
        ends = binomtest(hits, whole).proportion_ci(CONFIDENCE, method="exact")
        result |= {name: hits / whole, f"{name}_low": float(ends.low), f"{name}_high": float(ends.high)}
    return result
