"""What the money buys: programmes by cost and gain in fresh readings, and what is in those that a few budgets allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from sim.analysis.frontier import FOUND, SHIPPED, SIMPLE, Frontier, Tried
from sim.analysis.wording import LEVER_LABELS
from sim.language import _, term
from sim.levers import LEVERS
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words
from sim.report.figures.style import (
    BLUE,
    BODY,
    DOTS_PER_INCH,
    GREEN,
    GREY,
    INK,
    PALE,
    SMALL,
    TITLE,
    VERMILION,
    arm_words,
    nothing,
)

WIDTH, HEIGHT = 13.0, 7.4
QUARTERS_A_YEAR = 4
EMPTY = "#EEF1F4"
NUMBER = SMALL - 1.5
ROW = 0.045  # of the height of the axes


@drawn
def draw_frontier(frontier: Frontier, headline: str) -> Figure:
    """Draw found programmes against shipped packages, and what is in those within a few budgets.

    Args:
        frontier: the check of a search.
        headline: what is seen, in a sentence.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS_PER_INCH, facecolor="white")
    found = frontier.of(FOUND)
    if not found:
        return nothing(figure, _("the search found no programme that what is shipped does not beat"))
    said, label = frontier.said, outcome_words(frontier.outcome)[0].lower()
    figure.text(0.035, 0.955, headline, fontsize=TITLE + 2, fontweight="bold", color=INK, va="center")
    basis = _(
        "Programmes found by {runs:,} runs, tried again in {readings} readings that the search "
        "has not seen; bars hold nine of ten of them",
        runs=said["runs"],
        readings=frontier.readings,
    )
    figure.text(0.035, 0.917, basis, fontsize=BODY, color=GREY, va="center")
    axes = figure.add_axes((0.06, 0.095, 0.52, 0.75))
    figure.text(
        0.06, 0.868, _("{label} against doing nothing, middle of the readings", label=label), fontsize=SMALL, color=GREY
    )
    _plane(axes, frontier, found)
    inside = [one for one in (frontier.best_within(budget) for budget in frontier.budgets) if one is not None]
    _recipes(figure, frontier, list({one.arm: one for one in inside}.values()))
    return figure


def _plane(axes: Axes, frontier: Frontier, found: Sequence[Tried]) -> None:
    """Draw programmes by cost and gain."""
    standing = [one for one in found if one.stands]
    line = [one for place, one in enumerate(standing) if _leads(one, standing[:place])]
    if len(line) > 1:
        costs, bars = [one.cost[0] for one in line], [one.effect for one in line]
        lows, highs = [bar.thin_low for bar in bars], [bar.thin_high for bar in bars]
        axes.fill_between(costs, lows, highs, color=BLUE, alpha=0.10, linewidth=0)
        axes.plot(costs, [bar.middle for bar in bars], color=BLUE, linewidth=1.5, zorder=3)
    for one in (*found, *frontier.of(SIMPLE)):
        colour = BLUE if one.sort == FOUND else GREEN
        hollow = one.sort == FOUND and not one.stands
        mark = {"marker": "o" if one.sort == FOUND else "^", "s": 46 if one.sort == FOUND else 42}
        face = "white" if hollow else colour
        axes.scatter(one.cost[0], one.effect.middle, facecolor=face, edgecolor=colour if hollow else "white",
                     linewidth=1.2, zorder=5, **mark)  # type: ignore[arg-type]  # fmt: skip
    for number, one in enumerate(_shipped(frontier), 1):
        axes.vlines(one.cost[0], one.effect.thin_low, one.effect.thin_high, color=VERMILION, alpha=0.3, linewidth=3)
        axes.hlines(one.effect.middle, *one.cost[1:], color=VERMILION, alpha=0.3, linewidth=3)
        axes.scatter(*_at(one), marker="D", s=120, color=VERMILION, edgecolor="white", linewidth=1, zorder=6 + number)
        axes.annotate(str(number), _at(one), color="white", fontsize=NUMBER, fontweight="bold", ha="center",
                      va="center_baseline", zorder=6 + number)  # fmt: skip
    _scales(axes, frontier)
    _legend(axes, frontier, found)


def _shipped(frontier: Frontier) -> list[Tried]:
    """Return the shipped packages that cost anything, the cheapest first: a log scale has no place for nothing."""
    return [one for one in frontier.of(SHIPPED) if one.cost[0] > 0]


def _at(one: Tried) -> tuple[float, float]:
    return one.cost[0], one.effect.middle


def _leads(one: Tried, cheaper: Sequence[Tried]) -> bool:
    return all(one.effect.middle > other.effect.middle for other in cheaper)


