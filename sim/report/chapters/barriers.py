"""What deals die of, what removal brings and what a barrier costs on average: three tables, always together."""

from __future__ import annotations

import pandas as pd

from sim.analysis import shapley, side_by_side, single_removals, three_tables
from sim.language import N_, _, sentences
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
    section = ReportSection(_("Which barrier binds"))
    section.text.append(
        _(
            "Three questions, three tables. Proximate deaths: of what did deals die, all barriers in "
            "place? Removal: how much does the outcome change if this barrier alone goes? Shapley "
            "value: how much does it add on average over all orders of removing them? They need not "
            "agree: a deal saved from one barrier meets the next. Beside an outcome of one "
            "direction, the deaths are of that direction."
        )
    )

    def one(outcome: str) -> None:
        tables = three_tables(asked.runs, outcome)
        section.answer = section.answer or answer(side_by_side(tables), outcome, asked.too_few)
        name, caption = f"barriers_{outcome}", _("Barriers and {outcome}", outcome=outcome_label(outcome))
        section.pictures.append(
            Picture(name, _("{caption}.", caption=caption), draw_barrier_tables(tables, outcome), tables)
        )
        section.tables.append(Table(name, _("{caption}; intervals hold 95 %.", caption=caption), side_by_side(tables)))

    by_outcome(section, asked.ranked, one)
    section.tables.append(
        Table("shapley", _("Shapley values of the presence of each barrier."), shapley(asked.runs, asked.ranked))
    )
    section.tables.append(
        Table(
            "removals", _("Removing one barrier from all, and all but one."), single_removals(asked.runs, asked.ranked)
        )
    )
    section.sources.append(
        "Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II."
    )
    return section


def answer(wide: pd.DataFrame, outcome: str, few: str) -> str:
    """Say whose removal helps most, and what most deals die of."""
    top = wide.iloc[0]
    found = _(
        "on average over all orders of reform {average}, and {alone} if it alone goes",
        average=between(top["shapley"], top["shapley_low"], top["shapley_high"]),
        alone=between(top["removal"], top["removal_low"], top["removal_high"]),
    )
    if few:
        return _(
            "Which barrier's removal helps {outcome} most is {few}. The largest found is that of {barrier}: {found}.",
            outcome=outcome_label(outcome),
            few=few,
            barrier=words(top["barrier"]),
            found=found,
        )
    sentence = _(
        "Removing {barrier} helps {outcome} most: {found}.",
        barrier=words(top["barrier"]),
        outcome=outcome_label(outcome),
        found=found,
    )
    if "deaths_rank" not in wide:
        return sentence
    killer = wide.loc[wide["deaths_rank"] == 1].iloc[0]
    text = N_("Most deals that die of a barrier die of {barrier} ({share} of all deaths), which is another question.")
    if killer["barrier"] == top["barrier"]:
        text = N_("Most deals that die of a barrier die of {barrier} ({share} of all deaths), the same one.")
    return sentences([sentence, _(text, barrier=words(killer["barrier"]), share=per_cent(killer["deaths"]))])


CHAPTER = Chapter("barriers", fits, write)
