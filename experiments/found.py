"""What the analyses of searches have in common: programmes by budget as a table, and all of it written down."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pandas as pd

from experiments.publish import markdown, write_answer
from sim.analysis.frontier import Frontier, Tried
from sim.report.chapters.money import answer, headline, not_searched, recipe, rules, side_by_side, versus
from sim.report.chapters.phrases import joined, number
from sim.report.figures.frontier import draw_frontier
from sim.store import Results


def frontier_of(script: str) -> Frontier:
    """Return the check of the search that the command line names; that of results/NAME if it names none."""
    name = Path(script).resolve().parent.name
    return Frontier(Results(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("results") / name))


def publish_search(script: str, frontier: Frontier, more: list[str]) -> None:
    """Write what a search found into the README beside an analysis, and its figure into the same folder.

    Args:
        script: path of the analysis.
        frontier: the check.
        more: paragraphs of its own, after the answer.
    """
    figures = {"frontier": draw_frontier(frontier, headline(frontier))}
    said = [f"{headline(frontier)}. {answer(frontier)}", *more, *rules(frontier), side_by_side(frontier)]
    write_answer(
        script, [*said, not_searched(frontier)], figures, [markdown(by_budget(frontier))], basis(script, frontier)
    )


def basis(script: str, frontier: Frontier) -> str:
    """Say what the answer rests on."""
    said, plan = frontier.said, frontier.plan
    return (
        f"{said['runs']:,} runs of {len({one['strand'] for one in said['log']})} searches ({said['engine']}, "
        f"{said['version']}), checked by {len(plan):,} runs in {frontier.readings} readings that they had not seen; "
        f"made with `sim sweep experiments/{Path(script).resolve().parent.name}`, {date.today():%d %B %Y}; model "
        f"{plan.model[:12]}, results {frontier.results.digest()[:12]}. Brackets hold nine readings in ten."
    )


def by_budget(frontier: Frontier) -> pd.DataFrame:
    """Return the best programme within each budget in words."""
    rows = []
    for budget in frontier.budgets:
        one = frontier.best_within(budget)
        if one is not None:
            rows.append(_row(budget, one, frontier))
    return pd.DataFrame(rows)


def _row(budget: float, one: Tried, frontier: Frontier) -> dict[str, str]:
    return {
        "within (million yuan)": number(budget),
        "programme": recipe(one, frontier),
        "brings": f"{number(one.effect.middle, True)} [{number(one.effect.thin_low, True)}, "
        f"{number(one.effect.thin_high, True)}]",
        "costs": f"{number(one.cost[0])} [{number(one.cost[1])}, {number(one.cost[2])}]",
        "leaks": number(one.leaks, True),
        "loses": joined([part.replace("_", " ") for part in frontier.losing(one)]),
        "against what is shipped": versus(frontier, one),
    }
