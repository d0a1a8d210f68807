"""What more costs more, and what costs more without giving more: gain against cost, and the front of the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from sim.language import N_, _
from sim.report.figures.folding import drawn, settled
from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.lettering import folded
from sim.report.figures.style import BLUE, BODY, GREY, INK, PALE, SMALL, WHOLE_NUMBERS, arm_words, nothing, sheet

Numbers = NDArray[np.float64]

FAR = 10  # times the median cost: beyond it, an arm would press all others together
LONGEST_NAME = 2.6  # inches
BESIDE = 8  # points between a dot and its name
OFTEN = 0.05  # share of readings on the front below which an arm is drawn in grey


@drawn
def draw_cost_plane(table: pd.DataFrame, outcome: str, links: Mapping[str, str] | None = None) -> Figure:
    """Draw arms by cost and gain against the baseline, with both intervals, and the front of those not dominated.

    Args:
        table: columns arm, gain, gain_low, gain_high, cost, cost_low, cost_high, on_front, on_front_in, readings; as
            `sim.analysis.cost_effectiveness` returns them.
        outcome: name of the outcome gained.
        links: where an arm's dot leads to, in an SVG.
    """
    label, unit = outcome_words(outcome)
    figure, (axes,) = sheet(_("{label}: gain and cost against the baseline", label=label), 8.0, 5.2)
    if table.empty:
        return nothing(figure, _("nothing to compare"))
    gain, cost = table["gain"].to_numpy(dtype=float), table["cost"].to_numpy(dtype=float)
    often = table["on_front_in"] / table["readings"] >= OFTEN
    colours = np.where(often | table["on_front"], BLUE, GREY).tolist()
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.axvline(0, color=INK, linewidth=0.8)
    front = table[table["on_front"]].sort_values(["cost", "gain"])
    axes.plot(front["cost"], front["gain"], color=BLUE, linewidth=1.2, alpha=0.6, drawstyle="steps-post", zorder=1)
    axes.hlines(gain, table["cost_low"], table["cost_high"], colors=colours, linewidth=1.4)
    axes.vlines(cost, table["gain_low"], table["gain_high"], colors=colours, linewidth=1.4)
    dots = axes.scatter(cost, gain, s=34, c=colours, zorder=3)
    dots.set_urls([(links or {}).get(str(arm)) for arm in table["arm"]])
    axes.grid(color=PALE, linewidth=0.6)
    axes.margins(0.08)
    far = _far(cost)
    if far:
        axes.set_xscale("symlog", linthresh=far)
    text = N_("additional cost (million yuan)\nbeside a name: on the front in how many readings")
    if far:
        text = N_("additional cost (million yuan; logarithmic scale)\nbeside a name: on the front in how many readings")
    axes.set_xlabel(
        _(text),
        fontsize=BODY,
    )
    axes.set_ylabel(with_unit(_("gain"), unit), fontsize=BODY)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(WHOLE_NUMBERS)
    settled(figure)
    _name(figure, axes, table, colours)
    return figure


def _far(cost: Numbers) -> float:
    """Return the power of ten up to which a scale stays linear if costs lie far apart; 0 if they do not."""
    sizes = np.abs(cost[cost != 0])
    if len(sizes) < 2 or sizes.max() < FAR * np.median(sizes):
        return 0.0
    return float(10 ** np.floor(np.log10(sizes.min())))


def _name(figure: Figure, axes: Axes, table: pd.DataFrame, colours: list[str]) -> None:
    """Write the arms' names beside their dots, highest gain first, each clear of those before and within the figure."""
    frame = axes.get_window_extent()
    dots = axes.transData.transform(np.column_stack([table["cost"], table["gain"]]))
    taken = _lines(axes, table)
    for index in np.argsort(-table["gain"].to_numpy(dtype=float), kind="stable"):
        label = folded(arm_words(table["arm"].iloc[index]), LONGEST_NAME, SMALL, lines=1)
        label = _(
            "{arm} ({count} of {readings})",
            arm=label,
            count=table["on_front_in"].iloc[index],
            readings=table["readings"].iloc[index],
        )
        name = axes.annotate(
            label,
            (table["cost"].iloc[index], table["gain"].iloc[index]),
            xytext=(0, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=INK if colours[index] == BLUE else GREY,
        )
        name.set_in_layout(False)
        box, gap = name.get_window_extent(), BESIDE * figure.dpi / 72
        left = dots[index][0] + gap + box.width > frame.x1
        across = dots[index][0] - gap - box.width if left else dots[index][0] + gap
        across = max(frame.x0 + gap, across)
        free = next(
            (low for low in _heights(dots[index][1] - box.height / 2, box.height, frame)
             if not _at(across, low, box).count_overlaps(taken)),
            box.y0,
        )  # fmt: skip
        taken.append(_at(across, free, box))
        # A distance from the dot, so that both move together.
        middle = free + box.height / 2 - dots[index][1]
        name.xyann = ((across - dots[index][0]) * 72 / figure.dpi, middle * 72 / figure.dpi)


def _lines(axes: Axes, table: pd.DataFrame) -> list[Bbox]:
    """Return the lines across the figure that would strike a name through: no gain, and the intervals of costs."""
    frame = axes.get_window_extent()
    none = axes.transData.transform((0.0, 0.0))[1]
    ends = [axes.transData.transform(table[[f"cost_{end}", "gain"]].to_numpy(dtype=float)) for end in ("low", "high")]
    whole = np.hstack(ends)
    return [Bbox.from_extents(*line) for line in [(frame.x0, none, frame.x1, none), *whole[np.isfinite(whole).all(1)]]]


def _heights(wanted: float, height: float, frame: Bbox) -> Iterator[float]:
    """Name the places for a name, those near its dot first: below, then above."""
    for step in range(200):
        for way in (-1, 1):
            low = wanted + way * step * height / 4
            if frame.y0 <= low and low + height <= frame.y1:
                yield low


def _at(left: float, low: float, box: Bbox) -> Bbox:
    return Bbox.from_bounds(left, low - 1, box.width, box.height + 2)  # a dot of white above and below
