"""Which choice one would regret least if the numbers were read differently, and what may be spent on it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis import robustness
from sim.analysis.wording import counted, too_few
from sim.language import _, comma
from sim.report.chapters.chapter import COST, Asked, Chapter, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, joined, number, outcome_label, paid, unit_of

MOST_NAMED = 6
"""Inputs that one sentence can name."""


def fits(asked: Asked) -> bool:
    """Tell whether parameters were drawn."""
    return len(asked.plan.draws) > 1 and len(asked.settings[0].arms) > 1 and bool(asked.ranked)


def write(asked: Asked) -> ReportSection:
    """Give regrets over the draws by outcome."""
    home = asked.settings[0]
    section = ReportSection(_("If the numbers were read differently"))
    drawn = drawn_words(asked.plan.about["drawn"])
    section.text.append(
        _(
            "{draws:,} draws of {drawn}. The regret of an arm in a draw is what the best arm in that "
            "draw brings more, whatever either costs; so the table gives the programme cost beside "
            "it.",
            draws=len(asked.plan.draws),
            drawn=drawn,
        )
    )
    few = too_few(home.pairs.draws, home.unit)

    def one(outcome: str) -> None:
        table = robustness(home.orderly, outcome)
        if COST in home.runs and outcome != COST:
            table.insert(1, "cost", table["arm"].map(home.runs.groupby("arm")[COST].mean()))
        section.answer = section.answer or verdict(table, outcome, few)
        caption = _(
            "Regret over draws by {outcome}, cost in million yuan; intervals hold 95 %.", outcome=outcome_label(outcome)
        )
        section.tables.append(Table(f"regret_{outcome}", caption, table))

    by_outcome(section, [name for name in asked.ranked if name != COST] or asked.ranked, one)
    return section


def drawn_words(names: Sequence[str]) -> str:
    """Say what was drawn: by their keys if they are few, else how many they are."""
    if len(names) <= MOST_NAMED:
        return comma(names)
    return _(
        "{count} inputs that nobody knows for sure (listed below, under {chapter})",
        count=len(names),
        chapter=_("What was run"),
    )


def verdict(table: pd.DataFrame, outcome: str, few: str) -> str:
    """Say which arm is regretted least, and which within smaller budgets."""
    if few:
        return _("Which arm is regretted least by {outcome} is {few}.", outcome=outcome_label(outcome), few=few)
    best = table.iloc[0]
    regret, low, high = (best[f"expected_regret{end}"] for end in ("", "_low", "_high"))
    most = _(
        "is best in {best_in} of {draws} draws, with an expected regret of {regret}",
        best_in=counted(round(best["best_in"], 1)),
        draws=int(best["draws"]),
        regret=between(regret, low, high, signed=False) + unit_of(outcome),
    )
    steps = stair(table) if "cost" in table else table.iloc[:1]
    if len(steps) < 2:
        return _(
            "{arm} is regretted least by {outcome}: it {most}.",
            arm=arm_words(best["arm"]).capitalize(),
            outcome=outcome_label(outcome),
            most=most,
        )
    shown = [
        _(
            "{arm} from {cost} on ({expected_regret})",
            arm=arm_words(row["arm"]),
            cost=paid(row["cost"]),
            expected_regret=number(row["expected_regret"]),
        )
        for _place, row in steps.iterrows()
    ]
    return _(
        "Which arm is regretted least by {outcome} depends on what may be spent (expected regret "
        "in brackets): {shown}. The last {most}.",
        outcome=outcome_label(outcome),
        shown=joined(shown),
        most=most,
    )


def stair(table: pd.DataFrame) -> pd.DataFrame:
    """Return the arms that no arm as cheap is regretted less than, cheapest first."""
    steps = table.sort_values(["cost", "expected_regret"], kind="stable")
    lowest = steps["expected_regret"].cummin().shift(fill_value=float("inf"))
    return steps[steps["expected_regret"] < lowest]


CHAPTER = Chapter("robustness", fits, write)
