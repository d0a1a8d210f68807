"""What a search wants and must keep to: outcomes, and two measures of who is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.experiment.reading.schema_search import GoalSection, LimitSection
from sim.language import _
from sim.outcomes import OUTCOMES
from sim.scenario.problems import Fault, Statement
from sim.scenario.wording import nearest
from sim.statistics.goals import EQUITY, Goal, Limit

COST, GAIN = "programme_cost_million_yuan", "transfers_delivered"
MONEY = "million yuan"
SENSE = {"higher": "more", "lower": "less"}


def goals_of(said: Mapping[str, GoalSection]) -> tuple[Goal, ...]:
    """Return the goals that a file names; transfers and their cost if it names none."""
    if not said:
        return Goal(GAIN, more=True), Goal(COST, more=False, money=True)
    units = {outcome.name: outcome.unit for outcome in OUTCOMES}
    return tuple(Goal(name, one.want == "more", one.over, units.get(name) == MONEY) for name, one in said.items())


def limits_of(said: Mapping[str, LimitSection]) -> tuple[Limit, ...]:
    """Return the limits that a file names."""
    found = []
    for name, one in said.items():
        if one.most is not None:
            found.append(Limit(name, one.most, True, one.in_readings))
        if one.least is not None:
            found.append(Limit(name, one.least, False, one.in_readings))
    return tuple(found)


def faults_of_goals(best: Mapping[str, GoalSection], limits: Mapping[str, LimitSection], at: str) -> Iterator[Fault]:
    """Find what is wrong with goals and limits.

    Args:
        best: the goals, as the file says them.
        limits: the limits alike.
        at: section that they stand in.
    """
    better = {outcome.name: outcome.better for outcome in OUTCOMES}
    for name, goal in best.items():
        known = [*better, *EQUITY]
        if name not in known:
            yield (at, "best", name), _unknown(name, known)
            continue
        sense = "more" if name in EQUITY else SENSE.get(better[name], goal.want)
        if goal.want != sense:
            what = _(
                "{at}.best.{name} wants {want}, and {sense} of it is better",
                at=at,
                name=name,
                want=goal.want,
                sense=sense,
            )
            yield (at, "best", name), Statement(what, _('want = "{sense}", or another outcome', sense=sense))
    if len(best) == 1:
        what = _("{at}.best names one goal, and one goal has no frontier", at=at)
        allowed = _("two or more, such as an outcome and programme_cost_million_yuan")
        yield (at, "best"), Statement(what, allowed)
    for name, limit in limits.items():
        if name not in better:
            yield (at, "limits", name), _unknown(name, list(better))
        elif limit.most is None and limit.least is None:
            yield (
                (at, "limits", name),
                Statement(_("{at}.limits.{name} sets no limit", at=at, name=name), _("most, least or both")),
            )
        elif limit.most is not None and limit.least is not None and limit.most < limit.least:
            what = _(
                "{at}.limits.{name}: most = {most:g} is below least = {least:g}",
                at=at,
                name=name,
                most=limit.most,
                least=limit.least,
            )
            yield (at, "limits", name), Statement(what, _("least at most as large as most"))


def _unknown(name: str, known: list[Any]) -> Statement:
    return Statement(
        _("there is no outcome {name!r:.80}", name=name),
        _("one of {join}", join=", ".join(known)),
        nearest(name, known),
    )
