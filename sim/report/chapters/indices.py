"""Which numbers decide the outcome: shares of its variance that each explains alone and in company."""

from __future__ import annotations

import pandas as pd

from sim.analysis import explained_alone, sobol_indices, sobol_second_order
from sim.analysis.sobol import FEWEST_POINTS
from sim.analysis.wording import too_few
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import between, factor_words, outcome_label, per_cent
from sim.report.figures.sensitivity import draw_sobol
from sim.statistics import CONFIDENCE


def fits(asked: Asked) -> bool:
    """Tell whether the arms are a Saltelli sample."""
    return asked.kind == "sobol" and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give first and total indices by outcome."""
    section = ReportSection("What the answer hangs on")
    section.text.append(
        "The first-order index is the share of the outcome's variance that a factor explains alone; the total "
        "index adds all "
        "that it explains together with others. The gap between the two is interaction. Indices are of the mean "
        "over seeds; "
        "the share of a single run's variance that is luck stands beside them."
    )
    second = asked.design["indices"] == "second"

    def one(outcome: str) -> None:
        table = sobol_indices(asked.runs, asked.problem, outcome, calc_second_order=second)
        table = table.sort_values("total", ascending=False, ignore_index=True)
        pairs = sobol_second_order(asked.runs, asked.problem, outcome) if second else None
        section.answer = section.answer or verdict(table, outcome, int(asked.design["samples"]))
        name, caption = f"sobol_{outcome}", f"Sobol indices of {outcome_label(outcome)}."
        section.pictures.append(Picture(name, caption, draw_sobol(table, outcome), table))
        section.tables.append(Table(name, f"{caption} Intervals hold 95 %.", table))
        if pairs is not None:
            section.tables.append(Table(f"sobol_pairs_{outcome}", f"Pairs: {outcome_label(outcome)}.", pairs))

    by_outcome(section, asked.outcomes, one)
    section.sources += [
        "Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer Physics "
        "Communications "
        "181, 259-270.",
        "Iwanaga, T., Usher, W., Herman, J. (2022). Toward SALib 2.0. Socio-Environmental Systems Modelling 4, 18155.",
    ]
    return section


def verdict(table: pd.DataFrame, outcome: str, points: int) -> str:
    """Say which factor decides most; of few base points, or of indices that may stand in any order, say just that."""
    few = too_few(points, "base points", FEWEST_POINTS)
    if few:
        return f"Which factor decides most about {outcome_label(outcome)} is {few}."
    top, chance = table.iloc[0], float(table["largest_chance"].iloc[0])
    name, index = factor_words(top["factor"]), between(top["total"], top["total_low"], top["total_high"], signed=False)
    sentence = (
        f"{name.capitalize()} decides most about {outcome_label(outcome)}: its total index is {index}, the largest in "
        f"{per_cent(chance)} of resamples."
        if chance >= CONFIDENCE
        else f"Which factor decides most about {outcome_label(outcome)} is not settled by {points:,} base points: the "
        f"total index of {name} is {index}, the largest in {per_cent(chance)} of resamples; next is "
        f"{factor_words(table['factor'].iloc[1])}. Four times the points halve the intervals."
    )
    return (
        f"{sentence} All factors alone explain {per_cent(explained_alone(table))} of the variance over the ranges "
        "given; the rest is interaction."
    )


CHAPTER = Chapter("indices", fits, write)
