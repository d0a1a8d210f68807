"""What an arm changes against the baseline, in every outcome, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.outcomes import OUTCOMES, Better
from sim.statistics import Difference, better, difference_of, percentile_interval, resampled_means

KNOWN = frozenset(outcome.name for outcome in OUTCOMES)
COLUMNS = ["arm", "outcome", *Difference._fields, "undefined"]


def paired_differences(
    runs: pd.DataFrame,
    outcomes: Sequence[str] | None = None,
    method: Literal["t", "bootstrap"] = "t",
) -> pd.DataFrame:
    """Return the paired differences of every arm from the first arm.

    Args:
        runs: one row per run: columns arm, draw, seed and outcomes.
        outcomes: names of columns, also of one's own; None for all outcomes of the model that are columns.
        method: how intervals are made: Student's t over pairs (over draws and seeds where there are both), or by the
            percentiles under resampling of the pairs, taken further out where repetitions are few.

    Returns:
        One row per arm but the first, and outcome: columns arm, outcome, mean, baseline_mean, difference, low and high
        (95 % interval, NaN with fewer than two repetitions), all in the outcome's unit; share_better (share of pairs in
        which the arm is strictly better, 0..1, NaN if neither way is better), pairs (their number) and undefined
        (runs of all arms without the outcome). An outcome not asked for by name that some run lacks, as a mean wait
        where nobody waited, has NaN in place of numbers.

    Raises:
        ValueError: if the arms were not run under the same pairs, an outcome is unknown, or one asked for by name is
            missing in a run.
    """
    study = PairedRuns.of(runs)
    names = study.outcomes(outcomes)
    rows = [row for name in names for row in _rows(study, name, method, asked=outcomes is not None)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(study: PairedRuns, outcome: str, method: str, asked: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one outcome."""
    undefined = study.undefined(outcome)
    way: Better = better(outcome) if outcome in KNOWN else "neither"
    if undefined and not asked:
        for arm in study.arms[1:]:
            yield arm, outcome, *(np.nan,) * 6, study.pairs.count, undefined
        return
    values = study.values(outcome)
    for arm, own in zip(study.arms[1:], values[1:], strict=True):
        found = difference_of(own, values[0], way, study.pairs)
        if method == "bootstrap" and study.pairs.units > 1:
            low, high = percentile_interval(
                resampled_means((own - values[0])[None, :], study.pairs)[:, 0], study.pairs.units
            )
            found = found._replace(low=low, high=high)
        yield arm, outcome, *found, undefined


def outcome_unit(outcome: str) -> str:
    """Return the unit of an outcome of the model, an empty text for other columns."""
    return {one.name: one.unit for one in OUTCOMES}.get(outcome, "")
