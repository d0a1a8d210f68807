"""Transfers that no city pays for: `python experiments/b03_fair_to_cities/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.found import frontier_of, publish_search
from sim.analysis.frontier import Frontier
from sim.language import _, sentences, term
from sim.report.chapters.money import recipe
from sim.report.chapters.phrases import joined, number, paid
from sim.statistics.goals import WORST_CITY, Goal, aim


def main() -> None:
    """Answer the question."""
    frontier = frontier_of(__file__)
    publish_search(__file__, frontier, lambda one: [who_pays(one)])


def who_pays(frontier: Frontier) -> str:
    """Say what the programme that brings most does to the city that loses most, and what the fairest one brings."""
    goal, base = Goal(WORST_CITY, more=True), frontier.measured[frontier.arms[0]]
    stands = frontier.spoken_of
    if not stands:
        return _("No programme stands in fresh readings.")
    worst = {one.arm: -aim(goal, frontier.measured[one.arm], base) for one in stands}
    most = max(stands, key=lambda one: one.effect.middle)
    fairest = max(stands, key=lambda one: (worst[one.arm], one.effect.middle))
    losing = frontier.losing(most)
    gain = number(most.effect.middle, True)
    if losing:
        who = _(
            "The programme that brings most ({gain}) loses {losing}.",
            gain=gain,
            losing=joined([term(one) for one in losing]),
        )
    else:
        who = _(
            "The programme that brings most ({gain}) leaves no city or direction worse off in most readings.", gain=gain
        )
    if fairest is most:
        fair = _(
            "The city that fares worst by it has {worst} deliveries: no other is fairer.",
            worst=number(worst[most.arm], True),
        )
    else:
        fair = _(
            "The city that fares worst by it has {worst} deliveries. The fairest is {recipe}: its worst city has "
            "{own}, and it brings {brings} at {cost}.",
            worst=number(worst[most.arm], True),
            recipe=recipe(fairest, frontier),
            own=number(worst[fairest.arm], True),
            brings=number(fairest.effect.middle, True),
            cost=paid(fairest.cost[0]),
        )
    return sentences([who, fair])


if __name__ == "__main__":
    main()