def _scales(axes: Axes, frontier: Frontier) -> None:
    shown = [one for one in frontier.tried if one.cost[0] > 0]
    axes.set_xscale("log")
    axes.set_xlim(0.75 * min(one.cost[0] for one in shown), 1.9 * max(one.cost[0] for one in shown))
    ends = [value for one in shown for value in (one.effect.middle, one.effect.thin_low, one.effect.thin_high)]
    span = np.nanmax([*ends, 0.0]) - np.nanmin([*ends, 0.0])
    axes.set_ylim(np.nanmin([*ends, 0.0]) - 0.03 * span, np.nanmax([*ends, 0.0]) + 0.20 * span)
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+,.0f}".replace("-", "−") if value else "0"))
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(labelsize=SMALL, length=0, labelcolor=INK)
    axes.set_xlabel(_("programme cost over the policy horizon, mean of the readings (million yuan)"), fontsize=BODY)


def _legend(axes: Axes, frontier: Frontier, found: Sequence[Tried]) -> None:
    fell = sum(not one.stands for one in found)
    marks = [
        ("o", BLUE, BLUE, _("found by the search, and still ahead")),
    ]
    if fell:
        marks.insert(1, ("o", "white", BLUE, _("found, but fell behind in fresh readings ({fell})", fell=fell)))
    if frontier.of(SIMPLE):
        marks.append(("^", GREEN, GREEN, _("the levers that most of them hold, and no other")))
    if _shipped(frontier):
        marks.append(("D", VERMILION, VERMILION, _("shipped packages")))
    for row, (mark, face, edge, text) in enumerate(marks):
        height = 0.975 - ROW * row
        axes.scatter(
            0.02, height, marker=mark, s=44, facecolor=face, edgecolor=edge, transform=axes.transAxes, zorder=7
        )
        axes.text(0.04, height, text, transform=axes.transAxes, va="center", fontsize=SMALL, color=edge)
    for number, one in enumerate(_shipped(frontier), 1):
        height = 0.975 - ROW * (len(marks) + 0.85 * (number - 1))
        for place, text, weight in ((0.055, str(number), "bold"), (0.065, arm_words(one.arm), "normal")):
            axes.text(place, height, text, transform=axes.transAxes, ha="right" if weight == "bold" else "left",
                      va="center", fontsize=SMALL, color=VERMILION, fontweight=weight)  # fmt: skip


def _recipes(figure: Figure, frontier: Frontier, chosen: Sequence[Tried]) -> None:
    """Draw what is in the programmes within a few budgets: a column each, filled by strength."""
    used = {lever for one in chosen for lever in one.programme}
    levers = sorted(
        (lever.name for lever in LEVERS if lever.name in frontier.said["space"]["levers"]),
        key=lambda lever: -sum(one.programme.get(lever, (0.0,))[0] for one in chosen),
    )
    rows, first = len(levers), min(frontier.said["space"]["starts"])
    axes = figure.add_axes((0.745, 0.095, 0.24, 0.60))
    for column, one in enumerate(chosen):
        for row, lever in enumerate(reversed(levers)):
            strength, start, cities = one.programme.get(lever, (0.0, first, ()))
            axes.add_patch(Rectangle((column + 0.05, row + 0.08), 0.9, 0.84, color=EMPTY, linewidth=0))
            axes.add_patch(Rectangle((column + 0.05, row + 0.08), 0.9 * strength, 0.84, color=BLUE, linewidth=0))
            later = _("+{years:g} y", years=(start - first) / QUARTERS_A_YEAR) if strength and start > first else ""
            note = " ".join(part for part in (later, _("{count} c", count=len(cities)) if cities else "") if part)
            mark = axes.text(column + 0.5, row + 0.5, note, ha="center", va="center", fontsize=SMALL - 1, color=INK)
            mark.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
        for line, (text, colour, weight) in enumerate(_heads(one)):
            axes.text(column + 0.5, rows + 1.75 - 0.62 * line, text, ha="center", va="center", fontsize=SMALL,
                      color=colour, fontweight=weight)  # fmt: skip
    for line, text in enumerate((_("million yuan"), outcome_words(frontier.outcome)[0].lower(), term("leaks"))):
        axes.text(-0.1, rows + 1.75 - 0.62 * line, text, ha="right", va="center", fontsize=SMALL, color=GREY)
    axes.set(xlim=(0, max(1, len(chosen))), ylim=(0, rows), xticks=[])
    axes.set_yticks(np.arange(rows) + 0.5, [_(LEVER_LABELS[lever]) for lever in reversed(levers)], fontsize=SMALL)
    for tick, lever in zip(axes.get_yticklabels(), reversed(levers), strict=True):
        tick.set_color(INK if lever in used else GREY)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.text(0.60, 0.868, _("What is in the best of them"), fontsize=BODY + 1.5, fontweight="bold", color=INK)
    note = _("filled: strength; +1 y: a year after the first quarter; 2 c: in two cities")
    figure.text(0.60, 0.842, note, fontsize=SMALL, color=GREY)


def _heads(one: Tried) -> list[tuple[str, str, str]]:
    return [
        (f"{one.cost[0]:,.0f}", INK, "bold"),
        (f"{_rounded(one.effect.middle):+,.0f}".replace("-", "−"), BLUE, "bold"),
        (f"{one.leaks:+.1f}".replace("-", "−"), GREY, "normal"),
    ]


def _rounded(value: float) -> float:
    return round(value, -1) if abs(value) >= 100 else round(value)
