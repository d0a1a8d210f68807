"""What deals die of, what removal brings and what a barrier costs on average: three tables, always together."""

from __future__ import annotations

from sim.analysis import shapley, side_by_side, single_removals, three_tables
from sim.report.chapters.chapter import Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import between, outcome_label, per_cent
from sim.report.figures.barrier_tables import draw_barrier_tables
from sim.report.figures.paper import words


def fits(asked: Asked) -> bool:
    """Tell whether this is a full factorial of barriers, each present and absent."""
    barriers = all(key.startswith("barriers.") for key in asked.factors)
    return asked.two_level and barriers and bool(asked.ranked)


def write(asked: Asked) -> Section:
    """Give the three tables for every headline outcome."""
    section = Section("Which barrier binds")
    section.text.append(
        "Three questions, three tables. Proximate deaths: of what did deals die, all barriers in place? Removal: "
        "how much "
        "does the outcome change if this barrier alone goes? Shapley value: how much does it add on average over all "
        "orders of removing the five? They need not agree: a deal saved from one barrier meets the next."
    )
    for outcome in asked.ranked:
        tables = three_tables(asked.runs, outcome)
        wide = side_by_side(tables)
        top, first = wide.iloc[0], outcome == asked.ranked[0]
        killer = wide.loc[wide["deaths_rank"] == 1].iloc[0]
        if first:
            section.answer = (
                f"Removing {words(top['barrier'])} helps {outcome_label(outcome)} most: on average over all orders of "
                f"reform {between(top['shapley'], top['shapley_low'], top['shapley_high'])}, and "
                f"{between(top['removal'], top['removal_low'], top['removal_high'])} if it alone goes. Most deals that "
                f"die of a barrier die of {words(killer['barrier'])} "
                f"({per_cent(killer['deaths'])} of all deaths), "
                + ("the same one." if killer["barrier"] == top["barrier"] else "which is another question.")
            )
        section.pictures.append(
            Picture(
                f"barriers_{outcome}",
                f"Barriers and {outcome_label(outcome)}.",
                draw_barrier_tables(tables, outcome),
                tables,
            )
        )
        section.tables.append(
            Table(f"barriers_{outcome}", f"Barriers and {outcome_label(outcome)}; intervals hold 95 %.", wide)
        )
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


CHAPTER = Chapter("barriers", fits, write)
