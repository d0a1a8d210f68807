"""How two factors together move an outcome: lines of equal outcome over the grid of both."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.language import _, term
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_words, outcome_words
from sim.report.figures.style import BODY, INK, SMALL, WHOLE_NUMBERS, colour_bar, nothing, sheet


@drawn
def draw_surface(table: pd.DataFrame, horizontal: str, vertical: str, outcome: str, column: str = "mean") -> Figure:
    """Draw a surface as filled contours; dots are the points that were run.

    Args:
        table: columns horizontal, vertical and the one to draw; as `sim.analysis.surface` returns them.
        horizontal: key of the horizontal factor.
        vertical: key of the vertical factor.
        outcome: name of the outcome.
        column: "mean", or "difference" from the lowest levels of both.
    """
    label, unit = outcome_words(outcome)
    what = label if column == "mean" else _("{outcome}, {measure}", outcome=label, measure=term(column))
    title = _(
        "{outcome}, by {horizontal} and {vertical}",
        outcome=what,
        horizontal=factor_words(horizontal),
        vertical=factor_words(vertical),
    )
    figure, (axes,) = sheet(title, 7.0, 5.0)
    if table.empty:
        return nothing(figure, _("no point to draw"))
    wide = table.pivot(index="vertical", columns="horizontal", values=column)
    across, up = wide.columns.to_numpy(dtype=float), wide.index.to_numpy(dtype=float)
    filled = axes.contourf(across, up, wide.to_numpy(dtype=float), levels=9, cmap="cividis")
    if np.ptp(wide.to_numpy()) > 0:
        lines = axes.contour(
            across, up, wide.to_numpy(dtype=float), levels=filled.levels, colors="white", linewidths=0.7
        )
        axes.clabel(lines, fontsize=SMALL, fmt=WHOLE_NUMBERS)
    axes.scatter(
        table["horizontal"],
        table["vertical"],
        s=9,
        color="white",
        edgecolors=INK,
        linewidths=0.5,
        zorder=3,
        clip_on=False,
    )
    colour_bar(filled, axes, unit)
    axes.set_xlabel(factor_words(horizontal), fontsize=BODY)
    axes.set_ylabel(factor_words(vertical), fontsize=BODY)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(WHOLE_NUMBERS)
    return figure
