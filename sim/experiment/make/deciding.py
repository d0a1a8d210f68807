"""Readings are added until they tell which of two arms does better, or have shown that they cannot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.reading.roles import FIRST, ORDER
from sim.statistics import Numbers, PairVerdict, better, pair_verdicts

MANY_LOOKS = 2  # whoever may stop at any look needs intervals that hold at all of them


def undecided(
    runs: pd.DataFrame, outcome: str, decide: Any = ORDER, thought: Collection[str] = (), looks: int = MANY_LOOKS
) -> list[PairVerdict]:
    """Return the pairs of arms of which it is asked which does better, and which is not known yet.

    Args:
        runs: columns arm (the first to appear is the baseline), draw, seed and the outcome; twins left out.
        outcome: by which arms are compared.
        decide: "order" for every two arms, "first" for the best arm and each other, or a list of pairs.
        thought: arms that are thought experiments, which have no place in an order.
        looks: as `sim.statistics.share_interval` takes it.
    """
    arms, gains = gains_of(runs, outcome)
    wanted = asked_pairs(arms, gains, decide, thought)
    found = pair_verdicts(gains, arms, looks)
    return [pair for pair in found if frozenset((pair.first, pair.second)) in wanted and not pair.verdict.decided]


def gains_of(runs: pd.DataFrame, outcome: str) -> tuple[list[str], Numbers]:
    """Return the arms in their order, and the outcome by arm and reading, turned so that more is better.

    Readings that some arm lacks are left out.
    """
    arms = [str(arm) for arm in runs["arm"].unique()]
    wide = runs.astype({"arm": str}).pivot(index=["draw", "seed"], columns="arm", values=outcome)[arms].dropna()
    values = wide.to_numpy(dtype=np.float64).T
    return arms, values if better(outcome) != "lower" else -values


def asked_pairs(arms: Sequence[str], gains: Numbers, decide: Any, thought: Collection[str]) -> set[frozenset[str]]:
    """Return the pairs that are to be decided; with the baseline only if it has one rival, or is named."""
    rivals = [arm for arm in arms[1:] if arm not in thought]
    if len(rivals) == 1:
        rivals = [arms[0], *rivals]
    if decide == FIRST and rivals and gains.shape[1]:
        best = max(rivals, key=lambda arm: float(gains[arms.index(arm)].mean()))
        return {frozenset((best, arm)) for arm in rivals if arm != best}
    if decide in (ORDER, FIRST, (), []):
        return {frozenset((one, other)) for one in rivals for other in rivals if one != other}
    return {frozenset(pair) for pair in decide}
