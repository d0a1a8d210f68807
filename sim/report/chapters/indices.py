"""Which numbers decide the outcome: shares of its variance that each explains alone and in company."""

from __future__ import annotations

import pandas as pd

from sim.analysis import explained_alone, sobol_indices, sobol_second_order
from sim.analysis.sobol import FEWEST_POINTS
from sim.analysis.wording import too_few
from sim.language import _, sentences
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import between, factor_words, outcome_label, per_cent
from sim.report.figures.sensitivity import draw_sobol
from sim.statistics import CONFIDENCE


def fits(asked: Asked) -> bool:
    """Tell whether the arms are a Saltelli sample."""
    return asked.kind == "sobol" and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give first and total indices by outcome."""
    section = ReportSection(_("What the answer hangs on"))
    section.text.append(
        _(
            "The first-order index is the share of the outcome's variance that a factor explains "
            "alone; the total index adds all that it explains together with others. The gap between "
            "the two is interaction. Indices are of the mean over seeds; the share of a single run's "
            "variance that is luck stands beside them."
        )
    )
    second = asked.design["indices"] == "second"

    def one(outcome: str) -> None:
        table = sobol_indices(asked.runs, asked.problem, outcome, calc_second_order=second)
        table = table.sort_values("total", ascending=False, ignore_index=True)
        pairs = sobol_second_order(asked.runs, asked.problem, outcome) if second else None
        section.answer = section.answer or verdict(table, outcome, int(asked.design["samples"]))
        name, caption = f"sobol_{outcome}", _("Sobol indices of {outcome}.", outcome=outcome_label(outcome))
        section.pictures.append(Picture(name, caption, draw_sobol(table, outcome), table))
        section.tables.append(Table(name, _("{caption} Intervals hold 95 %.", caption=caption), table))
        if pairs is not None:
            section.tables.append(
                Table(f"sobol_pairs_{outcome}", _("Pairs: {outcome}.", outcome=outcome_label(outcome)), pairs)
            )

    by_outcome(section, asked.outcomes, one)
    section.sources += [
        (
            "Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. "
            "Computer Physics Communications 181, 259-270."
        ),
        "Iwanaga, T., Usher, W., Herman, J. (2022). Toward SALib 2.0. Socio-Environmental Systems Modelling 4, 18155.",
    ]
    return section


def verdict(table: pd.DataFrame, outcome: str, points: int) -> str:
    """Say which factor decides most; of few base points, or of indices that may stand in any order, say just that."""
    few = too_few(points, "base points", FEWEST_POINTS)
    if few:
        return _("Which factor decides most about {outcome} is {few}.", outcome=outcome_label(outcome), few=few)
    top, chance = table.iloc[0], float(table["largest_chance"].iloc[0])
    name, index = factor_words(top["factor"]), between(top["total"], top["total_low"], top["total_high"], signed=False)
    sentence = (
        _(
            "{factor} decides most about {outcome}: its total index is {index}, the largest in {chance} of resamples.",
            factor=name.capitalize(),
            outcome=outcome_label(outcome),
            index=index,
            chance=per_cent(chance),
        )
        if chance >= CONFIDENCE
        else _(
            "Which factor decides most about {outcome} is not settled by {points:,} base points: the "
            "total index of {name} is {index}, the largest in {chance} of resamples; next is {next}. "
            "Four times the points halve the intervals.",
            outcome=outcome_label(outcome),
            points=points,
            name=name,
            index=index,
            chance=per_cent(chance),
            next=factor_words(table["factor"].iloc[1]),
        )
    )
    middle, low, high = map(per_cent, explained_alone(table))
    rest = _(
        "All factors alone explain {middle} of the variance over the ranges given ({low} to {high}); the rest is "
        "interaction.",
        middle=middle,
        low=low,
        high=high,
    )
    return sentences([sentence, rest])


CHAPTER = Chapter("indices", fits, write)
