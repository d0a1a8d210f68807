"""A deal dies once, in one stage, of one cause: how many died where, of what."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from sim.language import N_, _
from sim.report.figures.folding import drawn
from sim.report.figures.pipeline import DYING_STAGES
from sim.report.figures.style import BODY, INK, PALE, SMALL, FinishedRun, RunFigure, counted, nothing, sheet, words


def table(deals: pd.DataFrame) -> pd.DataFrame:
    """Count dead deals by cause (rows, most frequent first) and stage (columns, in order)."""
    counts = pd.crosstab(deals["cause"].astype(str), deals["stage"].astype(str))
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return counts.reindex(index=order, columns=list(DYING_STAGES), fill_value=0)


@drawn
def draw_deaths(results: FinishedRun) -> Figure:
    """Draw the counts of deals that died from the policy year on; colours are on a logarithmic scale."""
    deals = results.deals()
    dead = counted(deals[deals["status"] == "dead"], results, "ended")
    counts = table(dead) if len(dead) else pd.DataFrame()
    figure, (axes,) = sheet(
        _("Why and where deals die"), width=8.5, height=1.9 + 0.34 * max(5, len(counts)), results=results
    )
    if dead.empty:
        return nothing(figure, _("no deal died from the policy year on"))
    values = counts.to_numpy(dtype=np.float64)
    scale = LogNorm(vmin=0.5, vmax=max(10.0, float(values.max())))
    image = axes.imshow(np.maximum(values, 0.5), cmap="Blues", norm=scale, aspect="auto")
    for edge in range(1, len(counts)):
        axes.axhline(edge - 0.5, color=PALE, linewidth=0.6)
    for (row, column), count in np.ndenumerate(values):
        if count:
            ink = "white" if scale(count) > 0.6 else INK
            axes.text(column, row, f"{count:,.0f}", ha="center", va="center", color=ink, fontsize=SMALL)
    axes.set_xticks(range(len(DYING_STAGES)), [words(stage) for stage in DYING_STAGES], fontsize=BODY)
    axes.set_yticks(range(len(counts)), [words(str(cause)) for cause in counts.index], fontsize=BODY)
    axes.set_xlabel(_("stage in which the deal died ({count:,} deals)", count=int(values.sum())), fontsize=BODY)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, shrink=0.9, pad=0.02, format="{x:,.0f}")
    bar.minorticks_off()
    bar.outline.set_visible(False)
    bar.set_label(_("deals (logarithmic)"), fontsize=SMALL)
    bar.ax.tick_params(labelsize=SMALL)
    return figure


PICTURE = RunFigure("deaths", N_("Deals that died, by stage and cause."), draw_deaths)
