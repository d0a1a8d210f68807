"""Gain against cost: who is beaten on both counts, and what one more transfer costs."""

from __future__ import annotations

from sim.analysis import cost_effectiveness
from sim.report.chapters.chapter import COST, Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import arm_words, between, joined, outcome_label
from sim.report.figures.cost_plane import draw_cost_plane

MOST_ARMS = 40


def fits(asked: Asked) -> bool:
    """Tell whether arms cost something and not all the same."""
    few = 2 <= len(asked.plan.arms) <= MOST_ARMS and not asked.sampled
    return few and COST in asked.runs and asked.runs[COST].max() > 0 and bool(gains(asked))


def gains(asked: Asked) -> list[str]:
    """Return the headline outcomes that money may buy."""
    return [name for name in asked.ranked if name != COST]


def write(asked: Asked) -> Section:
    """Give the cost-effectiveness plane by outcome."""
    section = Section("What the money buys")
    section.text.append(
        "Costs of levers are assumptions that serve to rank. An arm is beaten if another gains as much for less, "
        "or more for "
        "as little. The interval of a ratio is Fieller's: it is unbounded where the gain may be zero."
    )
    for outcome in gains(asked):
        table = cost_effectiveness(asked.runs, outcome)
        front = table[table["on_front"] & (table["cost"] > 0)]
        priced = table[(table["cost_per_unit"] > 0) & (table["low"] > 0)].sort_values("cost_per_unit")
        if len(priced) and not section.answer:
            best = priced.iloc[0]
            section.answer = (
                f"Cheapest for {outcome_label(outcome)} is {arm_words(best['arm'])}, at "
                f"{between(best['cost_per_unit'], best['low'], best['high'], signed=False)} million yuan for each "
                "one more."
            )
        names = [arm_words(name) for name in front["arm"]]
        section.text.append(f"Not beaten by {outcome_label(outcome)}: {joined(names)}.")
        name, caption = f"costs_{outcome}", f"Gain in {outcome_label(outcome)} against programme cost."
        section.pictures.append(Picture(name, caption, draw_cost_plane(table, outcome), table))
        section.tables.append(Table(name, f"{caption} Intervals hold 95 %.", table))
    section.sources.append("Fieller, E. C. (1954). Some problems in interval estimation. JRSS B 16, 175-185.")
    return section


CHAPTER = Chapter("costs", fits, write)
