"""A study is read from its runs: every arm under the same pairs of draw and seed, or it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.language import _
from sim.outcomes import OUTCOMES
from sim.statistics import Numbers, Pairs

KEYS = ["arm", "draw", "seed"]


@dataclass(frozen=True, eq=False)
class PairedRuns:
    """Runs in order: arm by arm as they first appear, then by draw and seed; make it with `of`.

    Args:
        runs: one row per run: columns arm, draw, seed, factors (names with a point in them) and outcomes.
        arms: names; the first is the baseline.
        pairs: how the pairs of draw and seed hang together; the same in every arm.
    """

    runs: pd.DataFrame
    arms: tuple[str, ...]
    pairs: Pairs

    @classmethod
    def of(cls, runs: pd.DataFrame) -> PairedRuns:
        """Put runs in order.

        Args:
            runs: one row per run, in any order: columns arm, draw, seed, factors and outcomes.

        Raises:
            ValueError: if a column or all rows are missing, a run comes twice, arms do not share their pairs, or draws
                and seeds have no layout that `Pairs` knows.
        """
        lacking = [name for name in KEYS if name not in runs.columns]
        if lacking:
            raise ValueError(
                _(
                    "the runs have no column {lacking}; columns arm, draw and seed are needed",
                    lacking=", ".join(lacking),
                )
            )
        if runs.empty:
            raise ValueError(_("there is no run"))
        again = runs.duplicated(KEYS)
        if again.any():
            arm, draw, seed = runs.loc[again, KEYS].iloc[0]
            raise ValueError(
                _(
                    "arm {arm!r}, draw {draw}, seed {seed} comes more than once; each run must come once",
                    arm=arm,
                    draw=draw,
                    seed=seed,
                )
            )
        order = {arm: index for index, arm in enumerate(runs["arm"].unique())}
        numbers = runs["arm"].map(order).to_numpy()
        rows = runs.iloc[np.lexsort((runs["seed"].to_numpy(), runs["draw"].to_numpy(), numbers))].reset_index(drop=True)
        return cls(rows, tuple(str(arm) for arm in order), _same_pairs(rows, len(order)))

    @property
    def draws(self) -> NDArray[np.int64]:
        """[draws] numbers of the parameter draws."""
        return self.runs["draw"].to_numpy()[: self.pairs.count : self.pairs.seeds]

    def index(self, arm: str) -> int:
        """Return the index of an arm; ValueError if there is no such arm."""
        if arm not in self.arms:
            raise ValueError(_("there is no arm {arm!r}; arms are {arms}", arm=arm, arms=", ".join(self.arms)))
        return self.arms.index(arm)

    def undefined(self, outcome: str) -> int:
        """Count the runs that lack an outcome; ValueError if there is no such column of numbers."""
        return int((~np.isfinite(self._column(outcome))).sum())

    def values(self, outcome: str) -> Numbers:
        """Return an outcome by arm (row) and pair (column).

        Raises:
            ValueError: if there is no such column of numbers, or a run lacks the outcome.
        """
        column = self._column(outcome)
        missing = ~np.isfinite(column)
        if missing.any():
            arm, draw, seed = self.runs.loc[missing, KEYS].iloc[0]
            raise ValueError(
                _(
                    "{missing} of {column} runs have no {outcome}, the first being arm {arm!r}, draw "
                    "{draw}, seed {seed}; an analysis needs it in every run: choose another outcome or "
                    "leave arms out",
                    missing=missing.sum(),
                    column=len(column),
                    outcome=outcome,
                    arm=arm,
                    draw=draw,
                    seed=seed,
                )
            )
        return column.reshape(len(self.arms), self.pairs.count)

    def by_reading(self, values: Numbers) -> Numbers:
        """Average [arms, pairs] over the seeds of every draw, if there are draws: [arms, readings]."""
        return values if self.pairs.draws == 1 else np.asarray(self.pairs.grid(values).mean(axis=2))

    def outcomes(self, wanted: Sequence[str] | None = None) -> list[str]:
        """Return the outcomes wanted, or all outcomes of the model that are columns; ValueError if there is none."""
        names = [outcome.name for outcome in OUTCOMES if outcome.name in self.runs.columns]
        chosen = names if wanted is None else list(wanted)
        if not chosen:
            raise ValueError(_("the runs have no column that is an outcome of the model; name the columns to analyse"))
        return chosen

    def levels(self, factor: str) -> NDArray[Any]:
        """Return a factor's level by arm (row) and draw (column).

        Raises:
            ValueError: if there is no such column, a level is missing, or one depends on the seed.
        """
        if factor not in self.runs.columns:
            known = ", ".join(self.factors()) or _("none")
            raise ValueError(
                _("the runs have no factor {factor!r}; their factors are: {known}", factor=factor, known=known)
            )
        if self.runs[factor].isna().any():
            raise ValueError(_("{factor} is empty in some runs; a factor needs a level in every run", factor=factor))
        grid = self.runs[factor].to_numpy().reshape(len(self.arms), self.pairs.draws, self.pairs.seeds)
        if (grid != grid[..., :1]).any():
            raise ValueError(
                _("{factor} differs between seeds of one arm and draw; a factor belongs to arm and draw", factor=factor)
            )
        levels: NDArray[Any] = grid[..., 0]
        return levels

    def settled(self, factor: str) -> NDArray[Any]:
        """Return a factor's level by arm; ValueError if it is drawn anew from draw to draw."""
        levels = self.levels(factor)
        if (levels != levels[:, :1]).any():
            raise ValueError(
                _("{factor} differs between draws of one arm; this analysis needs one level per arm", factor=factor)
            )
        return levels[:, 0]

    def factors(self) -> list[str]:
        """Return the names of the columns that are scenario keys."""
        return [str(name) for name in self.runs.columns if "." in str(name)]

    def varying(self) -> list[str]:
        """Return the factors in which arms differ within a draw."""
        return [name for name in self.factors() if (self.levels(name) != self.levels(name)[:1]).any()]

    def _column(self, outcome: str) -> Numbers:
        if outcome not in self.runs.columns:
            raise ValueError(_("the runs have no outcome {outcome!r}", outcome=outcome))
        if not pd.api.types.is_numeric_dtype(self.runs[outcome]):
            raise ValueError(_("{outcome} is not a column of numbers", outcome=outcome))
        return self.runs[outcome].to_numpy(dtype=np.float64)


