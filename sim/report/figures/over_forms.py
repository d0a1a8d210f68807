"""What holds over forms of the model: gains in every form, and how many forms and draws bear out signs and orders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis.over_forms import BARRIER, LEVER, LIFTED, ORDER, PACKAGE, SIGN, SORTS, Claim, OverForms
from sim.analysis.wording import LEVER_LABELS, counted
from sim.barriers import BARRIERS
from sim.language import N_, _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words
from sim.report.figures.style import (
    BLUE,
    BODY,
    DOTS_PER_INCH,
    GREY,
    INK,
    PALE,
    SMALL,
    TITLE,
    VERMILION,
    arm_words,
    colour_bar,
    nothing,
    sheet,
    words,
)
from sim.statistics import Numbers

HEADS = {LEVER: N_("One lever"), PACKAGE: N_("Packages"), BARRIER: N_("One barrier lifted")}
NAMES = LEVER_LABELS | {f"{LIFTED}{barrier.name}": barrier.label for barrier in BARRIERS}
WIDTH, ROW, ABOVE, BELOW = 11.0, 0.235, 1.05, 0.75  # inches: of the figure, of a line, above and below all lines
LEFT, SPAN = 0.20, 0.46  # shares of the width: where the axes begin, and what they take
COLUMNS = ((SIGN, 0.72, 0.80), (ORDER, 0.885, 0.965))
"""Shares of the width at which counts of forms and of draws stand."""
COLUMN_HEADS = {SIGN: N_("sign holds in"), ORDER: N_("ahead of the next in")}
HELD = N_("{forms} of {of}"), N_("{held} of {draws:,}")
IDLE = N_("moves"), N_("nothing")
"""What stands in the two columns of a world, and of one that moves nothing."""
NINE_IN_TEN = (5, 95)
CELL = 0.95  # inches of a column


@drawn
def draw_over_forms(over: OverForms, outcome: str) -> Figure:
    """Draw what every world gains: a dot a form, a bar for nine draws in ten of all forms, and counts of what holds.

    Args:
        over: the runs.
        outcome: by which.
    """
    lines = _lines(over, outcome)
    height = ABOVE + BELOW + ROW * max(4, len(lines))
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_PER_INCH, facecolor="white")
    if not lines:
        return nothing(figure, _("no lever, package or barrier was asked"))
    axes = figure.add_axes((LEFT, BELOW / height, SPAN, 1 - (ABOVE + BELOW) / height))
    claims, gains = list(over.claims(outcome)), over.gains(outcome)
    for line, world in enumerate(reversed(lines)):
        place = (BELOW + ROW * (line + 0.5)) / height
        if world in over.worlds:
            _line(axes, gains[over.worlds.index(world)], line)
            figure.text(
                LEFT - 0.012,
                place,
                _called(world),
                ha="right",
                va="center",
                fontsize=SMALL,
            )
            _counts(figure, [one for one in claims if one.about == world], place)
        else:
            figure.text(0.02, place, world, va="center", fontsize=BODY, fontweight="bold", color=INK)
    _frame(figure, axes, over, outcome, len(lines))
    return figure


def _frame(figure: Figure, axes: Axes, over: OverForms, outcome: str, lines: int) -> None:
    """Write the title, the heads of the columns and what the marks mean."""
    height = figure.get_figheight()
    title = _(
        "{outcome} against {world}, in {forms} forms of the model",
        outcome=outcome_words(outcome)[0],
        world=arm_words(over.worlds[0]),
        forms=len(over.forms),
    )
    figure.text(0.02, 1 - 0.25 / height, title, fontsize=TITLE, color=INK, va="center")
    for kind, forms, draws in COLUMNS:
        figure.text(
            (forms + draws) / 2, 1 - 0.62 / height, _(COLUMN_HEADS[kind]), ha="center", fontsize=SMALL, color=INK
        )
        for place, head in ((forms, _("forms")), (draws, _("draws"))):
            figure.text(place, 1 - 0.85 / height, head, ha="center", fontsize=SMALL, color=GREY)
    axes.set_ylim(-0.5, lines - 0.5)
    axes.set_yticks([])
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _place: f"{value:+,.0f}".replace("-", "−") if value else "0")
    )
    axes.tick_params(labelsize=SMALL, color=GREY, labelcolor=INK)
    axes.set_xlabel(
        _(
            "blue: a form, mean of {draws} draws; red: the form as shipped; bar: nine draws in ten, all forms",
            draws=len(over.draws),
        ),
        fontsize=SMALL,
        color=GREY,
    )


def _called(world: str) -> str:
    return _(NAMES[world]) if world in NAMES else arm_words(world).capitalize()


def _lines(over: OverForms, outcome: str) -> list[str]:
    """Return what stands on every line: heads, worlds in the order of the shipped form, and nothing between sorts."""
    lines: list[str] = []
    for sort in SORTS:
        if worlds := over.ordered(sort, outcome):
            lines += [*([""] if lines else []), _(HEADS[sort]), *worlds]
    return lines


def _line(axes: Axes, gains: Numbers, height: int) -> None:
    """Draw one world: [forms, draws]."""
    low, high = np.percentile(gains, NINE_IN_TEN)
    axes.hlines(height, low, high, color=PALE, linewidth=6, zorder=1)
    means = gains.mean(axis=1)
    axes.scatter(means[1:], np.full(len(means) - 1, height), s=16, color=BLUE, alpha=0.55, linewidth=0, zorder=3)
    axes.scatter(means[:1], [height], s=34, marker="D", color=VERMILION, edgecolor="white", linewidth=0.7, zorder=4)


def _counts(figure: Figure, claims: Sequence[Claim], place: float) -> None:
    """Write where a world's sign, and its lead over the next, hold; red where not in all forms."""
    for kind, forms, draws in COLUMNS:
        for one in (one for one in claims if one.kind == kind):
            colour = GREY if one.idle else INK if one.forms == one.of else VERMILION
            count = {"forms": one.forms, "of": one.of, "held": counted(one.held), "draws": one.draws * one.of}
            said = IDLE if one.idle else HELD
            pairs = [(forms, _(said[0], **count)), (draws, _(said[1], **count))]
            for across, text in pairs:
                figure.text(across, place, text, ha="center", va="center", fontsize=SMALL - 0.5, color=colour)


