"""What more costs more, and what costs more without giving more: gain against cost, and the front of the best."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.paper import BLUE, BODY, GREY, INK, PALE, SMALL, nothing, sheet, words

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
    right = cost.min() + 0.7 * float(np.ptp(cost))
    for place, arm in enumerate(table["arm"]):
        said = words(arm) + (f" ({chance[place]:.0%})" if np.isfinite(chance[place]) else "")
        to_left = cost[place] > right
        axes.annotate(
            said,
            (cost[place], gain[place]),
            xytext=(-7 if to_left else 7, 5),
            textcoords="offset points",
            ha="right" if to_left else "left",
            fontsize=SMALL,
            color=INK if colours[place] == BLUE else GREY,
        )
    axes.grid(color=PALE, linewidth=0.6)
    axes.margins(0.08)
    axes.set_xlabel("additional cost (million yuan); in brackets: chance to be on the front", fontsize=BODY)
    axes.set_ylabel(with_unit("gain", unit), fontsize=BODY)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    return figure
