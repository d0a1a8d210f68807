"""Most deals die on the way: of every hundred opened, how many die in which stage, and mostly why."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.language import N_, _, semicolon
from sim.report.figures.folding import drawn
from sim.report.figures.lettering import folded
from sim.report.figures.style import (
    BLUE,
    BODY,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
    FinishedRun,
    RunFigure,
    counted,
    legend_below,
    nothing,
    sheet,
    words,
)
from sim.tables import Stage

DYING_STAGES = tuple(stage.name.lower() for stage in Stage if stage is not Stage.DELIVERED)
STAGE_COLOURS = (SKY, BLUE, VERMILION, PURPLE, ORANGE, YELLOW)
BEFORE_LIGHT_TEXT = frozenset({BLUE, VERMILION, GREEN})
SMALLEST_NAMED = 0.05  # share of opened deals below which a number would not fit its segment
CAUSES_NAMED = 3
CAUSES_WIDE, TINY = 7.2, 7.5  # inches and points of the line below a bar


def shares(deals: pd.DataFrame) -> dict[str, float]:
    """Return the shares of opened deals that died in each stage, are under way and were delivered, sum 1."""
    dead = deals[deals["status"] == "dead"]["stage"].value_counts()
    ends = {_("died in {stage}", stage=words(stage)): float(dead.get(stage, 0)) / len(deals) for stage in DYING_STAGES}
    ends[_("under way")] = float((deals["status"] == "open").mean())
    ends[_("delivered")] = float((deals["status"] == "delivered").mean())
    return ends


def main_causes(deals: pd.DataFrame) -> str:
    """Name the most frequent cause of death in the stages in which most deals die."""
    dead = deals[deals["status"] == "dead"]
    if dead.empty:
        return _("no deal died")
    phrases = []
    for stage in dead["stage"].astype(str).value_counts().index[:CAUSES_NAMED]:
        causes = dead.loc[dead["stage"] == stage, "cause"].value_counts(normalize=True)
        phrases.append(
            _(
                "{stage}: {cause} ({share:.0%})",
                stage=words(stage),
                cause=words(str(causes.index[0])),
                share=causes.iloc[0],
            )
        )
    return _("main causes (share of the stage's deaths): {causes}", causes=semicolon(phrases))


def _bar(axes: Axes, index: int, ends: dict[str, float], named: bool) -> None:
    """Draw one bar; its segments are labelled for the legend once."""
    left = 0.0
    for (label, share), colour in zip(ends.items(), (*STAGE_COLOURS, PALE, GREEN), strict=True):
        axes.barh(
            index,
            100 * share,
            left=100 * left,
            height=0.46,
            color=colour,
            edgecolor="white",
            linewidth=0.8,
            label=label if named else None,
        )
        if share >= SMALLEST_NAMED:
            ink = "white" if colour in BEFORE_LIGHT_TEXT else INK
            middle = 100 * (left + share / 2)
            axes.text(middle, index, f"{100 * share:.0f}", ha="center", va="center", color=ink, fontsize=BODY)
        left += share


@drawn
def draw_pipeline(results: FinishedRun) -> Figure:
    """Draw a bar for each direction: where its deals, opened from the policy year on, have ended so far."""
    deals = counted(results.deals(), results, "opened")
    directions = sorted(deals["direction"].unique())
    figure, (axes,) = sheet(
        _("Where opened deals end"), width=9.5, height=1.9 + 0.85 * max(2, len(directions)), results=results
    )
    if deals.empty:
        return nothing(figure, _("no deal opened from the policy year on"))
    for index, direction in enumerate(directions):
        own = deals[deals["direction"] == direction]
        _bar(axes, index, shares(own), named=index == 0)
        axes.text(0.3, index + 0.27, folded(main_causes(own), CAUSES_WIDE, TINY), va="top", fontsize=TINY, color=GREY)
    axes.set_yticks(
        range(len(directions)),
        [
            _("{direction}\n{count:,} deals", direction=words(name), count=(deals["direction"] == name).sum())
            for name in directions
        ],
        fontsize=BODY,
    )
    axes.set_xlim(0, 100)
    axes.set_ylim(len(directions) - 0.35, -0.4)
    axes.set_xlabel(_("share of opened deals (%)"), fontsize=BODY)
    legend_below(figure)
    return figure


PICTURE = RunFigure("pipeline", N_("Where opened deals end, by direction, and the main causes."), draw_pipeline)
