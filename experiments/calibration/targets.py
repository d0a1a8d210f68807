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
    "P14 deadweight share": "plain",
    "V3 exits a year": "plain",
    "V13 value held by the top tenth": "plain",
}
ONE_SIDED = ("P7 universities below military", "P11 order of the rungs", "P11 mean rung rises")
"""Orderings: checked at the end, not fitted."""
CUT = 3.0


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


TARGETS = tuple(Target(name, scale, TOLERANCES[name][1], TOLERANCES[name][2]) for name, scale in SCALE_OF.items())
VALIDATION_ONLY = tuple(name for name, (kind, _, _, calibrated) in TOLERANCES.items() if not calibrated and kind != "I")
assert all(TOLERANCES[name][3] for name in (*SCALE_OF, *ONE_SIDED))


def statistics(runs: pd.DataFrame) -> Numbers:
    """Return the targets' statistics on their scales, [runs, targets]."""
    return np.column_stack([target.of(runs[target.name].to_numpy()) for target in TARGETS])


def standardised(values: Numbers) -> Numbers:
    """Express statistics, [..., targets], as distances from the facts in standard deviations of the facts."""
    return (values - np.array([t.middle for t in TARGETS])) / np.array([t.sd for t in TARGETS])
