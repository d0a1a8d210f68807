"""Transfers without leaks: `python experiments/b02_least_leaks/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.found import frontier_of, publish_search
from sim.analysis.frontier import FOUND, Frontier, Tried
from sim.report.chapters.money import recipe
from sim.report.chapters.phrases import number

FEW_LEAKS = 0.5
"""More leaks over the horizon than in the base that are still called few."""


def main() -> None:
    """Answer the question."""
    frontier = frontier_of(__file__)
    publish_search(__file__, frontier, [price_of_leaks(frontier)])


def price_of_leaks(frontier: Frontier) -> str:
    """Say what the best programme with few leaks brings, and what it costs more than the best without that limit."""
    stands = [one for one in frontier.of(FOUND) if one.stands]
    few = [one for one in stands if one.leaks <= FEW_LEAKS]
    if not few:
        return f"No programme that stands has at most {FEW_LEAKS} leaks more than the base."
    best = max(few, key=lambda one: one.effect.middle)
    rivals = [one for one in stands if one.effect.middle >= best.effect.middle]
    cheapest: Tried = min(rivals, key=lambda one: one.cost[0])
    more = best.cost[0] - cheapest.cost[0]
    price = (
        "it is also the cheapest that brings so much"
        if cheapest is best
        else f"the cheapest that brings as much costs {number(more)} million yuan less, "
        f"with {number(cheapest.leaks, True)} leaks"
    )
    return (
        f"With at most {FEW_LEAKS} leaks more than in the base the most that was found is {recipe(best, frontier)}: "
        f"{number(best.effect.middle, True)} transfers at {number(best.cost[0])} million yuan; {price}."
    )


if __name__ == "__main__":
    main()
