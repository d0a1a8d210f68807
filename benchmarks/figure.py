"""What a benchmark finds is figures: a number with its spread, unit, clock and, if there is one, its goal."""

from __future__ import annotations

import operator
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Clock = Literal["cpu", "wall", ""]
COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Figure:
    """One finding.

    Args:
        name: what was measured, in words.
        value: median, or the one value there is.
        unit: such as "ms"; "times" for a ratio.
        low, high: quartiles of the repetitions; of the pairs' ratios if it is a ratio of medians.
        count: repetitions.
        clock: "cpu" for processor time (of all processes), "wall" for elapsed time, "" for what is no time.
        goal: such as "<= 1.3"; empty for none.
        note: what a reader must know.
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    count: int = 1
    clock: Clock = ""
    goal: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if not self.goal:
            return None
        sign, limit = self.goal.split()
        return COMPARISONS[sign](self.value, float(limit))

    def line(self) -> str:
        """Write it in one line."""
        spread = f" ({self.low:.4g} to {self.high:.4g}, {self.count})" if self.count > 1 else ""
        judged = "" if self.met is None else f"   goal {self.goal}: {'met' if self.met else 'NOT met'}"
        clock = f" {self.clock}" if self.clock else ""
        return f"{self.name:66s} {self.value:10.4g} {self.unit}{clock}{spread}{judged}" + (
            f"   [{self.note}]" if self.note else ""
        )


def one(name: str, value: float, unit: str, clock: Clock = "", goal: str = "", note: str = "") -> Figure:
    """Return a figure that was measured once."""
    return Figure(name, float(value), unit, float(value), float(value), 1, clock, goal, note)


def several(name: str, values: Sequence[float], unit: str, clock: Clock = "", goal: str = "", note: str = "") -> Figure:
    """Return the median of repetitions with their quartiles."""
    low, high = quartiles(values)
    return Figure(name, statistics.median(values), unit, low, high, len(values), clock, goal, note)


def ratio(
    name: str, above: Sequence[float], below: Sequence[float], clock: Clock, goal: str = "", note: str = ""
) -> Figure:
    """Return the ratio of the medians of interleaved repetitions, with the quartiles of the pairs' ratios."""
    low, high = quartiles([one / other for one, other in zip(above, below, strict=True)])
    value = statistics.median(above) / statistics.median(below)
    return Figure(name, value, "times", low, high, len(above), clock, goal, note)


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the lower and upper quartile; lowest and highest of fewer than four."""
    if len(values) < 4:
        return min(values), max(values)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high
