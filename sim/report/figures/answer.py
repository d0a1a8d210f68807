"""An answer in one figure: what each arm adds and costs, what its doubt is of, and who beats whom in how many readings.

Places are inches from the left and the top, so that a figure of many arms grows and no letter shrinks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.answer import Answer, ArmRow
from sim.analysis.sentences import headline
from sim.analysis.wording import CERTAIN, amount, bars_words, called, counted, undoubted, units
from sim.language import N_, _, _c, money
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.lettering import folded
from sim.report.figures.style import BLUE, BODY, DOTS_PER_INCH, GREY, INK, ORANGE, PALE, SKY, SMALL, TITLE, nothing
from sim.report.figures.who_beats_whom import CELL, in_order, legend, matrix
from sim.statistics import Numbers

LIGHT = "#9CC6E2"
LEFT, NAMES, EFFECTS, DOUBT, NOTE = 0.3, 2.6, 4.3, 1.9, 5.9  # inches: the margin, names, axes, and words beside
MILLIONS = "million yuan"
COLUMNS = (
    (N_("Cost"), MILLIONS, 0.85),
    (N_("Cost per"), "", 0.85),
    (N_("Efficient"), N_("of {readings} {unit}"), 1.05),
    (N_("Leaks"), N_("more"), 0.7),
    (N_("Wait"), N_("quarters"), 0.75),
)
HEAD, ROW, LINE = 1.5, 0.6, 0.2  # inches: above the first arm, of an arm, of a line of words
PARTS = (
    ("luck", N_("luck of a run"), "#B8B8B8"),
    ("rows", N_("parameters and coding"), SKY),
    ("form", N_("form of the model"), ORANGE),
)
LEAST_NAMED = 0.14  # share of the doubt that is wide enough for its number
DOTS_SEED = 1


@drawn
def draw_answer(
    answer: Answer,
    gains: Mapping[str, Numbers],
    titles: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
) -> Figure:
    """Draw what readings say of the arms of a study: effects, money, side effects, the doubt, and the order.

    Args:
        answer: what they say, by one outcome.
        gains: by arm, [readings] the effect against the first arm, above 0 for better.
        titles: what to call arms, by their names.
        links: by arm, [readings] where its dots lead to, in an SVG.
    """
    labels = titles or {}
    order = in_order(answer.pairs)
    below = max(1, len(order) - 1)
    width = max(
        LEFT + NAMES + EFFECTS + sum(one[2] for one in COLUMNS) + DOUBT + 0.8, LEFT + NAMES + CELL * below + NOTE
    )
    rows = ROW * len(answer.arms)
    height = HEAD + rows + 0.75 + 0.95 + 0.5 * max(3, below) + 0.3
    page = _Page(width, height)
    if not answer.arms:
        return nothing(page.figure, _("nothing to compare"))
    _head(page, answer, labels)
    axes = page.axes(LEFT + NAMES, HEAD, EFFECTS, rows)
    _effects(axes, answer, gains, links or {})
    left = LEFT + NAMES + EFFECTS + 0.25
    for place, row in enumerate(answer.arms):
        _facts(page, row, answer, labels, left, HEAD + ROW * (place + 0.5))
    after = left + sum(one[2] for one in COLUMNS) + 0.25
    _doubt(page, answer, after, rows)
    _order(page, answer, [called(arm, labels) for arm in order], order, HEAD + rows + 0.75)
    return page.figure


class _Page:
    """A sheet on which places are inches from the left and the top."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(self.figure)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes at a place; without ticks and lines."""
        bottom = self.height - top - height
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(place)
        axes.spines[["left", "bottom", "top", "right"]].set_visible(False)
        axes.tick_params(length=0, labelsize=SMALL, labelcolor=INK)
        return axes

    def say(self, left: float, top: float, text: str, size: float = SMALL, colour: str = INK, **how: Any) -> None:
        """Write a text whose middle line is at a height."""
        place = (left / self.width, 1 - top / self.height)
        self.figure.text(*place, text, fontsize=size, color=colour, **{"va": "center", **how})


