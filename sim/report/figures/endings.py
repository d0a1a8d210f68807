"""What ends deals, arm by arm: the share of opened deals that each cause ends, most frequent cause first."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.lettering import folded
from sim.report.figures.style import BODY, INK, PALE, SMALL, arm_words, nothing, sheet, words

SMALLEST_WRITTEN = 0.0005  # share below which a cell stays empty
LONGEST_NAME = 1.7  # inches


@drawn
def draw_endings(table: pd.DataFrame) -> Figure:
    """Draw the causes (rows) against the arms (columns); colours on a square-root scale, numbers in per cent.

    Args:
        table: columns arm, cause and share (of the deals opened, 0..1), one row for each pair of them.
    """
    shares = table.pivot(index="cause", columns="arm", values="share") if len(table) else pd.DataFrame()
    height, width = 1.9 + 0.34 * max(5, len(shares)), 4.0 + 0.85 * max(2, shares.shape[1])
    figure, (axes,) = sheet(_("What ends deals: share of deals opened (%)"), width, height)
    if shares.empty or not shares.to_numpy().max() > 0:
        return nothing(figure, _("no deal ended"))
    arms, causes = list(dict.fromkeys(table["arm"])), list(dict.fromkeys(table["cause"]))
    values = shares.loc[causes, arms].to_numpy(dtype=np.float64)
    scale = PowerNorm(0.5, vmin=0.0, vmax=float(values.max()))
    axes.imshow(values, cmap="Blues", norm=scale, aspect="auto")
    for edge in range(1, len(causes)):
        axes.axhline(edge - 0.5, color=PALE, linewidth=0.6)
    for (row, column), share in np.ndenumerate(values):
        if share >= SMALLEST_WRITTEN:
            ink = "white" if scale(share) > 0.6 else INK
            axes.text(column, row, f"{100 * share:.1f}", ha="center", va="center", color=ink, fontsize=SMALL)
    names = [folded(arm_words(arm), LONGEST_NAME, SMALL, lines=1) for arm in arms]
    axes.set_xticks(range(len(arms)), names, fontsize=SMALL, rotation=35, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(causes)), [words(cause) for cause in causes], fontsize=BODY)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure
