"""Deliveries rise or fall with the policy: transfers delivered per quarter, by direction."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.language import N_, _
from sim.report.figures.folding import drawn
from sim.report.figures.style import (
    BODY,
    COLOURS,
    PALE,
    FinishedRun,
    RunFigure,
    legend_below,
    mark_policy_start,
    nothing,
    sheet,
    words,
    years,
)

WINDOW = 4  # quarters of the moving average: one year, so that no season shows


@drawn
def draw_deliveries(results: FinishedRun) -> Figure:
    """Draw deliveries per quarter as dots and their moving average over a year as lines."""
    history = results.history()
    columns = [name for name in history if str(name).startswith("transfers_") and name != "transfers_delivered"]
    figure, (axes,) = sheet(_("Transfers delivered, by direction"), results=results)
    if history.empty or not columns or not float(history[columns].to_numpy().sum()):
        return nothing(figure)
    when = years(history.index, results)
    for name, colour in zip(columns, COLOURS, strict=False):
        smooth = history[name].rolling(WINDOW).mean()
        axes.plot(when, history[name], ".", color=colour, markersize=4, alpha=0.45)
        axes.plot(when, smooth, color=colour, linewidth=2, label=words(str(name).removeprefix("transfers_")))
    mark_policy_start(axes, results)
    axes.set_ylim(0, 1.12 * float(history[columns].to_numpy().max()))
    axes.set_ylabel(_("deliveries per quarter"), fontsize=BODY)
    axes.set_xlabel(_("year (dots: quarters; lines: mean of the last four quarters)"), fontsize=BODY)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    legend_below(figure)
    return figure


PICTURE = RunFigure("deliveries", N_("Transfers delivered per quarter in each direction."), draw_deliveries)
