"""What deals die of, what removal brings and what a barrier costs on average: three tables, always together."""

from __future__ import annotations

import pandas as pd

from sim.analysis import shapley, side_by_side, single_removals, three_tables
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import between, outcome_label, per_cent
from sim.report.figures.barrier_tables import draw_barrier_tables
from sim.report.figures.style import words


def fits(asked: Asked) -> bool:
    """Tell whether this is a full factorial of barriers, each present and absent."""
    barriers = all(key.startswith("barriers.") for key in asked.factors)
    return asked.two_level and barriers and bool(asked.ranked)


def write(asked: Asked) -> ReportSection:
    """Give the three tables for every headline outcome."""
    section = ReportSection("Which barrier binds")
    section.text.append(
        "Three questions, three tables. Proximate deaths: of what did deals die, all barriers in place? Removal: "
        "how much "
        "does the outcome change if this barrier alone goes? Shapley value: how much does it add on average over all "
        "orders of removing them? They need not agree: a deal saved from one barrier meets the next. Beside an "
        "outcome of one direction, the deaths are of that direction."
    )

    def one(outcome: str) -> None:
        tables = three_tables(asked.runs, outcome)
        section.answer = section.answer or answer(side_by_side(tables), outcome, asked.too_few)
        name, caption = f"barriers_{outcome}", f"Barriers and {outcome_label(outcome)}."
        section.pictures.append(Picture(name, caption, draw_barrier_tables(tables, outcome), tables))
        section.tables.append(Table(name, f"{caption[:-1]}; intervals hold 95 %.", side_by_side(tables)))

    by_outcome(section, asked.ranked, one)
    section.tables.append(
        Table("shapley", "Shapley values of the presence of each barrier.", shapley(asked.runs, asked.ranked))
    )
    section.tables.append(
        Table("removals", "Removing one barrier from all, and all but one.", single_removals(asked.runs, asked.ranked))
    )
    section.sources.append(
        "Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II."
    )
    return section


def answer(wide: pd.DataFrame, outcome: str, few: str) -> str:
    """Say whose removal helps most, and what most deals die of."""
    top = wide.iloc[0]
    found = (
        f"on average over all orders of reform {between(top['shapley'], top['shapley_low'], top['shapley_high'])}, and "
        f"{between(top['removal'], top['removal_low'], top['removal_high'])} if it alone goes"
    )
    if few:
        return (
            f"Which barrier's removal helps {outcome_label(outcome)} most is {few}. The largest found is that of "
            f"{words(top['barrier'])}: {found}."
        )
    sentence = f"Removing {words(top['barrier'])} helps {outcome_label(outcome)} most: {found}."
    if "deaths_rank" not in wide:
        return sentence
    killer = wide.loc[wide["deaths_rank"] == 1].iloc[0]
    same = "the same one." if killer["barrier"] == top["barrier"] else "which is another question."
    return (
        f"{sentence} Most deals that die of a barrier die of {words(killer['barrier'])} "
        f"({per_cent(killer['deaths'])} of all deaths), {same}"
    )


CHAPTER = Chapter("barriers", fits, write)
