"""How far searches side by side came by the runs that they asked for."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.language import _, term
from sim.report.figures.folding import drawn
from sim.report.figures.style import BODY, COLOURS, GREY, PALE, SMALL, nothing, sheet


@drawn
def draw_search_progress(log: pd.DataFrame, measure: str, shipped: float, joint: float) -> Figure:
    """Draw the measure of every search by its runs, what all reached together, and what was known before.

    Args:
        log: columns strand, runs and measure, one row a generation.
        measure: what is measured, in a word or two.
        shipped: the measure of what was known before.
        joint: the measure of all searches joined.
    """
    figure, (axes,) = sheet(_("How far the searches came"), 8.0, 3.6)
    if log.empty:
        return nothing(figure, _("no generation was done"))
    for place, (strand, own) in enumerate(log.groupby("strand")):
        colour = COLOURS[place % len(COLOURS)]
        axes.plot(own["runs"], own["measure"], color=colour, linewidth=1.5, marker="o", markersize=3)
        last = own.iloc[-1]
        axes.annotate(f" {strand}", (last["runs"], last["measure"]), color=colour, fontsize=SMALL, va="center")
    right = float(log["runs"].max())
    for value, text in ((joint, _("all joined")), (shipped, _("what is shipped"))):
        axes.axhline(value, color=GREY, linewidth=1.0, linestyle="--")
        axes.annotate(text, (right, value), (0, 4), textcoords="offset points", ha="right", color=GREY, fontsize=SMALL)
    axes.set_xlim(0, right * 1.05)
    axes.set_ylim(0, 1.15 * max(joint, shipped, float(log["measure"].max()), 1e-9))
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_xlabel(_("runs that a search has asked for"), fontsize=BODY)
    axes.set_ylabel(term(measure), fontsize=BODY)
    return figure
