"""What a further unit of an outcome costs, and which arms no other arm beats on both counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.standing import gain as turned
from sim.statistics import Numbers, dominated, mean_interval, ratio_interval

COST = "programme_cost_million_yuan"


def cost_effectiveness(runs: pd.DataFrame, outcome: str, cost: str = COST) -> pd.DataFrame:
    """Return gain, cost and cost per unit gained of every arm against the first, and who is beaten on both counts.

    Args:
        runs: one row per run: columns arm, draw, seed, the outcome and the cost.
        outcome: name of an outcome of which more, or less, is better; a gain is a change for the better.
        cost: name of the outcome that is the cost, less being better.

    Returns:
        One row per arm, the baseline first with zeros: columns arm; gain, gain_low, gain_high (outcome's unit, above 0
        for better); cost, cost_low, cost_high (million yuan); cost_per_unit, low, high (Fieller's interval; -inf to inf
        where the gain may be zero; all NaN where the gain found is not above zero); verdict (words for gain and cost,
        by their intervals); on_front (whether no other arm has as much gain for as little cost, and one of them
        better), dominated_by (an arm that has; empty on the front), on_front_in (readings in which that is so) and
        readings (all of them: draws, or seeds if there is one draw). Intervals hold
        95 % and are NaN with one repetition.

    Raises:
        ValueError: if neither way of the outcome is better, or the runs do not fit together.
    """
    study = PairedRuns.of(runs)
    gains, costs = turned(study.values(outcome), outcome), study.values(cost)
    gains, costs = gains - gains[0], costs - costs[0]
    table = pd.DataFrame([_row(study, *both) for both in zip(study.arms, gains, costs, strict=True)], columns=_COLUMNS)
    beaten = dominated(gains.mean(axis=1)[None, :], costs.mean(axis=1)[None, :])[0]
    by_reading = study.by_reading(gains).T, study.by_reading(costs).T
    table["on_front"] = ~beaten.any(axis=1)
    table["dominated_by"] = [study.arms[int(row.argmax())] if row.any() else "" for row in beaten]
    table["on_front_in"] = (~dominated(*by_reading).any(axis=2)).sum(axis=0)
    table["readings"] = len(by_reading[0])
    return table


_COLUMNS = [
    "arm",
    "gain",
    "gain_low",
    "gain_high",
    "cost",
    "cost_low",
    "cost_high",
    "cost_per_unit",
    "low",
    "high",
    "verdict",
]


def _row(study: PairedRuns, arm: str, gains: Numbers, costs: Numbers) -> tuple[object, ...]:
    gain, cost = float(gains.mean()), float(costs.mean())
    gain_ends, cost_ends = mean_interval(gains, study.pairs), mean_interval(costs, study.pairs)
    per_unit = (cost / gain, *ratio_interval(costs, gains, study.pairs)) if gain > 0 else (np.nan, np.nan, np.nan)
    if arm == study.arms[0]:
        verdict = "baseline"
    else:
        verdict = f"{_word(gain_ends, 'worse', 'better', 'gain')}, {_word(cost_ends, 'cheaper', 'dearer', 'cost')}"
    return arm, gain, *gain_ends, cost, *cost_ends, *per_unit, verdict


def _word(ends: tuple[float, float], below: str, above: str, what: str) -> str:
    """Say on which side of zero an interval lies."""
    low, high = ends
    if low == high == 0:
        return f"same {what}"
    return above if low > 0 else below if high < 0 else f"{what} unsure"
