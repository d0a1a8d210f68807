"""How an outcome answers to more of one factor, and where more brings nothing any more."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_unit, factor_words, outcome_words, with_unit
from sim.report.figures.style import BLUE, BODY, INK, PALE, WHOLE_NUMBERS, nothing, sheet

ABREAST = 3  # panels side by side


@drawn
def draw_dose_response(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw the difference from the lowest level, with its interval as a band; a panel, and so a unit, per factor.

    Args:
        table: columns factor, level, difference, low, high; as `sim.analysis.dose_response` returns them, of one factor
            or of several put under one another.
        outcome: name of the outcome.
    """
    label, unit = outcome_words(outcome)
    factors = table["factor"].unique().tolist()
    columns = min(ABREAST, max(1, len(factors)))
    rows = math.ceil(len(factors) / columns) or 1
    size = (8.0, 4.5) if columns == 1 else (1.0 + 3.2 * columns, 1.2 + 2.9 * rows)
    figure, panels = sheet(
        _("{label}: difference from the lowest level; band: 95 % interval", label=label), *size, rows, columns
    )
    if table.empty:
        return nothing(figure, _("no level to compare"))
    ends = table[["difference", "low", "high"]].to_numpy(dtype=float)
    least, most = min(0.0, float(np.nanmin(ends))), max(0.0, float(np.nanmax(ends)))
    margin = 0.05 * (most - least) or 1.0
    for index, (axes, factor) in enumerate(zip(panels, factors, strict=False)):
        _curve(axes, table[table["factor"] == factor].sort_values("level"))
        axes.set_ylim(least - margin, most + margin)
        axes.set_xlabel(with_unit(factor_words(factor), factor_unit(factor)), fontsize=BODY)
        if index % columns == 0:
            axes.set_ylabel(with_unit(_("difference"), unit), fontsize=BODY)
    for axes in panels[len(factors) :]:
        axes.set_axis_off()
    return figure


def _curve(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the curve of one factor."""
    level = rows["level"].to_numpy(dtype=float)
    low, high = (rows[end].to_numpy(dtype=float) for end in ("low", "high"))
    axes.fill_between(level, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(level, rows["difference"].to_numpy(dtype=float), "o-", color=BLUE, ms=4.5)
    axes.axhline(0, color=INK, linewidth=1)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(WHOLE_NUMBERS)
    axes.margins(x=0.02)
