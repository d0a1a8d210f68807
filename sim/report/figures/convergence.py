"""Whether there were enough runs: a difference and its interval as replications grow in number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.style import BLUE, BODY, INK, PALE, SMALL, VERMILION, arm_words, nothing, sheet


@drawn
def draw_convergence(table: pd.DataFrame, arm: str, outcome: str, target: float = 0.05) -> Figure:
    """Draw a difference with its interval, and below it half the interval as a share of the baseline.

    Args:
        table: columns replications, difference, low, high, relative_half_width; as `sim.analysis.convergence` returns
            them.
        arm: name of the arm compared with the baseline.
        outcome: name of the outcome.
        target: relative half-width that was aimed at.
    """
    label, unit = outcome_words(outcome)
    figure, (above, below) = sheet(
        _("{label}: {arm} against the baseline", label=label, arm=arm_words(arm)), height=5.2, rows=2
    )
    if table.empty:
        return nothing(figure, _("too few replications"))
    number = table["replications"].to_numpy(dtype=float)
    low, high = (table[end].to_numpy(dtype=float) for end in ("low", "high"))
    above.fill_between(number, low, high, color=BLUE, alpha=0.2, linewidth=0, label=_("95 % interval"))
    above.plot(number, table["difference"].to_numpy(dtype=float), color=BLUE, linewidth=1.6, label=_("mean"))
    above.axhline(0, color=INK, linewidth=1)
    # The first intervals, of two or three replications, would flatten all that follow.
    settled = number >= min(4, number.max())
    reach = [0.0, *low[settled], *high[settled]]
    margin = 0.06 * (max(reach) - min(reach)) or 1.0
    above.set_ylim(min(reach) - margin, max(reach) + margin)
    above.set_ylabel(with_unit(_("difference"), unit), fontsize=BODY)
    above.legend(frameon=False, fontsize=SMALL, loc="best")
    width = table["relative_half_width"].to_numpy(dtype=float)
    below.plot(number, width, color=BLUE, linewidth=1.6)
    below.axhline(target, color=VERMILION, linewidth=1, linestyle=(0, (4, 3)))
    below.annotate(
        _("aim: {target:.0%}", target=target),
        (number.max(), target),
        ha="right",
        va="bottom",
        fontsize=SMALL,
        color=VERMILION,
    )
    finite = width[settled & np.isfinite(width)]
    below.set_ylim(0, 1.15 * max([target, *finite]))
    below.yaxis.set_major_formatter(PercentFormatter(1, decimals=0 if below.get_ylim()[1] > 0.03 else 1))
    below.set_ylabel(_("half-width, share\nof the baseline"), fontsize=BODY)
    below.set_xlabel(_("replications"), fontsize=BODY)
    below.sharex(above)
    above.set_xlim(number.min(), max(number.max(), number.min() + 1))
    for axes in (above, below):
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure
