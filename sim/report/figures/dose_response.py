"""How an outcome answers to more of one factor, and where more brings nothing any more."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from sim.report.figures.labels import factor_words, outcome_words, with_unit
from sim.report.figures.paper import BODY, COLOURS, INK, PALE, SMALL, nothing, sheet


def draw_dose_response(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw the difference from the lowest level, with its interval as a band; one curve per factor.

    Args:
        table: columns factor, level, difference, low, high; as `sim.analysis.dose_response` returns them, of one factor
            or of several put under one another, whose levels are on one scale.
        outcome: name of the outcome.
    """
    label, unit = outcome_words(outcome)
    figure, (axes,) = sheet(f"{label}: difference from the lowest level")
    factors = table["factor"].unique().tolist()
    if table.empty:
        return nothing(figure, "no level to compare")
    for place, factor in enumerate(factors):
        rows = table[table["factor"] == factor].sort_values("level")
        level = rows["level"].to_numpy(dtype=float)
        low, high = (rows[end].to_numpy(dtype=float) for end in ("low", "high"))
        colour = COLOURS[place % len(COLOURS)]
        axes.fill_between(level, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(
            level, rows["difference"].to_numpy(dtype=float), "o-", color=colour, ms=4.5, label=factor_words(factor)
        )
    axes.axhline(0, color=INK, linewidth=1)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    what = "level" if len(factors) > 1 else factor_words(factors[0])
    axes.set_xlabel(f"{what}; band: 95 % interval", fontsize=BODY)
    axes.set_ylabel(with_unit("difference", unit), fontsize=BODY)
    if len(factors) > 1:
        figure.legend(loc="outside lower center", ncols=min(4, len(factors)), frameon=False, fontsize=SMALL)
    axes.margins(x=0.02)
    axes.set_xlim(float(np.min(table["level"])), None)
    return figure