@drawn
def draw_form_effects(effects: pd.DataFrame, outcome: str, heads: Sequence[str] = ()) -> Figure:
    """Draw what every word of structure does to what worlds gain.

    Args:
        effects: a row a world, a column a word; as `OverForms.effects` returns them.
        outcome: by which.
        heads: names of the columns; those of the table if none is given.
    """
    figure, (axes,) = sheet(
        _("What a choice of structure does to each gain: {outcome}", outcome=outcome_words(outcome)[0].lower()),
        3.4 + CELL * max(3, effects.shape[1]),
        1.7 + ROW * len(effects),
    )
    if effects.empty:
        return nothing(figure, _("no choice of structure was varied"))
    grid = effects.to_numpy()
    reach = max(1.0, float(np.abs(grid).max()))
    image = axes.imshow(grid, cmap="PuOr_r", vmin=-reach, vmax=reach, aspect="auto")
    for down, across in np.ndindex(*grid.shape):
        value = float(grid[down, across])
        ink = "white" if abs(value) > 0.6 * reach else INK
        text = f"{value:+,.0f}".replace("-", "−") if round(value) else "0"
        axes.text(across, down, text, ha="center", va="center", fontsize=SMALL - 1, color=ink)
    names = list(heads) or [words(str(name)).replace(" = ", "\n") for name in effects.columns]
    axes.set_xticks(range(grid.shape[1]), names, fontsize=SMALL)
    axes.xaxis.tick_top()
    axes.set_yticks(
        range(grid.shape[0]),
        [_called(str(name)) for name in effects.index],
        fontsize=SMALL,
    )
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    colour_bar(image, axes, _("gain with the word less gain with that of the shipped form"), shrink=0.85)
    return figure
