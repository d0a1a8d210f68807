"""Which policies help one another and which get in one another's way: log interactions, two by two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_words, outcome_words
from sim.report.figures.lettering import folded
from sim.report.figures.style import BODY, GREY, INK, SMALL, colour_bar, nothing, sheet
from sim.statistics import CONFIDENCE

CELL = 0.9  # inches of a name below a column
SMALLEST_REACH = 0.1  # so that interactions of a few per cent do not look like large ones


@drawn
def draw_interaction_matrix(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw log interactions as a matrix; numbers are bold where it holds up against the number of pairs looked at.

    Args:
        table: columns first, second, log_ratio, low, high, chance; as `sim.analysis.log_interactions` returns them.
        outcome: name of the outcome.
    """
    names = list(dict.fromkeys([*table["first"], *table["second"]]))
    size = max(2, len(names))
    title = _("Log interactions on: {outcome}", outcome=outcome_words(outcome)[0].lower())
    figure, (axes,) = sheet(title, 3.6 + 1.15 * size, 2.0 + 0.72 * size)
    if table.empty:
        return nothing(figure, _("no two factors to compare"))
    grid = np.full((len(names), len(names)), np.nan)
    for row in table.to_dict(orient="records"):
        grid[names.index(row["second"]), names.index(row["first"])] = row["log_ratio"]
    grid = grid[1:, :-1]
    reach = max(float(np.nanmax(np.abs(grid))), SMALLEST_REACH)
    image = axes.imshow(grid, cmap="PuOr_r", vmin=-reach, vmax=reach, aspect="auto")
    for row in table.to_dict(orient="records"):
        _write_cell(axes, names.index(row["first"]), names.index(row["second"]) - 1, row, reach)
    labels = [factor_words(name) for name in names]
    axes.set_xticks(range(len(names) - 1), [folded(one, CELL, SMALL, lines=3) for one in labels[:-1]], fontsize=SMALL)
    axes.set_yticks(range(len(names) - 1), labels[1:], fontsize=SMALL)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    colour_bar(image, axes, _("below 0: substitutes; above 0: they reinforce"), shrink=0.85)
    axes.set_xlabel(
        _("0: a pure series of filters; small: 95 % interval; bold: no chance find, all pairs taken together"),
        fontsize=SMALL,
        color=GREY,
    )
    return figure


def _write_cell(axes: Axes, across: int, down: int, row: Mapping[Any, Any], reach: float) -> None:
    """Write an interaction and its interval into its cell.

    Args:
        axes: of the matrix.
        across, down: column and row of the cell.
        row: of the table.
        reach: the log ratio of full colour.
    """
    sure = row["chance"] < 1 - CONFIDENCE
    depth = abs(row["log_ratio"]) / reach
    ink = "white" if depth > 0.6 else INK if sure or depth > 0.3 else GREY
    weight = "bold" if sure else "normal"
    label = _signed(row["log_ratio"])
    axes.text(across, down - 0.11, label, ha="center", va="center", fontsize=BODY, color=ink, fontweight=weight)
    if np.isfinite(row["low"]):
        ends = _("{low} to {high}", low=_signed(row["low"]), high=_signed(row["high"]))
        axes.text(across, down + 0.17, ends, ha="center", va="center", fontsize=7, color=ink)


def _signed(number: float) -> str:
    """Write a number with its sign and two decimals; what rounds to zero is plainly 0."""
    rounded = round(number, 2)
    return f"{rounded:+.2f}" if rounded else "0"