def _head(page: _Page, answer: Answer, labels: Mapping[str, str]) -> None:
    """Write what is found, and what of."""
    room = page.width - 2 * LEFT
    page.say(LEFT, 0.3, folded(headline(answer, labels), room, 1.15 * TITLE, 1), TITLE, weight="bold")
    text = N_("Against {baseline}, {readings} {unit}, the same for all; {undoubted}")
    if answer.forms > 1:
        text = N_("Against {baseline}, {readings} {unit}, {forms} forms of the model, the same for all; {undoubted}")
    text = _(
        text,
        baseline=called(answer.baseline, labels),
        readings=answer.readings,
        unit=units(answer.unit, answer.readings),
        forms=answer.forms,
        undoubted=undoubted(answer),
    )
    page.say(LEFT, 0.58, folded(text, room, SMALL, 1), SMALL, GREY)
    label, unit = outcome_words(answer.outcome)
    top, small = HEAD - 0.52, partial(page.say, size=SMALL, colour=GREY)
    page.say(LEFT + NAMES, top, _("What it adds"), BODY, weight="bold")
    words = _(
        "{outcome}, against {baseline}",
        outcome=with_unit(label.lower(), unit),
        baseline=called(answer.baseline, labels),
    )
    small(LEFT + NAMES, top + LINE, folded(words, EFFECTS, SMALL, 1))
    left = LEFT + NAMES + EFFECTS + 0.25
    for name, below, wide in COLUMNS:
        words = _(below, readings=answer.readings, unit=units(answer.unit)) if below else _one(unit)
        if below == MILLIONS:
            words = _c("below a heading of costs, each with its unit in some languages", "million yuan")
        page.say(left + wide / 2, top, _(name), BODY, weight="bold", ha="center")
        small(left + wide / 2, top + LINE, words, ha="center")
        left += wide
    page.say(left + 0.25, top, _("Source of its doubt"), BODY, weight="bold")
    small(left + 0.25, top + LINE, _("share of the variance, %"))


def _one(unit: str) -> str:
    """Return one of what an outcome counts."""
    if unit == _("deals"):
        return _("deal")
    return unit.removesuffix("s") if " " not in unit else _("unit")


def _money(million: float) -> str:
    """Write an amount below a heading that names its unit, which some languages write beside each amount instead."""
    return money(amount(million), million, last=False)


def _minus(number: str) -> str:
    """Write a number with the sign that is as wide as a plus."""
    return number.replace("-", "−")


def _effects(axes: Axes, answer: Answer, gains: Mapping[str, Numbers], links: Mapping[str, Sequence[str]]) -> None:
    """Draw the effects of all arms: dots, two bars, and the middle in figures."""
    random = np.random.default_rng(DOTS_SEED)
    for place, row in enumerate(answer.arms):
        effect, own = row.effect, gains[row.arm]
        heights = place + 0.28 + random.uniform(-0.06, 0.06, len(own))
        dots = axes.scatter(own, heights, s=8, color=BLUE, alpha=0.4, linewidth=0, zorder=2)
        dots.set_urls(list(links.get(row.arm, ())))
        if math.isfinite(effect.thin_low):
            axes.plot(effect[3:5], [place] * 2, color=LIGHT, linewidth=3.2, solid_capstyle="round", zorder=3)
            axes.plot(effect[1:3], [place] * 2, color=BLUE, linewidth=9, solid_capstyle="butt", zorder=4)
        mark = "white" if math.isfinite(effect.thin_low) else BLUE
        axes.plot([effect.middle] * 2, [place - 0.12, place + 0.12], color=mark, linewidth=1.8, zorder=5)
        text = _minus(amount(effect.middle, effect.thin_low, effect.thin_high, signed=True))
        around = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        axes.text(effect.middle, place - 0.27, text, ha="center", va="center", weight="bold", fontsize=BODY,
                  color=INK, bbox=around, zorder=4)  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.set(ylim=(len(answer.arms) - 0.5, -0.5), yticks=[])
    axes.margins(x=0.06)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(PALE)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: _minus(f"{value:+,.10g}") if value else "0"))
    _rule_above_thoughts(axes, answer.arms)


def _rule_above_thoughts(axes: Axes, arms: Sequence[ArmRow]) -> None:
    """Part thought experiments, which come last, from what policies bring."""
    first = next((place for place, row in enumerate(arms) if row.thought), None)
    if first:
        axes.axhline(first - 0.5, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))


