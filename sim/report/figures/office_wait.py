"""Clearance offices are a queue: when more is filed than clerks can decide, everybody waits longer."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.language import N_, _
from sim.report.figures.folding import drawn
from sim.report.figures.style import (
    BLUE,
    BODY,
    PALE,
    VERMILION,
    FinishedRun,
    RunFigure,
    mark_policy_start,
    nothing,
    sheet,
    years,
)


@drawn
def draw_office_wait(results: FinishedRun) -> Figure:
    """Draw the mean wait of cases started in a quarter, and below it the cases still waiting at its end."""
    history = results.history()
    figure, (above, below) = sheet(_("Waiting at the clearance offices"), height=5.2, rows=2, results=results)
    if history.empty or not (history["queue"].any() or history["mean_wait"].fillna(0).any()):
        return nothing(figure, _("nobody waited"))
    when = years(history.index, results)
    above.plot(when, history["mean_wait"], color=BLUE, linewidth=2, marker=".", markersize=4)
    above.set_ylabel(_("mean wait (quarters)"), fontsize=BODY)
    above.tick_params(labelbottom=False)
    below.plot(when, history["queue"], color=VERMILION, linewidth=2)
    below.fill_between(when, 0.0, history["queue"].to_numpy(dtype=float), color=VERMILION, alpha=0.15)
    below.set_ylabel(_("queue (cases)"), fontsize=BODY)
    below.set_xlabel(_("year"), fontsize=BODY)
    below.sharex(above)
    for axes in (above, below):
        axes.set_ylim(0, 1.15 * max(axes.get_ylim()[1], 0.1))
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        mark_policy_start(axes, results, named=axes is above)
    return figure


PICTURE = RunFigure("office_wait", N_("Mean wait and queue at the clearance offices."), draw_office_wait)
