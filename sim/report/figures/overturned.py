"""Readings in which a claim fails: where each of their inputs stands among the rows that fit the patterns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_words
from sim.report.figures.style import BLUE, BODY, GREY, PALE, SMALL, VERMILION, nothing, sheet
from sim.statistics import Numbers

JITTER_SEED = 1
ROW = 0.3  # inches of height for an input


@drawn
def draw_overturned(points: pd.DataFrame, fitted: Numbers, title: str) -> Figure:
    """Draw rows that fit as grey dots, an input a line, and the readings in which the claim fails as numbers.

    Args:
        points: a row per reading, a column per input; the index is the reading's number; column `fails` says whether
            the claim fails under fresh seeds too.
        fitted: [rows, inputs] that fit, in the order of the columns.
        title: what is shown.
    """
    inputs = [name for name in points.columns if name != "fails"]
    figure, (axes,) = sheet(title, 9.0, 1.6 + ROW * len(inputs))
    if points.empty or not inputs:
        return nothing(figure, _("the claim failed in no reading that was tried"))
    low, high = fitted.min(axis=0), fitted.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    told = np.abs(points[inputs].to_numpy(dtype=float).mean(axis=0) - fitted.mean(axis=0)) / np.where(
        fitted.std(axis=0) > 0, fitted.std(axis=0), 1.0
    )
    order = np.argsort(told, kind="stable")  # what is moved farthest stands at the top
    jitter = np.random.default_rng(JITTER_SEED).uniform(-0.25, 0.25, len(fitted))
    for line, place in enumerate(order.tolist()):
        shares = (fitted[:, place] - low[place]) / span[place]
        axes.scatter(shares, line + jitter, s=5, color=PALE, zorder=1)
        _numbers(axes, points, inputs[place], (float(low[place]), float(span[place])), line)
    names = [factor_words(inputs[place]) for place in order.tolist()]
    axes.set_yticks(range(len(order)), names, fontsize=SMALL)
    axes.set_xticks([0, 1], [_("least of the rows that fit"), _("greatest")], fontsize=SMALL)
    axes.set_xlim(-0.04, 1.04)
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xlabel(
        _(
            "blue: a reading in which the claim fails, by its number; red: where it holds again "
            "under fresh seeds\ngrey: rows that fit the patterns; inputs that are moved farthest "
            "stand at the top"
        ),
        fontsize=SMALL,
        color=GREY,
    )
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    return figure


def _numbers(axes: Axes, points: pd.DataFrame, name: str, scale: tuple[float, float], line: int) -> None:
    for number, value, fails in zip(points.index, points[name], points["fails"], strict=True):
        share = (float(value) - scale[0]) / scale[1]
        colour = BLUE if fails else VERMILION
        axes.text(share, line, str(number), ha="center", va="center", fontsize=BODY - 1, color=colour, zorder=3)
