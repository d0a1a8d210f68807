"""A quantity that is not one number is a spread: a range or a distribution, asked for by its quantiles."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.language import _
from sim.scales import FINITE_MAX

SHAPES: Mapping[str, tuple[str, ...]] = {
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),
    "beta": ("alpha", "beta"),
    "lognormal": ("median", "sigma"),
}
TAIL = 0.0005  # what is left out at either end of a distribution, which may have none
POSITIVE = frozenset({"sd", "alpha", "beta", "median", "sigma"})
ALLOWED = (
    "{ low, high } for a range, { mean, sd }, { alpha, beta } for a share, or { median, sigma } for a log-normal; "
    "low and high also cut off the other three"
)


@dataclass(frozen=True, slots=True)
class Spread:
    """A range or a distribution.

    Args:
        shape: one of SHAPES.
        numbers: its numbers, in the order of SHAPES.
        low, high: where it is cut off, in the quantity's unit.
        whole: whether only whole numbers are meant.
    """

    shape: str
    numbers: tuple[float, float]
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False

    def quantile(self, share: float) -> float | int:
        """Return the value below which a share of the spread lies.

        Args:
            share: 0..1; of a distribution the outer 0.05 % at either end are left out.
        """
        from scipy import stats

        one, two = self.numbers
        if self.shape == "uniform":
            if self.whole:
                return min(int(two), int(one) + int(share * (int(two) - int(one) + 1)))
            return one + share * (two - one)
        law = {
            "normal": stats.norm(one, two),
            "beta": stats.beta(one, two),
            "lognormal": stats.lognorm(two, scale=one),
        }[self.shape]
        share = min(1 - TAIL, max(TAIL, share))
        below, above = law.cdf(self.low), law.cdf(self.high)
        value = float(law.ppf(below + share * (above - below)))
        value = min(self.high, max(self.low, value))
        return round(value) if self.whole else value

    def bounds(self) -> tuple[float, float]:
        """Return the ends of a range, or those between which nearly everything (99.9 %) lies."""
        if self.shape == "uniform":
            return self.numbers
        return float(self.quantile(TAIL)), float(self.quantile(1 - TAIL))


def is_spread(value: object) -> bool:
    """Tell whether a value of an experiment file means a spread rather than a table of further keys."""
    names = {name for shape in SHAPES.values() for name in shape} | {"levels"}
    return isinstance(value, Mapping) and bool(names & set(value))


def spread_of(value: Mapping[str, Any], whole: bool) -> Spread | str:
    """Read a spread.

    Args:
        value: a table of numbers.
        whole: whether only whole numbers are meant.

    Returns:
        The spread, or what is wrong with it.
    """
    wrong = [name for name, number in value.items() if not _is_number(number)]
    if wrong:
        return _("{wrong} = {value!r:.40} is no finite number", wrong=wrong[0], value=value[wrong[0]])
    shapes = [shape for shape in SHAPES if shape != "uniform" and set(SHAPES[shape]) <= set(value)]
    shape = shapes[0] if shapes else "uniform"
    unknown = set(value) - set(SHAPES[shape]) - {"low", "high"}
    if unknown or not set(SHAPES[shape]) <= set(value):
        return _("{value} is no spread", value=", ".join(value) or _("an empty table"))
    for name in SHAPES[shape]:
        if name in POSITIVE and value[name] <= 0:
            return _("{name} = {value} must be above 0", name=name, value=value[name])
    low, high = float(value.get("low", -math.inf)), float(value.get("high", math.inf))
    if low >= high:
        return _("low = {low:g} must be below high = {high:g}", low=low, high=high)
    one, two = (float(value[name]) for name in SHAPES[shape])
    return Spread(shape, (one, two), low, high, whole)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FINITE_MAX
