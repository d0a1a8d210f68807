"""Transfers that no city pays for: `python experiments/b03_fair_to_cities/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.found import frontier_of, publish_search
from sim.analysis.frontier import FOUND, Frontier
from sim.report.chapters.money import recipe
from sim.report.chapters.phrases import joined, number
from sim.statistics.goals import WORST_CITY, Goal, aim


def main() -> None:
    """Answer the question."""
    frontier = frontier_of(__file__)
    publish_search(__file__, frontier, [who_pays(frontier)])


def who_pays(frontier: Frontier) -> str:
    """Say what the programme that brings most does to the city that loses most, and what the fairest one brings."""
    goal, base = Goal(WORST_CITY, more=True), frontier.measured[frontier.arms[0]]
    stands = [one for one in frontier.of(FOUND) if one.stands]
    if not stands:
        return "No programme stands in fresh readings."
    worst = {one.arm: -aim(goal, frontier.measured[one.arm], base) for one in stands}
    most = max(stands, key=lambda one: one.effect.middle)
    fairest = max(stands, key=lambda one: (worst[one.arm], one.effect.middle))
    losing = frontier.losing(most)
    who = f"loses {joined(losing)}" if losing else "leaves no city or direction worse off in most readings"
    return (
        f"The programme that brings most ({number(most.effect.middle, True)}) {who}; the city that fares worst by it "
        f"has {number(worst[most.arm], True)} deliveries. The fairest is {recipe(fairest, frontier)}: its worst city "
        f"has {number(worst[fairest.arm], True)}, and it brings {number(fairest.effect.middle, True)} at "
        f"{number(fairest.cost[0])} million yuan."
    )


if __name__ == "__main__":
    main()
