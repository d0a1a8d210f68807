"""Who beats whom, in how many readings: a count for every two arms, coloured by what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.analysis.wording import counted, units
from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words
from sim.report.figures.lettering import folded
from sim.report.figures.style import BLUE, BODY, INK, SMALL, arm_words, legend_below, nothing, sheet
from sim.statistics import PairVerdict, Verdict

CELL = 1.1  # inches across a count
MOST_LINES = 4  # of a name above a column
SURE, SPLIT, OPEN = (BLUE, "white"), ("#F4E3CD", "#8A4F10"), ("#E8ECF0", "#4F5862")
MARKS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.NEARLY_ALL: SURE,
    Verdict.MOST: SURE,
    Verdict.DISAGREE: SPLIT,
    Verdict.EQUAL: SPLIT,
    Verdict.OPEN: OPEN,
    Verdict.NONE: OPEN,
}
"""Colours of a cell and of the count in it."""


@drawn
def draw_who_beats_whom(pairs: Sequence[PairVerdict], outcome: str, unit: str = "readings") -> Figure:
    """Draw in how many readings the arm of the row is ahead of that of the column, the strongest arm above.

    Args:
        pairs: the verdicts on all pairs.
        outcome: name of the outcome by which arms are compared.
        unit: what is counted, in the plural.
    """
    label = outcome_words(outcome)[0]
    arms = in_order(pairs)
    count = pairs[0].readings if pairs else 0
    title = _(
        "{label}: in how many of {count} {unit} the row is ahead of the column",
        label=label,
        count=count,
        unit=units(unit),
    )
    figure, (axes,) = sheet(title, 3.4 + CELL * max(3, len(arms)), 2.6 + 0.45 * max(3, len(arms)))
    if not pairs:
        return nothing(figure, _("nothing to compare"))
    matrix(axes, pairs, [arm_words(arm) for arm in arms], arms)
    legend_below(figure, legend(unit), most=3)
    return figure


def in_order(pairs: Sequence[PairVerdict]) -> list[str]:
    """Return the arms of some pairs, that which is ahead of most others first."""
    arms = list(dict.fromkeys(arm for pair in pairs for arm in (pair.first, pair.second)))
    ahead = {arm: sum(pair.ahead for pair in pairs if pair.first == arm) for arm in arms}
    for pair in pairs:
        ahead[pair.second] += pair.readings - pair.ahead
    return sorted(arms, key=lambda arm: -ahead[arm])


def matrix(axes: Axes, pairs: Sequence[PairVerdict], names: Sequence[str], arms: Sequence[str]) -> None:
    """Draw the counts into axes; below the diagonal stands nothing, for it would say the same.

    Args:
        axes: to draw into.
        pairs: the verdicts.
        names: what to call the arms.
        arms: in the order in which they stand.
    """
    index = {arm: number for number, arm in enumerate(arms)}
    last = len(arms) - 1
    for pair in pairs:
        one, other = index[pair.first], index[pair.second]
        ahead = pair.ahead if one < other else pair.readings - pair.ahead
        row, column = min(one, other), max(one, other) - 1
        colour, ink = MARKS[pair.verdict]
        axes.add_patch(Rectangle((column + 0.03, row + 0.05), 0.94, 0.9, color=colour, linewidth=0))
        axes.text(
            column + 0.5, row + 0.5, counted(ahead), ha="center", va="center", color=ink, weight="bold", fontsize=BODY
        )
    axes.set(xlim=(0, last), ylim=(last, 0))
    axes.set_yticks([number + 0.5 for number in range(last)], list(names[:-1]), fontsize=SMALL)
    columns = [folded(name, 0.9 * CELL, SMALL, lines=MOST_LINES) for name in names[1:]]
    axes.set_xticks([number + 0.5 for number in range(last)], columns, fontsize=SMALL)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelcolor=INK)
    axes.spines[["left", "bottom", "top", "right"]].set_visible(False)


def legend(unit: str = "readings") -> list[Patch]:
    """Return what the colours of the counts mean."""
    return [
        Patch(color=SURE[0], label=_("sure of four of five {unit} or more, also of those not drawn", unit=units(unit))),
        Patch(color=SPLIT[0], label=_("the {unit} disagree; more of them will not help", unit=units(unit))),
        Patch(color=OPEN[0], label=_("too few {unit} to say", unit=units(unit))),
    ]
