"""Whether two things together bring more or less than each alone: the log of the ratio, zero for a plain series."""

from __future__ import annotations

import pandas as pd

from sim.analysis import log_interactions, log_shortfall
from sim.language import _, listed
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, factor_words, number, outcome_label
from sim.report.figures.interaction_matrix import draw_interaction_matrix
from sim.statistics import CONFIDENCE


def fits(asked: Asked) -> bool:
    """Tell whether factors are on and off in all combinations, and there are outcomes."""
    return asked.two_level and len(asked.factors) >= 2 and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give the matrix and the shortfall of all together, by outcome."""
    first = _("the reference ({arms})", arms=arm_words(asked.arms[0]))
    section = ReportSection(_("What works together"))
    section.text.append(
        _(
            "In a plain series of filters, two changes multiply their effects, and the log "
            "interaction is 0. Below 0 the two stand in for one another or share something scarce; "
            "above 0 each needs the other. Changes are made from {first}, all else as it is there; "
            "what the same two do once all other changes are made as well stands beside in the "
            'table, in the columns that begin with "far". Chances are corrected for the number of '
            "pairs.",
            first=first,
        )
    )

    def one(outcome: str) -> None:
        table = log_interactions(asked.runs, outcome)
        whole = log_shortfall(asked.runs, outcome).iloc[0]
        sentence = _(
            "By {outcome}, {verdict} From {first}, all {factors} together come to {ratio} times the "
            "product of each alone; changed back from where all are made, to {far_ratio} times.",
            outcome=outcome_label(outcome),
            verdict=verdict(table, asked.too_few),
            first=first,
            factors=int(whole["factors"]),
            ratio=number(whole["ratio"]),
            far_ratio=number(whole["far_ratio"]),
        )
        section.answer = section.answer or sentence
        section.text.append(sentence)
        caption = _("Log interactions on {outcome}, from {first}.", outcome=outcome_label(outcome), first=first)
        picture = draw_interaction_matrix(table, outcome)
        section.pictures.append(Picture(f"interactions_{outcome}", caption, picture, table))
        section.tables.append(
            Table(f"interactions_{outcome}", _("{caption} Intervals hold 95 %.", caption=caption), table)
        )

    by_outcome(section, asked.outcomes, one)
    return section


def verdict(table: pd.DataFrame, few: str) -> str:
    """Say how many pairs interact beyond chance, by the same corrected chance that the figure prints in bold."""
    sure = table[table["chance"] < 1 - CONFIDENCE]
    among = sure if len(sure) else table
    top = among.iloc[int(among["log_ratio"].abs().to_numpy().argmax())]
    pair = listed([factor_words(top["first"]), factor_words(top["second"])])
    found = f"{pair} ({between(top['log_ratio'], top['low'], top['high'])})"
    if few:
        return _("which pairs interact is {few}.", few=few)
    if len(sure):
        return _(
            "{sure} of {table} pairs interact beyond chance; strongest of them are {found}.",
            sure=len(sure),
            table=len(table),
            found=found,
        )
    return _(
        "none of {table} pairs interacts beyond chance, all taken together; the largest found is {found}.",
        table=len(table),
        found=found,
    )


CHAPTER = Chapter("interactions", fits, write)
