"""What the deals that died, died of: the share of each cause, where all barriers stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.factorial import Factorial
from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers, mean_interval, ratio_interval

PREFIX = "deaths_by_"


def proximate_deaths(runs: pd.DataFrame, factors: Sequence[str] | None = None, arm: str | None = None) -> pd.DataFrame:
    """Return the causes of death by their share, most frequent first.

    A cause that is removed exposes the survivors to the next: a share is no measure of what removal would bring.

    Args:
        runs: one row per run: columns arm, draw, seed and deaths_by_<cause>.
        factors: names of the factors of a two-level design, whose arm with all of them present is read; None for all
            in which the arms differ.
        arm: name of the arm to read instead; needed if there is no two-level design.

    Returns:
        One row per cause: columns cause, deaths (mean number of deals), deaths_low and deaths_high (95 % interval),
        share (of all deaths, 0..1), low and high (Fieller's 95 % interval) and rank (1 for the most frequent).

    Raises:
        ValueError: if there is no column of deaths, nobody died, or the arm cannot be told.
    """
    study = PairedRuns.of(runs)
    causes, counts = deaths(study, index_of(study, factors, arm))
    total = counts.sum(axis=0)
    if total.sum() == 0:
        raise ValueError(_("no deal died in this arm; there is nothing to share out"))
    table = pd.DataFrame({"cause": causes, "deaths": counts.mean(axis=1)})
    table[["deaths_low", "deaths_high"]] = np.array([mean_interval(own, study.pairs) for own in counts])
    table["share"] = counts.mean(axis=1) / total.mean()
    table[["low", "high"]] = np.array([ratio_interval(own, total, study.pairs) for own in counts])
    table = table.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    table["rank"] = np.arange(1, len(table) + 1)
    return table


def index_of(study: PairedRuns, factors: Sequence[str] | None, arm: str | None) -> int:
    """Return the index of the arm named, or else of that in which all factors are present."""
    if arm is not None:
        return study.index(arm)
    design = Factorial.of(study, factors)
    return design.index(design.factors)


def deaths(study: PairedRuns, index: int) -> tuple[list[str], Numbers]:
    """Return the causes, and the deaths of an arm by cause (row) and pair (column); ValueError if there is none."""
    columns = [str(name) for name in study.runs.columns if str(name).startswith(PREFIX)]
    if not columns:
        raise ValueError(_("the runs have no column {prefix}<cause>", prefix=PREFIX))
    return [name.removeprefix(PREFIX) for name in columns], np.array([study.values(name)[index] for name in columns])
