"""Worlds are compared like with like: as long, in the same region and with the same population.

Where these differ, the difference of two outcomes is that of two spans, regions or samples, and no policy's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.language import ENGLISH, N_, _, _c, comma, listed, speaking
from sim.scenario.content import read_of
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.load import Scenario
from sim.scenario.wording import shown

Unlike = Mapping[str, Mapping[str, Any]]
"""By dotted key, what every arm says for it; empty if the arms are like with like."""

MOST_KEYS = 6
MOST_VALUES = 4
CITIES = "region.cities"
AGREE = N_("arms agree in run, region and population, so that what differs is the policy")
SECTIONS = ("run", "region", "population")


def unlike(arms: Mapping[str, Scenario]) -> dict[str, dict[str, Any]]:
    """Find the keys of [run], [region] and [population] in which worlds differ.

    Args:
        arms: the worlds by name.

    Returns:
        By dotted key, the value in every arm; empty if they are like with like. City files count by what the model
        reads in them, not by their paths.
    """
    frames = {name: _frame_of(scenario) for name, scenario in arms.items()}
    keys = dict.fromkeys(key for one in frames.values() for key in one)
    found = {key: {name: one[key] for name, one in frames.items()} for key in keys}
    return {key: values for key, values in found.items() if _differ(key, values, arms)}


def horizons(arms: Mapping[str, Scenario]) -> dict[str, int]:
    """Return the quarters over which outcomes count, by arm: the run without its past."""
    return {name: scenario.run.quarters - scenario.run.policy_quarter for name, scenario in arms.items()}


def unlike_for_plan(arms: Mapping[str, Scenario]) -> dict[str, Any]:
    """Return what a plan keeps of arms that are not like with like, for those who read its runs; else nothing.

    Returns:
        unlike: in which keys they differ, in words; horizons: quarters over which outcomes count, by arm, if they
        differ.
    """
    found, counted = unlike(arms), horizons(arms)
    apart = {"horizons": counted} if len(set(counted.values())) > 1 else {}
    with speaking(ENGLISH):  # what is kept is the same, whoever ran it
        words = unlike_in_words(found)
    return {"unlike": words, **apart} if found else {}


def unlike_in_words(found: Unlike) -> str:
    """Say in which keys arms differ: "run.quarters (24 in tiny, 60 in baseline)"; empty if they do not."""
    words = [
        _c("a key and its words", "{key} ({label})", key=key, label=values_in_words(values))
        for key, values in list(found.items())[:MOST_KEYS]
    ]
    more = [_("{count} more", count=len(found) - MOST_KEYS)] if len(found) > MOST_KEYS else []
    return listed([*words, *more], none="")


def refuse_unlike(arms: Mapping[str, Scenario], location: str, asked_by: str) -> None:
    """Raise if worlds are not like with like.

    Args:
        arms: the worlds by name.
        location: what compares them, for the message.
        asked_by: how to ask for it all the same, such as "--unlike".

    Raises:
        ScenarioError: names the keys, and what the arms say for them.
    """
    found = unlike(arms)
    if found:
        raise ScenarioError([unlike_problem(found, location, asked_by)])


def unlike_problem(found: Unlike, location: str, asked_by: str, line: str = "") -> Problem:
    """State that arms are not like with like, and both ways out."""
    return Problem(
        location,
        _("the arms are not like with like: they differ in {unlike_in_words}", unlike_in_words=unlike_in_words(found)),
        _(AGREE),
        line=line,
        fix=_(
            "set {listed} alike in all arms, or ask for the comparison with {asked_by}",
            listed=listed(list(found)[:MOST_KEYS], none=""),
            asked_by=asked_by,
        ),
    )


def _frame_of(scenario: Scenario) -> dict[str, Any]:
    data = {
        "run": scenario.run.model_dump(exclude={"fill"}),
        "region": scenario.to_dict()["region"],
        "population": scenario.population.model_dump(),
    }
    return {f"{section}.{name}": value for section, table in data.items() for name, value in table.items()}


def _differ(key: str, values: Mapping[str, Any], arms: Mapping[str, Scenario]) -> bool:
    if key != CITIES:
        return len(set(values.values())) > 1
    first, *others = (scenario.region for scenario in arms.values())
    return any(other is not first and read_of(other) != read_of(first) for other in others)


VALUE = N_("{value} in {arm}"), N_("{value} in {arm} and {others} more")
QUARTERS = N_("{value} quarters in {arm}"), N_("{value} quarters in {arm} and {others} more")
"""What is said of a value that one arm has, and of one that several have; messages."""


def values_in_words(values: Mapping[str, Any], first_value: tuple[str, str] = VALUE) -> str:
    """Say each value once, with the first arm that has it and how many others do.

    Args:
        values: by arm.
        first_value: messages for the first value, VALUE or QUARTERS.
    """
    arms: dict[Any, list[str]] = {}
    for name, value in values.items():
        arms.setdefault(value, []).append(name)
    words = [
        _((VALUE if index else first_value)[bool(others)], value=shown(value), arm=first, others=len(others))
        for index, (value, (first, *others)) in enumerate(list(arms.items())[:MOST_VALUES])
    ]
    more = [_("{arms} more values", arms=len(arms) - MOST_VALUES)] if len(arms) > MOST_VALUES else []
    return comma([*words, *more])
