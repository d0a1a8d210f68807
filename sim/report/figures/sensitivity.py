"""Which factors an outcome depends on: Sobol indices and Morris effects with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.language import _
from sim.report.figures.folding import drawn
from sim.report.figures.labels import factor_words, outcome_words, with_unit
from sim.report.figures.style import BLUE, BODY, GREY, INK, ORANGE, PALE, SKY, legend_below, nothing, sheet

SHOWN = 20


@drawn
def draw_sobol(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw first and total order indices, largest total first, at most 20 factors.

    Args:
        table: columns factor, first, first_low, first_high, total, total_low, total_high, seed_share; as
            `sim.analysis.sobol_indices` returns them.
        outcome: name of the outcome.
    """
    rows = table.sort_values("total", ascending=False, kind="stable").head(SHOWN)
    figure, axes = _sheet(
        _("What the variance comes from: {outcome}", outcome=outcome_words(outcome)[0].lower()), len(rows)
    )
    if rows.empty:
        return nothing(figure, _("no factor to compare"))
    _pair(axes, rows, ("total", _("total, with all interactions"), BLUE), ("first", _("alone (first order)"), SKY))
    label = _("share of the variance of the expected outcome")
    seeds = float(rows["seed_share"].iloc[0])
    if np.isfinite(seeds):
        label = _("{share}; of a single run's variance {seeds:.0%} is luck", share=label, seeds=seeds)
    axes.set_xlabel(label, fontsize=BODY)
    legend_below(figure)
    return figure


@drawn
def draw_morris(table: pd.DataFrame, outcome: str) -> Figure:
    """Draw mean size and spread of elementary effects, largest first, at most 20 factors.

    Args:
        table: columns factor, and mu_star and sigma with _low and _high; as `sim.analysis.morris_effects` returns them.
        outcome: name of the outcome.
    """
    label, unit = outcome_words(outcome)
    rows = table.sort_values("mu_star", ascending=False, kind="stable").head(SHOWN)
    figure, axes = _sheet(_("Which factors move: {outcome}", outcome=label.lower()), len(rows))
    if rows.empty:
        return nothing(figure, _("no factor to compare"))
    spread = _("their spread: interactions and curvature (sigma)")
    _pair(axes, rows, ("mu_star", _("mean size of effects (mu*)"), BLUE), ("sigma", spread, ORANGE))
    axes.set_xlabel(with_unit(_("effect over the factor's whole range"), unit), fontsize=BODY)
    legend_below(figure)
    return figure


def _sheet(title: str, rows: int) -> tuple[Figure, Axes]:
    figure, (axes,) = sheet(title, 8.0, 1.9 + 0.42 * max(3, rows))
    return figure, axes


def _pair(axes: Axes, rows: pd.DataFrame, upper: tuple[str, str, str], lower: tuple[str, str, str]) -> None:
    """Draw two bars per factor, each with its interval."""
    heights = np.arange(len(rows))
    for shift, (name, label, colour) in ((-0.19, upper), (0.19, lower)):
        low, high = (rows[f"{name}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        axes.barh(heights + shift, rows[name].to_numpy(dtype=float), height=0.36, color=colour, label=label)
        axes.hlines(heights + shift, low, high, color="white", linewidth=3.2)
        axes.hlines(heights + shift, low, high, color=INK, linewidth=1.3)
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks(heights, [factor_words(name) for name in rows["factor"]], fontsize=BODY)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.tick_params(axis="y", color=GREY)
