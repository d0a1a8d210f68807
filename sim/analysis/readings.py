"""The readings of a study: effects by arm and reading, what readings differ by, and what luck alone makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.analysis.standing import gain
from sim.statistics import Doubted, Numbers
from sim.store import Plan

STRUCTURE, CODED, PRICED = "structure", "barriers", "levers"
"""Sections of a scenario whose keys are switches of form, codings of barriers, and prices of levers."""


@dataclass(frozen=True, eq=False)
class Readings:
    """What readings say by one outcome; the arrays from which everything else follows.

    Args:
        plan: what was asked.
        study: the runs in order.
        twins: runs of some readings under a second seed, columns arm, draw and outcomes; may be empty.
        outcome: name of an outcome of which more, or less, is better.
    """

    plan: Plan
    study: PairedRuns
    twins: pd.DataFrame
    outcome: str

    @property
    def base(self) -> Mapping[str, float]:
        """What the first arm says for the keys that readings move, as far as the plan says so."""
        base: Mapping[str, float] = (self.plan.about.get("readings") or {}).get("base", {})
        return base

    @cached_property
    def switched(self) -> list[tuple[str, str]]:
        """Switches of form, each with a word that some readings give it and the first does not."""
        keys = [key for key in self.plan.draws[0] if key.partition(".")[0] == STRUCTURE]
        words = dict.fromkeys((key, str(draw[key])) for key in keys for draw in self.plan.draws)
        return [(key, word) for key, word in words if word != str(self.plan.draws[0][key])]

    @cached_property
    def inputs(self) -> list[str]:
        """Parameters and codings that differ from reading to reading; prices too if money is what is counted."""
        apart = (STRUCTURE,) if "cost" in self.outcome else (STRUCTURE, PRICED)
        return [key for key in self.plan.draws[0] if key.partition(".")[0] not in apart]

    @cached_property
    def doubted(self) -> Doubted:
        """What the readings that are there differ by."""
        draws = [self.plan.draws[number] for number in self.study.draws.tolist()]
        if len(draws) == 1:  # seeds alone
            draws = draws * self.study.pairs.seeds
        switches = np.array([[str(draw[key]) == word for key, word in self.switched] for draw in draws], dtype=np.int64)
        rows = np.array([[float(draw[key]) for key in self.inputs] for draw in draws])
        coded = np.array([key.partition(".")[0] == CODED for key in self.inputs], dtype=bool)
        return Doubted(
            switches.reshape(len(draws), len(self.switched)), rows.reshape(len(draws), len(self.inputs)), coded
        )

    def by_reading(self, outcome: str, turned: bool = False) -> Numbers:
        """Return an outcome by arm and reading; the seeds of one draw are averaged."""
        values = self.study.values(outcome)
        return self.study.by_reading(gain(values, outcome) if turned else values)

    @cached_property
    def gains(self) -> Numbers:
        """[arms, readings] effects against the first arm, above 0 for better."""
        values = self.by_reading(self.outcome, turned=True)
        return np.asarray(values - values[0])

    def more(self, outcome: str) -> Numbers:
        """[arms, readings] an outcome less that of the first arm; NaN if some run lacks it."""
        if outcome not in self.study.runs or self.study.undefined(outcome):
            return np.full_like(self.gains, np.nan)
        values = self.by_reading(outcome)
        return np.asarray(values - values[0])

    @cached_property
    def twin_gaps(self) -> Numbers:
        """[arms, twins] effects of readings less those of the same readings under another seed."""
        arms = len(self.study.arms)
        if self.twins.empty:
            return np.zeros((arms, 0))
        wide = self.twins.astype({"arm": str}).pivot(index="draw", columns="arm", values=self.outcome)
        wide = wide.reindex(columns=list(self.study.arms)).dropna()
        places = {number: index for index, number in enumerate(self.study.draws.tolist())}
        there = [number for number in wide.index.tolist() if number in places]
        again = gain(wide.loc[there].to_numpy(dtype=float).T, self.outcome)
        return np.asarray(self.gains[:, [places[number] for number in there]] - (again - again[:1]))
