"""How sure a ranking is: the chance of every arm to hold every rank."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words
from sim.report.figures.style import BODY, GREY, INK, SMALL, beside, nothing, sheet, words

SMALLEST_NAMED = 0.005


@drawn
def draw_rank_chances(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw the chances of ranks as a matrix, best arm above, with each arm's expected regret.

    Args:
        table: columns arm, chance_rank_1 to chance_rank_<arms> and expected_regret; as `sim.analysis.ranking`
            returns them.
        outcome: name of the outcome by which the arms are ranked.
    """
    label, unit = outcome_words(outcome)
    count = len(table)
    height = 1.7 + 0.38 * max(3, count)
    figure, (axes,) = sheet(f"{label}: chance of every rank (%)", 4.6 + 0.5 * max(3, count), height)
    if table.empty:
        return nothing(figure, "nothing to rank")
    chances = table[[f"chance_rank_{rank}" for rank in range(1, count + 1)]].to_numpy(dtype=float)
    axes.imshow(chances, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for index, row in enumerate(chances):
        for rank, chance in enumerate(row):
            if chance >= SMALLEST_NAMED:
                ink = "white" if chance > 0.55 else INK
                axes.text(rank, index, f"{100 * chance:.0f}", ha="center", va="center", fontsize=SMALL, color=ink)
    axes.set_xticks(range(count), [str(rank) for rank in range(1, count + 1)])
    axes.set_yticks(range(count), [words(arm) for arm in table["arm"]], fontsize=BODY)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel("rank (1 is best)", fontsize=BODY)
    axes.annotate(
        f"expected\nregret{f' ({unit})' if unit else ''}",
        (1.03, 0.0),
        xycoords="axes fraction",
        xytext=(0, -4),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=GREY,
    )
    decimals = 0 if table["expected_regret"].max() >= 100 else 2
    for index, regret in enumerate(table["expected_regret"]):
        beside(axes, index, f"{regret:,.{decimals}f}")
    return figure