def _same_pairs(rows: pd.DataFrame, arms: int) -> Pairs:
    """Return the layout of the pairs, having checked that all arms have the same; rows are in order."""
    count = int((rows["arm"] == rows["arm"].iloc[0]).sum())
    pairs = rows[["draw", "seed"]].to_numpy()
    if len(rows) != count * arms or (pairs.reshape(arms, count, 2) != pairs[:count]).any():
        baseline = rows["arm"].iloc[0]
        own = {
            arm: set(zip(group["draw"], group["seed"], strict=True)) for arm, group in rows.groupby("arm", sort=False)
        }
        other = next(arm for arm, found in own.items() if found != own[baseline])
        raise ValueError(
            _(
                "arm {other!r} ({own} runs) and arm {baseline!r} ({count} runs) were not run under "
                "the same pairs of draw and seed; all arms need the same ones (see `complete`)",
                other=other,
                own=len(own[other]),
                baseline=baseline,
                count=count,
            )
        )
    return Pairs.of(pairs[:count, 0], pairs[:count, 1])


def complete(runs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out pairs of draw and seed that some arm lacks, and then draws that have fewer seeds than others.

    Runs that fail may not fail by chance: say beside a result how many pairs were left out.

    Args:
        runs: one row per run: columns arm, draw, seed and others.

    Returns:
        The runs that are left, and the pairs left out: columns draw and seed.
    """
    pairs = runs.groupby(["draw", "seed"])["arm"].nunique().rename("arms").reset_index()
    full = pairs[pairs["arms"] == runs["arm"].nunique()]
    seeds = full.groupby("draw")["seed"].transform("size")
    kept = full.loc[seeds == seeds.max(), ["draw", "seed"]]
    is_kept = pd.MultiIndex.from_frame(runs[["draw", "seed"]]).isin(pd.MultiIndex.from_frame(kept))
    left_out = runs.loc[~is_kept, ["draw", "seed"]].drop_duplicates().sort_values(["draw", "seed"], ignore_index=True)
    return runs[is_kept].reset_index(drop=True), left_out
