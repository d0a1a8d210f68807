"""What kills most deals need not be what its removal helps most: three tables of the barriers, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.language import N_, _, term
from sim.report.figures.folding import drawn
from sim.report.figures.labels import barrier_colour, outcome_words, with_unit
from sim.report.figures.style import BODY, INK, PALE, SMALL, nothing, sheet, words

SHARE = "share of deaths"


@drawn
def draw_barrier_tables(tables: pd.DataFrame, outcome: str) -> Figure:
    """Draw the tables of the barriers as bars with their intervals and ranks; one colour per barrier.

    Args:
        tables: columns table, barrier, value, low, high, unit, rank; as `sim.analysis.three_tables` returns them.
        outcome: name of the outcome whose change by removal is shown.

    Returns:
        The figure; rows are in the order of the last table's ranks.
    """
    label, unit = outcome_words(outcome)
    names = tables["table"].unique().tolist()
    text = N_("Barriers by what their removal does to: {outcome}")
    if tables["unit"].astype(str).str.startswith(SHARE).any():
        text = N_("Barriers by what they kill, and by what their removal does to: {outcome}")
    title = _(text, outcome=label.lower())
    count = max(3, tables["barrier"].nunique())
    figure, panels = sheet(title, 3.0 * max(2, len(names)), 1.7 + 0.42 * count, columns=max(1, len(names)))
    if tables.empty:
        return nothing(figure, _("no barrier to compare"))
    last = tables[tables["table"] == names[-1]].sort_values("rank")
    barriers = last["barrier"].tolist()
    for axes, name in zip(panels, names, strict=True):
        part = tables[tables["table"] == name].set_index("barrier").loc[barriers]
        _bars(axes, part)
        axes.set_title(term(name), loc="left", fontsize=BODY, color=INK)
        of_what = str(part["unit"].iloc[0])
        is_share = of_what.startswith(SHARE)
        axes.set_xlabel(_share_words(of_what) if is_share else with_unit(_("change"), unit), fontsize=SMALL)
        if is_share:
            axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        first = axes is panels[0]
        axes.set_yticks(range(len(barriers)), [words(one) if first else "" for one in barriers], fontsize=BODY)
    return figure


def _bars(axes: Axes, part: pd.DataFrame) -> None:
    """Draw the bars of one table, with their ranks beyond the intervals."""
    value, low, high = (part[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    heights = np.arange(len(part))
    axes.barh(heights, value, height=0.62, color=[barrier_colour(str(name)) for name in part.index])
    axes.hlines(heights, low, high, color="white", linewidth=3.2)
    axes.hlines(heights, low, high, color=INK, linewidth=1.3)
    axes.axvline(0, color=INK, linewidth=1)
    ends = np.concatenate([value, low[np.isfinite(low)], high[np.isfinite(high)], [0.0]])
    span = float(np.ptp(ends)) or 1.0
    for index, rank in enumerate(part["rank"].to_numpy()):
        reach = np.nanmax([value[index], high[index], 0.0])
        axes.text(reach + 0.04 * span, index, f"{rank}", va="center", fontsize=BODY, color=INK, fontweight="bold")
    axes.set_xlim(ends.min() - (0.05 * span if ends.min() < 0 else 0), ends.max() + 0.16 * span)
    axes.set_ylim(len(part) - 0.4, -0.6)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4))


def _share_words(of_what: str) -> str:
    """Say of which deaths a share is, from the words of the table."""
    whole, _comma, direction = of_what.partition(", ")
    return (
        _("{share}, {direction}", share=term(whole), direction=term(direction.replace(" ", "_")))
        if direction
        else term(whole)
    )
