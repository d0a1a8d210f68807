"""What a page may set, and where each key lies in the tables: from the declarations, so that nothing is told twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.experiment.plan.roles import flat
from sim.language import _
from sim.levers import LEVERS
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.resolve import all_keys
from sim.scenario.settings import SETTINGS, SWITCHES
from sim.world.beginning import READ
from sim.world.catalogue import INDEX_OF, levers_of, scaled

COLUMN_OF = {
    "strength": "strength",
    "start_quarter": "start_quarter",
    "ramp_quarters": "ramp_quarters",
    "ramp_shape": "logistic",
    "fixed_cost_million_yuan_per_year": "fixed_cost",
    "variable_cost": "variable_cost",
}
"""Columns of the table of levers, by the keys of a lever's section."""
SHAPES = {"linear": 0, "logistic": 1}
MOVABLE = ("levers.", "barriers.", "parameters.")
FIXED = ("run", "region", "population", "structure")
"""Sections that make the region what it is: another one is another page."""


def places_of(scale: float) -> dict[str, dict[str, Any]]:
    """Return where barriers and parameters lie in the vector of settings, and by what their values are multiplied.

    Those that the population is made of are left out: they are no setting of a page.

    Args:
        scale: organisations over those of the default population.
    """
    keys = {f"parameters.{one.name}": INDEX_OF[one.name] for one in SETTINGS if one.name not in READ}
    keys |= {key: index for key, index in INDEX_OF.items() if key.startswith("barriers.")}
    one = {key: scaled(key, 1.0, scale) for key in keys}
    found: dict[str, dict[str, Any]] = {}
    for key, index in keys.items():
        over = one[key] == 1.0 / scale and scale != 1.0
        found[key] = {"index": index, "over" if over else "times": scale if over else one[key]}
    return found


def forms_in(base: Scenario) -> list[dict[str, Any]]:
    """Return the choices of structure: what is chosen, the word that the page's scenario has, all words and meanings.

    Nothing of the tables at the first quarter hangs on them, so that a page can take another word.
    """
    return [
        {
            "name": one.name,
            "label": one.words,
            "word": base.structure[one.name],
            "words": list(one.meanings),
            "meanings": list(one.meanings.values()),
        }
        for one in SWITCHES
    ]


def levers_in(base: Scenario, scale: float) -> list[dict[str, Any]]:
    """Return of every lever its name, whether it takes cities or fields, and its row as it is by default."""
    every = base.with_(**{f"levers.{lever.name}.strength": 1.0 for lever in LEVERS})
    table, _ = levers_of(every, scale)
    return [
        {
            "name": lever.name,
            "cities": lever.takes_cities,
            "fields": lever.takes_fields,
            "row": {column: table[column][index].item() for column in set(COLUMN_OF.values())},
        }
        for index, lever in enumerate(LEVERS)
    ]


def past_of(base: Scenario) -> list[dict[str, Any]]:
    """Return how the past of the page's scenario differed from what it states, with the ranges of the keys.

    Args:
        base: the page's scenario.
    """
    keys = all_keys()
    return [
        {
            "until": one.until,
            "key": one.key,
            "times": one.times,
            "low": keys[one.key].low,
            "high": keys[one.key].high,
            "whole": keys[one.key].whole,
        }
        for one in (base.history if base.run.history else ())
    ]


def moved_in(scenario: Scenario, base: Scenario) -> dict[str, Any]:
    """Return by dotted key what a scenario sets otherwise than the page's own.

    Args:
        scenario: any scenario.
        base: the one that the page was made of.

    Returns:
        Levers without what they have by default; quarters as numbers; shocks as a list of mappings under "shocks".

    Raises:
        ValueError: if it sets what only another page can: run, region, population, past, form of the model, or what
            the population is made of.
    """
    here, there = (_numbered(one) for one in (scenario, base))
    differ = [key for key in dict.fromkeys([*here, *there]) if "." in key and here.get(key) != there.get(key)]
    own = {f"parameters.{name}" for name in READ}
    strange = [key for key in differ if key.partition(".")[0] in FIXED or key in own]
    if scenario.history != base.history:
        strange.append("history")
    if strange:
        raise ValueError(_("the page holds one region and population; {strange} is another there", strange=strange[0]))
    usual = _numbered(base.with_(**{f"levers.{lever.name}.strength": 1.0 for lever in LEVERS}))
    moved = {
        key: here[key]
        for key in differ
        if key in here and (not key.startswith("levers.") or key.endswith(".strength") or here[key] != usual.get(key))
    }
    shocks = [{"quarter": one.quarter, "key": one.key, "value": one.value} for one in scenario.shocks]
    return {**moved, **({"shocks": shocks} if shocks else {})}


def _numbered(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario says by dotted keys, the starts of its levers as quarters of the run."""
    starts = {f"levers.{name}.start_quarter": given.start_quarter for name, given in scenario.levers.items()}
    return {**flat(scenario.to_dict()), **starts}


def as_world(moved: Mapping[str, Any], base: Scenario, form: Mapping[str, str] | None = None) -> Scenario:
    """Return the scenario that a page's setting is.

    Args:
        moved: by dotted key, as `moved_in` returns it; shocks as a list of mappings.
        base: the page's scenario.
        form: words of structure by choice, where they are not those of the page's scenario.

    Raises:
        ScenarioError: if a key is unknown or a value not allowed; holds every problem found.
    """
    if strange := [key for key in moved if not (key == "shocks" or key.startswith(MOVABLE))]:
        allowed = _("a setting moves {movable} and shocks", movable=", ".join(one.rstrip(".") for one in MOVABLE))
        raise ScenarioError(
            [
                Problem(
                    f"setting {strange[0]:.80}", _("a page does not set {strange!r:.80}", strange=strange[0]), allowed
                )
            ]
        )
    shocks = moved.get("shocks")
    start = Scenario.from_dict({**base.to_dict(), "shocks": shocks}) if shocks else base
    words = {f"structure.{name}": word for name, word in (form or {}).items()}
    keys = [(key, value) for key, value in {**moved, **words}.items() if key != "shocks"]
    return start.varied((f"setting {key}", key, value) for key, value in keys)