def _facts(page: _Page, row: ArmRow, answer: Answer, labels: Mapping[str, str], left: float, top: float) -> None:
    """Write the name of an arm, its price and its side effects in its row."""
    name = folded(called(row.arm, labels), NAMES - 0.15, BODY, 1 if row.thought else 2)
    page.say(LEFT + NAMES - 0.12, top, name, BODY, ha="right")
    if row.thought:
        page.say(LEFT + NAMES - 0.12, top + LINE, _("a thought experiment, in no order"), SMALL, GREY, ha="right")
    shown = (
        _money(row.cost),
        _money(row.per_unit),
        "–" if math.isnan(row.efficient) else counted(row.efficient),
        amount(row.leaks, signed=True),
        amount(row.wait, signed=True),
    )
    for index, (text, (*_named, wide)) in enumerate(zip(shown, COLUMNS, strict=True)):
        page.say(left + wide / 2, top, _minus(text), BODY, ha="center")
        if index == 1 and row.per_unit_low < row.per_unit_high and not answer.demonstration:
            span = _("{low} to {high}", low=_money(row.per_unit_low), high=_money(row.per_unit_high))
            page.say(left + wide / 2, top + LINE, _minus(span), SMALL - 1, GREY, ha="center")
        left += wide


def _doubt(page: _Page, answer: Answer, left: float, height: float) -> None:
    """Draw where the doubt about each effect comes from, and say what the colours mean."""
    axes = page.axes(left, HEAD, DOUBT, height)
    for place, row in enumerate(answer.arms):
        start = 0.0
        if math.isnan(row.shares.luck):
            words = _("luck alone") if answer.luck_only else _("not told apart")
            axes.text(0, place, words, va="center", fontsize=SMALL, color=GREY)
            continue
        for name, _words, colour in PARTS:
            share = getattr(row.shares, name)
            axes.barh(place, share, left=start, height=0.36, color=colour, linewidth=0)
            if share >= LEAST_NAMED:
                text = "> 99" if share >= CERTAIN else f"{100 * share:.0f}"
                axes.text(start + share / 2, place, text, ha="center", va="center", fontsize=SMALL, color=INK)
            start += share
    axes.set(xlim=(0, 1), ylim=(len(answer.arms) - 0.5, -0.5), xticks=[], yticks=[])
    if all(math.isnan(row.shares.luck) for row in answer.arms):
        return
    named = [(_(words), colour) for name, words, colour in PARTS if name != "form" or answer.forms > 1]
    for line, (words, colour) in enumerate(named):
        page.say(left, HEAD + height + 0.2 + LINE * line, "■", BODY, colour)
        page.say(left + 0.2, HEAD + height + 0.2 + LINE * line, words)


def _order(page: _Page, answer: Answer, names: Sequence[str], arms: Sequence[str], top: float) -> None:
    """Draw who beats whom, with what its colours and those of the bars mean beside it."""
    below = len(arms) - 1
    page.say(LEFT, top + 0.3, _("Who beats whom"), BODY, weight="bold")
    page.say(
        LEFT,
        top + 0.3 + LINE,
        _("in how many of {readings} {unit}", readings=answer.readings, unit=units(answer.unit)),
        SMALL,
        GREY,
    )
    page.say(LEFT, top + 0.3 + 2 * LINE, _("the row is ahead of the column"), SMALL, GREY)
    right = LEFT + NAMES + 0.4
    if below > 0:
        axes = page.axes(LEFT + NAMES, top + 0.95, CELL * below, 0.5 * below)
        matrix(axes, answer.pairs, [folded(name, NAMES - 0.15, SMALL) for name in names], arms)
        right += CELL * below
    marks: list[Patch] = legend(answer.unit) if below > 0 and not answer.demonstration else []
    first = top + 0.95 + 0.15
    for line, mark in enumerate(marks):
        page.say(right, first + 0.24 * line, "■", TITLE, to_hex(mark.get_facecolor()))
        page.say(right + 0.25, first + 0.24 * line, str(mark.get_label()), SMALL)
    first += 0.24 * len(marks) + 0.12
    for line, note in enumerate(bars_words(answer)):
        page.say(right, first + LINE * line, note, SMALL, GREY)
