"""The rows of the table of patterns: a number per seed, its mean with its interval, and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from experiments.patterns.measures import measure
from experiments.patterns.more_runs import more_runs
from experiments.patterns.null import measure_null
from experiments.patterns.tolerances import TOLD, TOLERANCES, TOLERANCES_OF_MORE_RUNS, UNDECIDED, USES, use_of
from sim import CollaborationModel, Scenario

HEAD = f"{'pattern':46s} kind {'mean':>9s} {'95 % interval over seeds':>26s}   tolerance"
NULL_HEAD = f"{HEAD:130s} {'null':>9s}"
KINDS = {"S": "structural", "Q": "quantitative", "I": "checks of the input"}


class Mean(NamedTuple):
    """A mean over seeds and half its 95 % interval."""

    value: float
    half: float

    def against(self, low: float, high: float) -> str:
        """Say whether a pattern is met; "edge" if an end of its tolerance lies within the interval."""
        if any(abs(self.value - end) < self.half for end in (low, high)):
            return "edge"
        return "met" if low <= self.value <= high else "fails"


class Row(NamedTuple):
    """One pattern: its mean over seeds, half its interval, what it may be, and what the null model reads if asked."""

    name: str
    kind: str
    mean: float
    half: float
    low: float
    high: float
    calibrated: bool
    null: Mean | None = None

    @property
    def met(self) -> bool:
        """Whether the mean lies within the tolerance, and its whole interval where any difference would do."""
        least = self.mean - self.half if self.name in TOLD else self.mean
        return self.low <= least and self.mean <= self.high

    @property
    def use(self) -> str:
        """What the row was used for, see `use_of`."""
        return use_of(self.name, self.calibrated)

    @property
    def verdict(self) -> str:
        """Whether it is met; undecided where the published figures themselves disagree."""
        low, high = UNDECIDED.get(self.name, (math.inf, -math.inf))
        return "undecided" if low <= self.mean < high else "met" if self.met else "NOT MET"

    @property
    def under_null(self) -> str:
        """Whether the null model meets it: "met", "fails", "edge", or "input" for what no model can move."""
        if self.null is None:
            return ""
        return "input" if self.kind == "I" else self.null.against(self.low, self.high)

    def __str__(self) -> str:
        """Write the row."""
        interval = f"[{self.mean - self.half:11.3f}, {self.mean + self.half:11.3f}]"
        span = f"{self.low:.6g} to {self.high:.6g}"
        said = f"{self.name:46s} {self.kind:4s} {self.mean:9.3f} {interval}   {span}  {self.verdict}  ({self.use})"
        return said if self.null is None else f"{said:134s} {self.null.value:9.3f}  {self.under_null}"


def rows(scenario: Scenario, seeds: int, with_null: bool = False) -> list[Row]:
    """Run a scenario with seeds 0, 1, ... and measure every pattern; six runs per seed (`more_runs`)."""
    runs, nulls = [], []
    for seed in range(seeds):
        model = CollaborationModel(scenario, seed=seed).run()
        runs.append({**measure(model), **more_runs(model)})
        if with_null:
            nulls.append(measure_null(model, seed))
    found = []
    for name, (kind, low, high, calibrated) in {**TOLERANCES, **TOLERANCES_OF_MORE_RUNS}.items():
        mean = _mean([run[name] for run in runs])
        null = _mean([run[name] for run in nulls]) if with_null and name in nulls[0] else None
        found.append(Row(name, kind, *mean, low, high, calibrated, null))
    return found


def _mean(values: list[float]) -> Mean:
    half = 1.96 * np.std(values, ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return Mean(float(np.mean(values)), float(half))


def null_counts(found: Iterable[Row]) -> list[str]:
    """Say which structural and quantitative patterns the null model fails, and which cannot tell it from the model."""
    told = [row for row in found if row.kind != "I" and row.null is not None]
    words = {"fails": "fails", "edge": "lies at the edge of", "met": "meets"}
    said = []
    for verdict, what in words.items():
        names = [row.name for row in told if row.under_null == verdict]
        list_of = "; ".join(names) or "none"
        said.append(
            f"the null model {what} {len(names)} of {len(told)} structural and quantitative patterns: {list_of}"
        )
    return said


def counts(found: Iterable[Row]) -> list[str]:
    """Say how many are met: by kind, and calibrated patterns apart from those kept for validation."""
    found = list(found)
    said = []
    for use in USES:
        for kind, words in KINDS.items():
            of_kind = [row for row in found if row.kind == kind and row.use == use]
            if of_kind:
                said.append(f"{words}, {use}: {met_of(of_kind)}")
    return said


def met_of(found: Iterable[Row]) -> str:
    """Say how many rows are met, and how many are undecided, which are not met."""
    verdicts = [row.verdict for row in found]
    open_ = verdicts.count("undecided")
    return f"{verdicts.count('met')} of {len(verdicts)} met{f', {open_} undecided' if open_ else ''}"
