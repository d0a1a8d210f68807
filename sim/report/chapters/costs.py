"""Gain against cost: who is beaten on both counts, and what one more transfer costs."""

from __future__ import annotations

import pandas as pd

from sim.analysis import cost_effectiveness
from sim.language import N_, _
from sim.report.chapters.chapter import COST, Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, factor_words, joined, outcome_label
from sim.report.evidence import Links
from sim.report.figures.cost_plane import draw_cost_plane

MOST_ARMS = 40


def fits(asked: Asked) -> bool:
    """Tell whether arms cost something and not all the same."""
    if asked.sampled or COST not in asked.runs:
        return False
    few = 2 <= len(asked.settings[0].arms) <= MOST_ARMS
    return few and asked.runs[COST].max() > 0 and bool(gains(asked))


def gains(asked: Asked) -> list[str]:
    """Return the headline outcomes that money may buy."""
    return [name for name in asked.ranked if name != COST]


def write(asked: Asked) -> ReportSection:
    """Give the cost-effectiveness plane by outcome, of the arms whose changes all have a cost in the model."""
    home = asked.settings[0]
    baseline = home.arms[0]
    free = {arm: home.plan.unpriced(arm, baseline) for arm in home.arms[1:]}
    priced = [baseline, *(arm for arm, keys in free.items() if not keys and arm not in home.thought)]
    keys = joined([factor_words(key) for key in dict.fromkeys(key for keys in free.values() for key in keys)])
    if len(priced) < 2:
        raise ValueError(_("every arm changes something that has no cost in the model ({keys})", keys=keys))
    runs = home.runs[home.runs["arm"].isin(priced)]
    section = ReportSection(_("What the money buys"))
    section.text.append(
        _(
            "Costs of levers are assumptions that serve to rank. An arm is beaten if another gains "
            "as much for less, or more for as little. The interval of a ratio is Fieller's: it is "
            "unbounded where the gain may be zero."
        )
    )
    if len(priced) < len(home.arms):
        section.text.append(
            _(
                "Left out: {count} of {arms} arms, which change what has no cost in the model ({keys}) "
                "and would look cheap for that alone.",
                count=len(home.arms) - len(priced),
                arms=len(home.arms),
                keys=keys,
            )
        )
    if home.setting and len(asked.settings) > 1:
        section.text.append(_("All is of the setting in which the reference stands: {setting}.", setting=home.setting))

    def one(outcome: str) -> None:
        table = cost_effectiveness(runs, outcome)
        front = table[table["on_front"] & (table["cost"] > 0)]
        section.answer = section.answer or cheapest(home, outcome, table)
        section.text.append(
            _(
                "Not beaten by {outcome}: {arms}.",
                outcome=outcome_label(outcome),
                arms=joined([arm_words(name) for name in front["arm"]]),
            )
        )
        name, caption = (
            f"costs_{outcome}",
            _("Gain in {outcome} against programme cost.", outcome=outcome_label(outcome)),
        )
        section.pictures.append(Picture(name, caption, draw_cost_plane(table, outcome, Links(asked).of_arms()), table))
        section.tables.append(Table(name, _("{caption} Intervals hold 95 %.", caption=caption), table))

    by_outcome(section, gains(asked), one)
    section.sources.append("Fieller, E. C. (1954). Some problems in interval estimation. JRSS B 16, 175-185.")
    return section


def cheapest(home: Asked, outcome: str, table: pd.DataFrame) -> str:
    """Say which arm buys an outcome for least, and for how much; nothing if no arm surely gains for money."""
    if home.too_few:
        return _(
            "Which arm is the cheapest for {outcome} is {too_few}.",
            outcome=outcome_label(outcome),
            too_few=home.too_few,
        )
    dear = table[(table["cost_per_unit"] > 0) & (table["low"] > 0)].sort_values("cost_per_unit")
    if dear.empty:
        return ""
    best = dear.iloc[0]
    count = as_cheap(dear)
    cost = between(best["cost_per_unit"], best["low"], best["high"], signed=False)
    return _(
        CHEAPEST[count > 0],
        outcome=outcome_label(outcome),
        arm=arm_words(best["arm"]),
        cost=cost,
        count=count,
        others=len(dear) - 1,
    )


CHEAPEST = {
    True: N_(
        "Cheapest for {outcome} is {arm}, at {cost} million yuan for each one more; {count} of the {others} "
        "others may be "
        "as cheap, their intervals overlapping."
    ),
    False: N_("Cheapest for {outcome} is {arm}, at {cost} million yuan for each one more."),
}
"""Which arm is the cheapest, by whether others may be as cheap; messages."""


def as_cheap(dear: pd.DataFrame) -> int:
    """Return how many arms may be as cheap as the cheapest."""
    return int((dear["low"].iloc[1:] < dear["high"].iloc[0]).sum())


CHAPTER = Chapter("costs", fits, write)
