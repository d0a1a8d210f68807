"""Private suppliers climb from parts to complete machines, or do not: what they deliver, year by year."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sim.agents import DIRECTIONS
from sim.language import N_, _, comma
from sim.report.figures.folding import drawn
from sim.report.figures.lettering import width_of
from sim.report.figures.style import (
    BLUE,
    BODY,
    GREY,
    ORANGE,
    SKY,
    FinishedRun,
    RunFigure,
    ends,
    legend_below,
    mark_policy_start,
    nothing,
    sheet,
    words,
    years,
)

TINY = 7.5  # points
PLOT_INCHES = 6.6  # width of the axes, less what names take
CLIMBING = tuple(direction.name for direction in DIRECTIONS if direction.climbs)
RUNGS = {1: (N_("parts"), SKY), 2: (N_("key subsystems"), BLUE), 3: (N_("complete machines"), ORANGE)}


def yearly(deals: pd.DataFrame, results: FinishedRun) -> pd.DataFrame:
    """Count deliveries on the ladder by calendar year (rows, none left out) and rung (columns 1, 2, 3)."""
    supplies = deals[(deals["status"] == "delivered") & deals["direction"].isin(CLIMBING)]
    year = np.floor(years(ends(supplies, results), results)).astype(int)
    counts = pd.crosstab(year, supplies["rung"].to_numpy())
    span = range(int(year.min()), int(year.max()) + 1) if len(year) else range(0)
    return counts.reindex(index=list(span), columns=list(RUNGS), fill_value=0)


@drawn
def draw_ladder(results: FinishedRun) -> Figure:
    """Draw the share of each rung in a year's deliveries; the number above a bar is how many they were."""
    counts = yearly(results.deals(), results)
    title = _("What private suppliers deliver: {directions}", directions=comma([words(name) for name in CLIMBING]))
    figure, (axes,) = sheet(title, results=results)
    if counts.empty:
        return nothing(figure)
    totals = counts.sum(axis=1)
    middle = counts.index.to_numpy(dtype=float)
    base = np.zeros(len(counts))
    for rung, (label, colour) in RUNGS.items():
        share = (100 * counts[rung] / totals.where(totals > 0, 1)).to_numpy(dtype=float)
        axes.bar(
            middle, share, 0.82, bottom=base, color=colour, label=_("rung {rung}: {label}", rung=rung, label=_(label))
        )
        base += share
    _count(axes, middle, totals.tolist())
    axes.set_yticks(range(0, 101, 20))
    axes.set_ylabel(_("share of the year's deliveries (%)"), fontsize=BODY)
    axes.set_xlabel(_("year (above the bars: number of deliveries)"), fontsize=BODY)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    mark_policy_start(axes, results, shift=-0.5)
    legend_below(figure)
    return figure


def _count(axes: Axes, middle: NDArray[np.float64], totals: list[int]) -> None:
    """Write the number of deliveries above each bar, upright where the bars are narrow, and of all that find room."""
    slot = PLOT_INCHES / len(totals)
    labels = [f"{total:,}" for total in totals]
    upright = max(width_of(text, TINY) for text in labels) > slot
    every = max(1, math.ceil(1.5 * TINY / 72 / slot)) if upright else 1
    turn = 90 if upright else 0
    for position, text in zip(middle[::every], labels[::every], strict=True):
        axes.text(position, 101, text, ha="center", va="bottom", fontsize=TINY, color=GREY, rotation=turn)
    axes.set_ylim(0, 132 if upright else 116)


PICTURE = RunFigure("ladder", N_("Share of parts, subsystems and machines in yearly deliveries."), draw_ladder)
