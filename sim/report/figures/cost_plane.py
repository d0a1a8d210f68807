"""What more costs more, and what costs more without giving more: gain against cost, and the front of the best."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.paper import BLUE, BODY, GREY, INK, PALE, SMALL, nothing, sheet, words

Numbers = NDArray[np.float64]

FAR = 10  # times the median cost: beyond it, an arm would press all others together
LINE, WORDS = 0.042, 0.28  # height and usual length of an arm's name, as shares of the axes
OFTEN = 0.05  # chance to be on the front below which an arm is drawn in grey


def draw_cost_plane(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw arms by cost and gain against the baseline, with both intervals, and the front of those not dominated.

    Args:
        table: columns arm, gain, gain_low, gain_high, cost, cost_low, cost_high, on_front, chance_on_front; as
            `sim.analysis.cost_effectiveness` returns them.
        outcome: name of the outcome gained.
    """
    label, unit = outcome_words(outcome)
    figure, (axes,) = sheet(f"{label}: gain and cost against the baseline", 8.0, 5.2)
    if table.empty:
        return nothing(figure, "nothing to compare")
    gain, cost = table["gain"].to_numpy(dtype=float), table["cost"].to_numpy(dtype=float)
    chance = table["chance_on_front"].to_numpy(dtype=float)
    colours = np.where((chance >= OFTEN) | (np.isnan(chance) & table["on_front"].to_numpy()), BLUE, GREY).tolist()
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.axvline(0, color=INK, linewidth=0.8)
    front = table[table["on_front"]].sort_values(["cost", "gain"])
    axes.plot(front["cost"], front["gain"], color=BLUE, linewidth=1.2, alpha=0.6, drawstyle="steps-post", zorder=1)
    axes.hlines(gain, table["cost_low"], table["cost_high"], colors=colours, linewidth=1.4)
    axes.vlines(cost, table["gain_low"], table["gain_high"], colors=colours, linewidth=1.4)
    axes.scatter(cost, gain, s=34, c=colours, zorder=3)
    axes.grid(color=PALE, linewidth=0.6)
    axes.margins(0.08)
    far = _far(cost)
    if far:
        axes.set_xscale("symlog", linthresh=far)
    _name(axes, table, colours)
    scale = "; logarithmic scale" if far else ""
    axes.set_xlabel(f"additional cost (million yuan{scale}); in brackets: chance to be on the front", fontsize=BODY)
    axes.set_ylabel(with_unit("gain", unit), fontsize=BODY)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    return figure


def _far(cost: Numbers) -> float:
    """Return the power of ten up to which a scale stays linear if costs lie far apart; 0 if they do not."""
    sizes = np.abs(cost[cost != 0])
    if len(sizes) < 2 or sizes.max() < FAR * np.median(sizes):
        return 0.0
    return float(10 ** np.floor(np.log10(sizes.min())))


def _name(axes: Axes, table: pd.DataFrame, colours: list[str]) -> None:
    """Write the arms' names beside their dots, highest gain first, each clear of those above it."""
    low, high = axes.get_ylim()
    dots = axes.transData.transform(np.column_stack([table["cost"], table["gain"]]))
    fractions = axes.transAxes.inverted().transform(dots)
    taken: list[tuple[float, float]] = []
    for place in np.argsort(-table["gain"].to_numpy(dtype=float), kind="stable"):
        across, up = fractions[place]
        up = min([up + LINE / 2, *(height - LINE for side, height in taken if abs(side - across) < WORDS)])
        taken.append((across, up))
        chance = float(table["chance_on_front"].iloc[place])
        said = words(table["arm"].iloc[place]) + (f" ({chance:.0%})" if np.isfinite(chance) else "")
        left = across > 1 - WORDS
        axes.annotate(
            said,
            (table["cost"].iloc[place], low + up * (high - low)),
            xytext=(-8 if left else 8, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=SMALL,
            color=INK if colours[place] == BLUE else GREY,
        )
