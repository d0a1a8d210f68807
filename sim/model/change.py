"""Policy may change while a run is under way: what is set holds from the next quarter on."""

from __future__ import annotations

import warnings

from sim.engine.policy import with_clerks, with_policy
from sim.language import _
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.renamed import current, words
from sim.state import World
from sim.world import clerk_room, index_of, scaled

CHANGEABLE = ("barriers", "parameters", "levers")


def named_now(key: str) -> str:
    """Return a key by the name that it has now, and warn the caller of `CollaborationModel.set` of an old one."""
    now = current(key) if isinstance(key, str) else key
    if now != key:
        warnings.warn(words(key, now), FutureWarning, stacklevel=3)
    return now


def changed(scenario: Scenario, key: str, value: object) -> Scenario:
    """Return a scenario with one value changed.

    Raises:
        ScenarioError: if the key is unknown, the value not allowed, or the key belongs to how a run begins.
    """
    if not isinstance(key, str) or key in CHANGEABLE:
        raise ScenarioError(
            [Problem("set", _("{key!r:.80} is no key of one value", key=key), _("such as barriers.secrecy"))]
        )
    if key.partition(".")[0] not in CHANGEABLE:
        scenario.with_(**{key: value})  # an unknown key is said to be unknown
        allowed = _(
            "only {changeable} change while a run is under way",
            changeable=", ".join(f"{name}.*" for name in CHANGEABLE),
        )
        raise ScenarioError([Problem("set", _("{key} is fixed when a run begins", key=key), allowed)])
    return scenario.with_(**{key: value})


def put_in_force(world: World, scenario: Scenario, key: str) -> World:
    """Write what a key of a scenario says into a world under way, and return the world."""
    section, name, *_ = f"{key}.".split(".")
    if section == "levers":
        return with_policy(world, scenario)
    scale = float(world.region[0].scale)
    value = scenario.barriers[name] if section == "barriers" else scenario.parameters[name]
    world.base_values[index_of(key)] = scaled(key, value, scale)
    return with_clerks(world, clerk_room(scenario, scale))
