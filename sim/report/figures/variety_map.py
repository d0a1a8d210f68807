"""What can happen at all: a map of outcomes, each cell filled by what programmes fell into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import outcome_words, with_unit
from sim.report.figures.style import BODY, INK, SMALL, VERMILION, arm_words, colour_bar, nothing, sheet

LINE, WORD = 0.045, 0.25  # shares of the axes that a name takes


@drawn
def draw_variety(met: Sequence[Sequence[float]], sides: Mapping[str, Mapping[str, Any]],
                 known: Mapping[str, Sequence[float]]) -> Figure:  # fmt: skip
    """Draw where programmes fall: the first two outcomes across and up, the third, or how many there are, as colour.

    Args:
        met: values of every programme, in the order of the sides.
        sides: low, high and parts of each side, by outcome.
        known: values of the base and of shipped packages, by name.
    """
    names = list(sides)
    across, up = names[0], names[1]
    labels = [with_unit(*outcome_words(name)) for name in names]
    figure, (axes,) = sheet(_("What can happen at all"), 8.4, 5.6)
    if not met:
        return nothing(figure, _("no programme was tried"))
    values = np.array(met, dtype=float)
    edges: Any = [
        np.linspace(sides[name]["low"], sides[name]["high"], sides[name]["parts"] + 1) for name in (across, up)
    ]
    inside: Any = [np.clip(values[:, place], edges[place][0], edges[place][-1]) for place in (0, 1)]
    counts, *_edges = np.histogram2d(inside[0], inside[1], bins=edges)
    shown, label = counts, _("programmes that fell there")
    if len(names) > 2:
        sums, *_edges = np.histogram2d(inside[0], inside[1], bins=edges, weights=values[:, 2])
        with np.errstate(invalid="ignore", divide="ignore"):
            shown, label = sums / counts, _("{outcome}, mean of the programmes that fell there", outcome=labels[2])
    image = axes.pcolormesh(edges[0], edges[1], np.where(counts > 0, shown, np.nan).T, cmap="cividis")
    colour_bar(image, axes, label)
    axes.scatter(values[:, 0], values[:, 1], s=4, color="white", alpha=0.8, linewidth=0)
    for place in known.values():
        axes.scatter(place[0], place[1], marker="D", s=30, color=VERMILION, edgecolor="white", linewidth=0.8, zorder=4)
    axes.set_xlim(edges[0][0], edges[0][-1])
    axes.set_ylim(edges[1][0], edges[1][-1])
    _name(axes, known)
    axes.set_xlabel(
        _(
            "{outcome}\ndots: programmes tried; diamonds: the base and shipped packages; white: never met",
            outcome=labels[0],
        ),
        fontsize=BODY,
    )
    axes.set_ylabel(labels[1], fontsize=BODY)
    return figure


def _name(axes: Axes, known: Mapping[str, Sequence[float]]) -> None:
    """Write names beside their marks, each above those that it would cover."""
    taken: list[tuple[float, float]] = []
    for name, place in sorted(known.items(), key=lambda one: one[1][1]):
        across, up = axes.transAxes.inverted().transform(axes.transData.transform((place[0], place[1])))
        height = float(up)
        while any(abs(height - other) < LINE and abs(across - beside) < WORD for beside, other in taken):
            height += LINE / 4
        taken.append((float(across), height))
        at = (float(across) + 0.02, height)
        line = {"arrowstyle": "-", "color": INK, "linewidth": 0.5}
        mark = axes.annotate(arm_words(name), (place[0], place[1]), at, textcoords=axes.transAxes, fontsize=SMALL,
                             color=INK, va="center", arrowprops=line)  # fmt: skip
        mark.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
