"""The facts that the parameters are held against: the calibration patterns only, never those kept for validation.

A tolerance is read as three standard deviations to either side of the fact, so that an implausibility of 3 is its
edge. Shares near zero are compared by their square roots, waits and growth by logarithms of one plus them: on those
scales luck is about the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.patterns.tolerances import TOLERANCES

Numbers = NDArray[np.float64]
Scale = Callable[[Numbers], Numbers]

SCALES: Mapping[str, Scale] = {"plain": lambda x: x, "root": np.sqrt, "log": np.log1p}
SCALE_OF: Mapping[str, str] = {
    "P2 across jurisdictions": "root",
    "P2 density at 5 deals": "plain",
    "P6 military technologies in use": "root",
    "P7 university technologies in use": "root",
    "P8 growth of licensed firms": "log",
    "P11 parts": "plain",
    "P11 complete machines": "root",
    "P12 mean wait": "log",
    "P13 delivered of matched": "plain",
    "P14 deadweight share": "root",
    "V3 exits a year": "plain",
    "V13 value held by the top tenth": "plain",
}
ONE_SIDED = ("P7 universities below military", "P11 order of the rungs", "P11 mean rung rises")
"""Orderings: checked at the end, not fitted."""
CUT = 3.0
MOST_GROWTH = 5.0
"""Growth beyond which one or two firms grew to many, and the ratio says little: it is cut there."""

DISCREPANCY: Mapping[str, float] = {
    "P2 across jurisdictions": 0.5,
    "P2 density at 5 deals": 0.5,
    "P6 military technologies in use": 0.5,
    "P7 university technologies in use": 0.5,
    "P8 growth of licensed firms": 1.0,
    "P11 parts": 0.5,
    "P11 complete machines": 0.5,
    "P12 mean wait": 1.0,
    "P13 delivered of matched": 1.0,
    "P14 deadweight share": 1.0,
    "V3 exits a year": 1.0,
    "V13 value held by the top tenth": 1.0,
}
"""How far the best possible set may be off a fact as the model is not the world, in standard deviations of the fact.

Half where the fact is of the region or its nation and of the thing that the model has; as much as the fact itself where
it is another country's (P12, P13, P14, V3, V13) or counts something wider (P8: licences of the nation). Assumed."""


@dataclass(frozen=True, slots=True)
class Target:
    """One calibration pattern on the scale on which it is compared.

    Args:
        name: the pattern.
        scale: "plain", "root" or "log".
        low, high: tolerance, in the pattern's own unit.
    """

    name: str
    scale: str
    low: float
    high: float

    def of(self, values: Numbers) -> Numbers:
        """Bring values to the scale."""
        return np.asarray(SCALES[self.scale](np.maximum(np.asarray(values, dtype=np.float64), -0.999)), np.float64)

    @property
    def middle(self) -> float:
        """The fact, on the scale."""
        return float(self.of(np.array([self.low, self.high])).mean())

    @property
    def sd(self) -> float:
        """Standard deviation of the fact, on the scale."""
        low, high = self.of(np.array([self.low, self.high]))
        return float(high - low) / 2 / CUT

    @property
    def wide(self) -> float:
        """Standard deviation of fact and discrepancy together: by how much a run may be off and still be right."""
        return self.sd * float(np.hypot(1.0, DISCREPANCY[self.name]))


TARGETS = tuple(Target(name, scale, TOLERANCES[name][1], TOLERANCES[name][2]) for name, scale in SCALE_OF.items())
VALIDATION_ONLY = tuple(name for name, (kind, _, _, calibrated) in TOLERANCES.items() if not calibrated and kind != "I")
assert all(TOLERANCES[name][3] for name in (*SCALE_OF, *ONE_SIDED))


def statistics(runs: pd.DataFrame) -> Numbers:
    """Return the targets' statistics on their scales, [runs, targets]; NaN where a run has nothing to measure."""
    runs = runs.reindex(columns=list(SCALE_OF))
    growth = "P8 growth of licensed firms"
    runs = runs.assign(**{growth: runs[growth].clip(upper=MOST_GROWTH)})
    return np.column_stack([target.of(runs[target.name].to_numpy()) for target in TARGETS])


def alive(runs: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell in which worlds every calibration pattern can be read: nothing is said of the others."""
    return np.asarray(np.isfinite(statistics(runs)).all(axis=1))


def facts() -> Numbers:
    """Return the facts on their scales, [targets]."""
    return np.array([target.middle for target in TARGETS])


def widths() -> Numbers:
    """Return the standard deviations of facts and discrepancies together, [targets]."""
    return np.array([target.wide for target in TARGETS])


def second_largest(values: Numbers) -> Numbers:
    """Return the second largest of every row."""
    return np.asarray(np.partition(values, -2, axis=1)[:, -2])


def not_ruled_out(seen: Numbers) -> NDArray[np.bool_]:
    """Tell which runs, [runs, targets], are not ruled out: the second largest distance, in `widths`, is below CUT."""
    return np.asarray(second_largest(np.nan_to_num(np.abs(seen - facts()) / widths(), nan=np.inf)) < CUT)


def standardised(values: Numbers) -> Numbers:
    """Express statistics, [..., targets], as distances from the facts in standard deviations of the facts."""
    return (values - np.array([t.middle for t in TARGETS])) / np.array([t.sd for t in TARGETS])
