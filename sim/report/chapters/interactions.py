"""Whether two things together bring more or less than each alone: the log of the ratio, zero for a plain series."""

from __future__ import annotations

from sim.analysis import log_interactions, log_shortfall
from sim.report.chapters.chapter import Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import between, factor_words, number, outcome_label
from sim.report.figures.interaction_matrix import draw_interaction_matrix


def fits(asked: Asked) -> bool:
    """Tell whether factors are on and off in all combinations, and outcomes are counts above zero."""
    return asked.two_level and len(asked.factors) >= 2 and bool(positive(asked))


def positive(asked: Asked) -> list[str]:
    """Return the headline outcomes that are above zero in every arm's mean."""
    means = asked.runs.groupby("arm")[asked.outcomes].mean()
    return [name for name in asked.outcomes if (means[name] > 0).all()]


def write(asked: Asked) -> Section:
    """Give the matrix and the shortfall of all together, by outcome."""
    section = Section("What works together")
    section.text.append(
        "In a plain series of filters, clearing two multiplies their effects, and the log interaction is 0. "
        "Below 0 the two "
        "stand in for one another or share something scarce; above 0 each needs the other."
    )
    for outcome in positive(asked):
        table = log_interactions(asked.runs, outcome)
        whole = log_shortfall(asked.runs, outcome).iloc[0]
        sure = table[(table["low"] > 0) | (table["high"] < 0)]
        strongest = table.iloc[int(table["log_ratio"].abs().to_numpy().argmax())]
        pair = f"{factor_words(strongest['first'])} and {factor_words(strongest['second'])}"
        said = (
            f"By {outcome_label(outcome)}, {len(sure)} of {len(table)} pairs interact beyond chance; strongest "
            f"are {pair} "
            f"({between(strongest['log_ratio'], strongest['low'], strongest['high'])}). All "
            f"{int(whole['factors'])} together "
            f"come to {number(whole['ratio'])} times the product of each alone."
        )
        section.answer = section.answer or said
        section.text.append(said)
        caption = f"Log interactions on {outcome_label(outcome)}."
        section.pictures.append(
            Picture(f"interactions_{outcome}", caption, draw_interaction_matrix(table, outcome), table)
        )
        section.tables.append(Table(f"interactions_{outcome}", f"{caption} Intervals hold 95 %.", table))
    return section


CHAPTER = Chapter("interactions", fits, write)
