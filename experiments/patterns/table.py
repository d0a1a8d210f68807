"""The rows of the table of patterns: a number per seed, its mean with its interval, and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from experiments.patterns.measures import measure
from experiments.patterns.tolerances import TOLERANCES, TOLERANCES_UNDER_LOAD
from experiments.patterns.under_load import under_load
from sim import CollaborationModel, Scenario

HEAD = f"{'pattern':46s} kind {'mean':>9s} {'95 % interval over seeds':>26s}   tolerance"
KINDS = {"S": "structural", "Q": "quantitative", "I": "checks of the input"}


class Row(NamedTuple):
    """One pattern: its mean over seeds, half its interval, and what it may be."""

    name: str
    kind: str
    mean: float
    half: float
    low: float
    high: float
    calibrated: bool

    @property
    def met(self) -> bool:
        """Whether the mean lies within the tolerance."""
        return self.low <= self.mean <= self.high

    def __str__(self) -> str:
        """Write the row."""
        interval = f"[{self.mean - self.half:11.3f}, {self.mean + self.half:11.3f}]"
        use = "calibrated" if self.calibrated else "validation only"
        verdict = "met" if self.met else "NOT MET"
        span = f"{self.low:.6g} to {self.high:.6g}"
        return f"{self.name:46s} {self.kind:4s} {self.mean:9.3f} {interval}   {span}  {verdict}  ({use})"


def rows(scenario: Scenario, seeds: int) -> list[Row]:
    """Run a scenario with seeds 0, 1, ... and measure every pattern; twice per seed, once with fewer clerks."""
    runs = []
    for seed in range(seeds):
        model = CollaborationModel(scenario, seed=seed).run()
        runs.append({**measure(model), **under_load(model)})
    found = []
    for name, (kind, low, high, calibrated) in {**TOLERANCES, **TOLERANCES_UNDER_LOAD}.items():
        values = np.array([run[name] for run in runs])
        half = 1.96 * values.std(ddof=1) / math.sqrt(seeds) if seeds > 1 else math.nan
        found.append(Row(name, kind, float(values.mean()), float(half), low, high, calibrated))
    return found


def counts(found: Iterable[Row]) -> list[str]:
    """Say how many are met: by kind, and calibrated patterns apart from those kept for validation."""
    found = list(found)
    said = []
    for use, calibrated in (("calibrated", True), ("validation only", False)):
        for kind, words in KINDS.items():
            of_kind = [row for row in found if row.kind == kind and row.calibrated == calibrated]
            if of_kind:
                said.append(f"{words}, {use}: {sum(row.met for row in of_kind)} of {len(of_kind)} met")
    return said
