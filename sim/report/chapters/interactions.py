"""Whether two things together bring more or less than each alone: the log of the ratio, zero for a plain series."""

from __future__ import annotations

import pandas as pd

from sim.analysis import log_interactions, log_shortfall
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, factor_words, number, outcome_label
from sim.report.figures.interaction_matrix import draw_interaction_matrix
from sim.statistics import CONFIDENCE


def fits(asked: Asked) -> bool:
    """Tell whether factors are on and off in all combinations, and there are outcomes."""
    return asked.two_level and len(asked.factors) >= 2 and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give the matrix and the shortfall of all together, by outcome."""
    first = f"the reference ({arm_words(asked.arms[0])})"
    section = ReportSection("What works together")
    section.text.append(
        "In a plain series of filters, two changes multiply their effects, and the log interaction is 0. Below 0 the "
        "two stand in for one another or share something scarce; above 0 each needs the other. Changes are made from "
        f"{first}, all else as it is there; what the same two do once all other changes are made as well stands beside "
        'in the table, in the columns that begin with "far". Chances are corrected for the number of pairs.'
    )

    def one(outcome: str) -> None:
        table = log_interactions(asked.runs, outcome)
        whole = log_shortfall(asked.runs, outcome).iloc[0]
        sentence = (
            f"By {outcome_label(outcome)}, {verdict(table, asked.too_few)} From {first}, all {int(whole['factors'])} "
            f"together come to {number(whole['ratio'])} times the product of each alone; changed back from where all "
            f"are made, to {number(whole['far_ratio'])} times."
        )
        section.answer = section.answer or sentence
        section.text.append(sentence)
        caption = f"Log interactions on {outcome_label(outcome)}, from {first}."
        picture = draw_interaction_matrix(table, outcome)
        section.pictures.append(Picture(f"interactions_{outcome}", caption, picture, table))
        section.tables.append(Table(f"interactions_{outcome}", f"{caption} Intervals hold 95 %.", table))

    by_outcome(section, asked.outcomes, one)
    return section


def verdict(table: pd.DataFrame, few: str) -> str:
    """Say how many pairs interact beyond chance, by the same corrected chance that the figure prints in bold."""
    sure = table[table["chance"] < 1 - CONFIDENCE]
    among = sure if len(sure) else table
    top = among.iloc[int(among["log_ratio"].abs().to_numpy().argmax())]
    pair = f"{factor_words(top['first'])} and {factor_words(top['second'])}"
    found = f"{pair} ({between(top['log_ratio'], top['low'], top['high'])})"
    if few:
        return f"which pairs interact is {few}."
    if len(sure):
        return f"{len(sure)} of {len(table)} pairs interact beyond chance; strongest of them are {found}."
    return f"none of {len(table)} pairs interacts beyond chance, all taken together; the largest found is {found}."


CHAPTER = Chapter("interactions", fits, write)
