"""What the analyses of searches have in common: programmes by budget as a table, and all of it written down."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from experiments.publish import Brief, made, markdown, publish, results_of
from sim.analysis.frontier import Frontier, Tried
from sim.language import _, sentences, term
from sim.report.chapters.money import answer, headline, not_searched, recipe, rules, side_by_side, versus
from sim.report.chapters.phrases import joined, number
from sim.report.figures.frontier import draw_frontier


def frontier_of(script: str) -> Frontier:
    """Return the check of the search that the command line names; that of results/NAME if it names none."""
    return Frontier(results_of(script))


def publish_search(script: str, frontier: Frontier, more: Callable[[Frontier], list[str]]) -> None:
    """Write what a search found into the pages beside an analysis, and its figure into the same folder.

    Args:
        script: path of the analysis.
        frontier: the check.
        more: says paragraphs of its own, which stand after the answer.
    """
    publish(script, lambda: brief(script, frontier, more(frontier)))


def brief(script: str, frontier: Frontier, more: list[str]) -> Brief:
    """Say what a search found."""
    figures = {"frontier": draw_frontier(frontier, headline(frontier))}
    first = sentences([_("{sentence}.", sentence=headline(frontier)), answer(frontier)])
    said = [first, *more, *rules(frontier), side_by_side(frontier)]
    tables = [markdown(by_budget(frontier))]
    return Brief([*said, not_searched(frontier)], figures, tables, basis(script, frontier))


def basis(script: str, frontier: Frontier) -> str:
    """Say what the answer rests on."""
    said, plan = frontier.said, frontier.plan
    return _(
        "{runs:,} runs of {searches} searches ({engine}, {version}), checked by {checks:,} runs in {readings} "
        "readings that they had not seen; made with `{command}`, {date}; model {model}, results {results}. Brackets "
        "hold nine readings in ten.",
        runs=said["runs"],
        searches=len({one["strand"] for one in said["log"]}),
        engine=said["engine"],
        version=said["version"],
        checks=len(plan),
        readings=frontier.readings,
        **made(script, frontier.results),
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
        _("within (million yuan)"): number(budget),
        _("programme"): recipe(one, frontier),
        _("brings"): f"{number(one.effect.middle, True)} [{number(one.effect.thin_low, True)}, "
        f"{number(one.effect.thin_high, True)}]",
        _("costs"): f"{number(one.cost[0])} [{number(one.cost[1])}, {number(one.cost[2])}]",
        term("leaks"): number(one.leaks, True),
        _("loses"): joined([term(part) for part in frontier.losing(one)]),
        _("against what is shipped"): versus(frontier, one),
    }
