"""A plan keeps which factors are chosen and which are not known, which arm is the reference, and what has no price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.reading import ExperimentContent, ExperimentError
from sim.language import _
from sim.scenario import Problem, Scenario
from sim.scenario.wording import nearest
from sim.store import is_priced


def roles_of(
    content: ExperimentContent, arms: Sequence[tuple[str, str]], worlds: Mapping[str, Scenario]
) -> dict[str, Any]:
    """Return what a plan keeps of the roles of its factors and arms; what was not given is left out.

    Args:
        content: what the experiment says.
        arms: name and world of every arm.
        worlds: the scenarios by name.

    Raises:
        ExperimentError: if there is no such arm as the reference.
    """
    names = dict(arms)
    if content.reference and content.reference not in names:
        shown = _("one of {choices}", choices=", ".join([*list(names)[:12], *["..."][: len(names) > 12]]))
        what = _("there is no arm {reference!r:.80}", reference=content.reference)
        raise ExperimentError([Problem("reference", what, shown, nearest(content.reference, list(names)))])
    base = worlds[names[content.reference] if content.reference else arms[0][1]]
    free = {name: unpriced(world, base) for name, world in worlds.items()}
    roles: dict[str, Any] = {
        "reference": content.reference,
        "policy": list(content.policy),
        "uncertain": list(content.uncertain),
        "unpriced": {name: free[world] for name, world in names.items() if free[world]},
    }
    return {name: value for name, value in roles.items() if value}


def unpriced(world: Scenario, base: Scenario) -> list[str]:
    """Return the keys in which a world differs from another and that have no cost in the model."""
    here, there = flat(world.to_dict()), flat(base.to_dict())
    keys = [key for key in dict.fromkeys([*here, *there]) if "." in key and not is_priced(key)]
    return [key for key in keys if here.get(key) != there.get(key)]


def flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return nested data by dotted keys."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        found |= flat(value, f"{above}{key}.") if isinstance(value, Mapping) else {f"{above}{key}": value}
    return found
