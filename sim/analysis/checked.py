"""What would overturn an order, checked by runs on both sides of where a straight line says that it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.answer import Tipping
from sim.analysis.standing import gain
from sim.analysis.wording import amount, input_words, named
from sim.language import N_, _, comma
from sim.statistics import Numbers
from sim.statistics.intervals import interval

READINGS = 8
"""Readings in which a flip is checked."""


class FlipPoint(NamedTuple):
    """Two arms at one value of an input, in the first READINGS readings.

    Args:
        value: of the input.
        difference: mean of the first arm less the second, above 0 for better; low, high: its 95 % interval.
        ahead: readings in which the first arm is ahead; ties count half.
        readings: all of them.
    """

    value: Any
    difference: float
    low: float
    high: float
    ahead: float
    readings: int


class CheckedTip(NamedTuple):
    """A tip and what runs say of it.

    Args:
        tip: what the readings propose.
        points: in the order of the values.
        found: value at which the measured difference changes its sign, by straight lines between points; NaN if it
            does not; of a switch of form NaN.
        holds: whether runs agree: the first arm leads on its side, and the second on the other, on the mean.
    """

    tip: Tipping
    points: tuple[FlipPoint, ...]
    found: float
    holds: bool


def values_for(tip: Tipping, inputs: Numbers, words: tuple[str, ...] = ()) -> list[Any]:
    """Return the values at which a tip is to be checked.

    Args:
        tip: what the readings propose.
        inputs: [readings] what the readings have for its input; its ends are the first and the last value.
        words: of a switch of form, instead of values.

    Returns:
        Five values: the ends of the readings, the flip, and the middles between; of a switch its words.
    """
    if tip.flip is None:
        return list(words)
    low, high, flip = float(inputs.min()), float(inputs.max()), tip.flip.value
    return [low, (low + flip) / 2, flip, (flip + high) / 2, high]


def checked(tip: Tipping, runs: pd.DataFrame, outcome: str) -> CheckedTip:
    """Read off runs whether the order of two arms changes where it is said to.

    Args:
        tip: what the readings propose.
        runs: columns value, arm, draw and the outcome, both arms at every value and in every reading.
        outcome: its name.
    """
    points = []
    for value, own in runs.groupby("value", sort=tip.flip is not None):
        wide = own.pivot(index="draw", columns="arm", values=outcome)
        first, second = (gain(wide[arm].to_numpy(dtype=float), outcome) for arm in (tip.first, tip.second))
        gaps = first - second
        ahead = float((gaps > 0).sum() + (gaps == 0).sum() / 2)
        points.append(FlipPoint(value, float(gaps.mean()), *interval(gaps), ahead, len(gaps)))
    if tip.flip is None:
        one, other = points[0].difference, points[-1].difference
        return CheckedTip(tip, tuple(points), np.nan, bool(np.sign(one) != np.sign(other)))
    values = np.array([point.value for point in points])
    gaps = np.array([point.difference for point in points])
    beyond, here = (gaps[-1], gaps[0]) if tip.flip.above else (gaps[0], gaps[-1])
    return CheckedTip(tip, tuple(points), _crossing(values, gaps), bool(here > 0 > beyond))


def _crossing(values: Numbers, gaps: Numbers) -> float:
    """Return where the difference first changes its sign; NaN if it does not."""
    for place in range(len(gaps) - 1):
        one, other = gaps[place], gaps[place + 1]
        if np.sign(one) != np.sign(other):
            return float(values[place] + (values[place + 1] - values[place]) * one / (one - other))
    return np.nan


def check_words(one: CheckedTip, labels: Mapping[str, str] | None = None) -> str:
    """Say what runs say of a tip; a sentence."""
    tip, names = one.tip, {arm: named(arm, labels or {}) for arm in (one.tip.first, one.tip.second)}
    ends = [
        _("{difference} at {value}", difference=amount(point.difference, signed=True), value=_written(point.value))
        for point in one.points
    ]
    what = _(
        "{one} less {other} by {input}, {count} values in {readings} readings each: {differences}",
        one=names[tip.first],
        other=names[tip.second],
        input=input_words(tip.key),
        count=len(one.points),
        readings=one.points[0].readings,
        differences=comma(ends),
    )
    if tip.flip is None and one.holds:
        return _("Checked by runs: {finding}; the switch turns the order.", finding=what)
    if tip.flip is None:
        return _("Checked by runs: {finding}; the switch does not turn the order.", finding=what)
    if not one.holds:
        text = N_(
            "Not borne out by runs: {finding}; within these values the order does not change as a straight line says."
        )
        return _(text, finding=what)
    text = N_("Checked by runs: {finding}; the order changes at about {value}.")
    return _(text, finding=what, value=_written(one.found))


def _written(value: Any) -> str:
    """Write a value of an input."""
    return str(value) if isinstance(value, str) else f"{value:.{2 if abs(value) < 10 else 0}f}"


def as_frame(found: Sequence[CheckedTip]) -> pd.DataFrame:
    """Return one row per tip and point, with the sentence on the tip in the last column."""
    rows = [
        {
            "first": one.tip.first,
            "second": one.tip.second,
            "input": one.tip.key,
            "proposed": np.nan if one.tip.flip is None else one.tip.flip.value,
            "found": one.found,
            "holds": one.holds,
            **point._asdict(),
            "said": check_words(one),
        }
        for one in found
        for point in one.points
    ]
    columns = ["first", "second", "input", "proposed", "found", "holds", *FlipPoint._fields, "said"]
    return pd.DataFrame(rows, columns=columns)
