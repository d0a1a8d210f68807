"""Which numbers decide the outcome: shares of its variance that each explains alone and in company."""

from __future__ import annotations

from sim.analysis import explained_alone, sobol_indices, sobol_second_order
from sim.report.chapters.chapter import Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import between, factor_words, outcome_label, per_cent
from sim.report.figures.sensitivity import draw_sobol


def fits(asked: Asked) -> bool:
    """Tell whether the arms are a Saltelli sample."""
    return asked.kind == "sobol" and bool(asked.outcomes)


def write(asked: Asked) -> Section:
    """Give first and total indices by outcome."""
    section = Section("What the answer hangs on")
    section.text.append(
        "The first-order index is the share of the outcome's variance that a factor explains alone; the total "
        "index adds all "
        "that it explains together with others. The gap between the two is interaction. Indices are of the mean "
        "over seeds; "
        "the share of a single run's variance that is luck stands beside them."
    )
    second = asked.design["indices"] == "second"
    for outcome in asked.outcomes:
        table = sobol_indices(asked.runs, asked.problem, outcome, calc_second_order=second)
        table = table.sort_values("total", ascending=False, ignore_index=True)
        top = table.iloc[0]
        if not section.answer:
            section.answer = (
                f"{factor_words(top['factor']).capitalize()} decides most about {outcome_label(outcome)}: its "
                "total index is "
                f"{between(top['total'], top['total_low'], top['total_high'], signed=False)}. All factors alone "
                "explain "
                f"{per_cent(explained_alone(table))} of the variance over the ranges given; the "
                "rest is "
                "interaction."
            )
        name, caption = f"sobol_{outcome}", f"Sobol indices of {outcome_label(outcome)}."
        section.pictures.append(Picture(name, caption, draw_sobol(table, outcome), table))
        section.tables.append(Table(name, f"{caption} Intervals hold 95 %.", table))
        if second:
            pairs = sobol_second_order(asked.runs, asked.problem, outcome)
            section.tables.append(Table(f"sobol_pairs_{outcome}", f"Pairs: {outcome_label(outcome)}.", pairs))
    section.sources += [
        "Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer Physics "
        "Communications "
        "181, 259-270.",
        "Iwanaga, T., Usher, W., Herman, J. (2022). Toward SALib 2.0. Socio-Environmental Systems Modelling 4, 18155.",
    ]
    return section


CHAPTER = Chapter("indices", fits, write)
