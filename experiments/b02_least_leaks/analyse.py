"""Transfers without leaks: `python experiments/b02_least_leaks/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.found import frontier_of, publish_search
from sim.analysis.frontier import Frontier, Tried
from sim.language import _, sentences
from sim.report.chapters.money import recipe
from sim.report.chapters.phrases import number, paid

FEW_LEAKS = 0.5
"""More leaks over the horizon than in the base that are still called few."""


def main() -> None:
    """Answer the question."""
    frontier = frontier_of(__file__)
    publish_search(__file__, frontier, lambda one: [price_of_leaks(one)])


def price_of_leaks(frontier: Frontier) -> str:
    """Say what the best programme with few leaks brings, and what it costs more than the best without that limit."""
    stands = frontier.spoken_of
    few = [one for one in stands if one.leaks <= FEW_LEAKS]
    if not few:
        return _("No programme that stands has at most {leaks} leaks more than the base.", leaks=FEW_LEAKS)
    best = max(few, key=lambda one: one.effect.middle)
    rivals = [one for one in stands if one.effect.middle >= best.effect.middle]
    cheapest: Tried = min(rivals, key=lambda one: one.cost[0])
    if cheapest is best:
        price = _("It is also the cheapest that brings so much.")
    else:
        price = _(
            "The cheapest that brings as much costs {less} less, with {leaks} leaks.",
            less=paid(best.cost[0] - cheapest.cost[0]),
            leaks=number(cheapest.leaks, True),
        )
    found = _(
        "With at most {leaks} leaks more than in the base the most that was found is {recipe}: {gain} transfers at "
        "{cost}.",
        leaks=FEW_LEAKS,
        recipe=recipe(best, frontier),
        gain=number(best.effect.middle, True),
        cost=paid(best.cost[0]),
    )
    return sentences([found, price])


if __name__ == "__main__":
    main()
