"""Under which settings a case of interest comes about: each box as ranges of the factors that bound it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.labels import factor_words
from sim.report.figures.paper import BLUE, BODY, GREY, INK, PALE, SMALL, nothing, sheet

SHOWN = 4


def draw_discovered_boxes(table: pd.DataFrame, interest: str) -> Figure:
    """Draw boxes as bars over the range of each factor, densest box first, at most four.

    Args:
        table: columns box, factor, low, high, range_low, range_high, coverage, density, density_low, density_high,
            base_rate, n; as `sim.analysis.discover` returns them.
        interest: words for what makes a case of interest.
    """
    boxes = table["box"].unique()[:SHOWN].tolist()
    bars = [int((table["box"] == box).sum()) for box in boxes]
    height = 1.2 + sum(0.8 + 0.42 * count for count in bars)
    figure, panels = sheet(f"Where it comes about: {interest}", 8.0, max(2.6, height), rows=max(1, len(boxes)))
    if not boxes:
        return nothing(figure, "no box holds up on cases it was not drawn from")
    for axes, box in zip(panels, boxes, strict=True):
        _ranges(axes, table[table["box"] == box])
    panels[-1].set_xlabel("range of each factor, from its lowest to its highest value", fontsize=BODY)
    return figure


def _ranges(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw one box; its quality stands above it."""
    for place, row in enumerate(rows.to_dict(orient="records")):
        span = (row["range_high"] - row["range_low"]) or 1.0
        start, end = ((row[name] - row["range_low"]) / span for name in ("low", "high"))
        axes.barh(place, 1, height=0.5, color=PALE)
        axes.barh(place, end - start, left=start, height=0.5, color=BLUE)
        for position, number, side in ((start, row["low"], "left"), (end, row["high"], "right")):
            if 0.001 < position < 0.999:
                axes.text(
                    position + (0.008 if side == "left" else -0.008),
                    place,
                    f"{number:.3g}",
                    ha=side,
                    va="center",
                    fontsize=SMALL,
                    color="white",
                )
        for position, name, side in ((-0.01, "range_low", "right"), (1.01, "range_high", "left")):
            axes.text(position, place, f"{row[name]:.3g}", ha=side, va="center", fontsize=SMALL, color=GREY)
    first = rows.iloc[0]
    said = (
        f"{first['density']:.0%} of the cases inside are of interest "
        f"[{first['density_low']:.0%} to {first['density_high']:.0%}], of all {first['base_rate']:.0%}; "
        f"it holds {first['coverage']:.0%} of those of interest ({first['n']:.0f} cases)"
    )
    axes.text(0, -0.62, said, fontsize=SMALL, color=INK, va="center")
    axes.set_yticks(range(len(rows)), [factor_words(name) for name in rows["factor"]], fontsize=BODY)
    axes.tick_params(axis="y", length=0, pad=30)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlim(0, 1.07)
    axes.set_ylim(len(rows) - 0.5, -0.9)
