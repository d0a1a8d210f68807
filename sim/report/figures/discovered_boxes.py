"""Under which settings a case of interest comes about: each box as ranges of the factors that bound it."""

from __future__ import annotations

from math import log10

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_words
from sim.report.figures.lettering import folded
from sim.report.figures.style import BLUE, GREY, INK, PALE, SMALL, nothing, sheet, words

SHOWN = 4
QUALITY = 4.9  # inches, beside the longest names


@drawn
def draw_discovered_boxes(table: pd.DataFrame, interest: str) -> Figure:
    """Draw boxes as bars over the range of each factor, densest box first, at most four.

    Args:
        table: columns box, factor, low, high, range_low, range_high, coverage, density, density_low, density_high,
            base_rate, n; as `sim.analysis.discover` returns them.
        interest: words for what makes a case of interest.
    """
    boxes = table["box"].unique()[:SHOWN].tolist()
    rows = table[table["box"].isin(boxes)]
    height = 1.3 + 0.7 * len(boxes) + 0.48 * len(rows)
    figure, (axes,) = sheet(_("Where it comes about: {interest}", interest=words(interest)), 8.5, max(2.6, height))
    if rows.empty:
        return nothing(figure, _("no box holds up on cases it was not drawn from"))
    height, ticks, labels = 0.0, [], []
    for box in boxes:
        own = rows[rows["box"] == box]
        quality = folded(_quality(own.iloc[0]), QUALITY, SMALL)
        axes.text(0, height + 0.4, quality, fontsize=SMALL, color=INK, va="center")
        for row in own.to_dict(orient="records"):
            height += 1
            _range(axes, height, row)
            ticks.append(height)
            low, high = (_number(row[name], row) for name in ("range_low", "range_high"))
            ends = _("{low} to {high}", low=low, high=high)
            labels.append(f"{factor_words(row['factor'])}\n{ends}")
        height += 1.4
    axes.set_yticks(ticks, labels, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlim(0, 1)
    axes.set_ylim(height - 0.6, -0.3)
    axes.set_xlabel(_("blue: the box, over the range of each factor in the cases"), fontsize=SMALL, color=GREY)
    return figure


def _quality(row: pd.Series) -> str:
    """Say how good a box is."""
    return _(
        "{density:.0%} [{density_low:.0%} to {density_high:.0%}] of its {n:.0f} cases are of "
        "interest, {base_rate:.0%} of all; it holds {coverage:.0%} of those of interest",
        density=row["density"],
        density_low=row["density_low"],
        density_high=row["density_high"],
        n=row["n"],
        base_rate=row["base_rate"],
        coverage=row["coverage"],
    )


def _number(number: float, row: dict[str, float]) -> str:
    """Write a level with as many decimals as tell hundredths of the factor's range apart."""
    decimals = max(0, 2 - round(log10((row["range_high"] - row["range_low"]) or 1.0)))
    return f"{round(number, decimals):,.10g}"


def _range(axes: Axes, height: float, row: dict[str, float]) -> None:
    """Draw the range of one factor, and the part of it that lies in the box."""
    span = (row["range_high"] - row["range_low"]) or 1.0
    start, end = ((row[name] - row["range_low"]) / span for name in ("low", "high"))
    axes.barh(height, 1, height=0.5, color=PALE)
    axes.barh(height, end - start, left=start, height=0.5, color=BLUE)
    for position, number, shift, side in ((start, row["low"], -0.008, "right"), (end, row["high"], 0.008, "left")):
        if 0.001 < position < 0.999:
            axes.text(position + shift, height, _number(number, row), ha=side, va="center", fontsize=SMALL, color=INK)
