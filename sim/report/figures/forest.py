"""A difference counts when its interval leaves zero out: policies against a baseline, same draws in each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.style import BLUE, BODY, GREY, INK, PALE, WHOLE_NUMBERS, arm_words, beside, nothing, sheet


def _signed(numbers: tuple[float, float, float]) -> str:
    """Write a difference and its interval with their signs, and as many decimals as the largest needs."""
    largest = max((abs(number) for number in numbers if np.isfinite(number)), default=0.0)
    decimals = 0 if largest >= 100 or largest == 0 else 1 if largest >= 10 else 2 if largest >= 1 else 3
    middle, low, high = (f"{number:+,.{decimals}f}" if round(number, decimals) else "0" for number in numbers)
    return f"{middle}  [{low}, {high}]" if np.isfinite(numbers[1]) else middle


@drawn
def draw_forest(
    table: pd.DataFrame,
    outcome: str,
    baseline: str = "",
    titles: Mapping[str, str] | None = None,
    basis: str = "",
    links: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
) -> Figure:
    """Draw paired differences with their intervals, largest first; grey ones include zero.

    Args:
        table: columns arm, outcome, difference, low, high; the last three in the outcome's unit.
        outcome: name of the outcome to draw.
        baseline: name of the arm that the others are compared with.
        titles: what to call arms, by their names; those it lacks are called by their names.
        basis: how many runs there are and what the lines cover, where no caption says it.
        links: where an arm's dot leads to, in an SVG.
        apart: arms that are thought experiments, which stand below a rule.
    """
    rows = table[(table["outcome"] == outcome) & np.isfinite(table["difference"].astype(float))]
    rows = rows.sort_values("difference", ascending=False, kind="stable")
    thought = rows["arm"].isin(list(apart))
    rows = pd.concat([rows[~thought], rows[thought]])
    label, unit = outcome_words(outcome)

    def called(arm: object) -> str:
        return arm_words((titles or {}).get(str(arm), str(arm)))

    figure, (axes,) = sheet(
        _(
            "{label}: difference from {baseline}",
            label=label,
            baseline=called(baseline) if baseline else _("the baseline"),
        ),
        8.0,
        1.8 + 0.36 * max(3, len(rows)),
    )
    if rows.empty:
        return nothing(figure, _("nothing to compare"))
    middle, low, high = (rows[name].to_numpy(dtype=float) for name in ("difference", "low", "high"))
    heights = np.arange(len(rows))
    colours = [BLUE if off_zero else GREY for off_zero in (low > 0) | (high < 0)]
    axes.axvline(0, color=INK, linewidth=1)
    axes.hlines(heights, low, high, colors=colours, linewidth=2.2)
    dots = axes.scatter(middle, heights, s=34, c=colours, zorder=3)
    dots.set_urls([(links or {}).get(str(arm)) for arm in rows["arm"]])
    for index, numbers in enumerate(zip(middle, low, high, strict=True)):
        beside(axes, index, _signed(numbers))
    if 0 < thought.sum() < len(rows):
        axes.axhline(len(rows) - thought.sum() - 0.5, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_yticks(heights, [called(arm) for arm in rows["arm"]], fontsize=BODY)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(_axis_words(unit, basis), fontsize=BODY)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.xaxis.set_major_formatter(WHOLE_NUMBERS)
    engine: Any = figure.get_layout_engine()
    engine.set(w_pad=0.12, h_pad=0.08)
    return figure


def _axis_words(unit: str, basis: str) -> str:
    """Say what the axis holds, and below it how many runs there are, if that is said here."""
    difference = with_unit(_("paired difference"), unit)
    text = _("{difference}; blue: the 95 % interval excludes 0", difference=difference)
    return f"{text}\n{basis}" if basis else text
