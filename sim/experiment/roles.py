"""Some factors are chosen and some are not known: an experiment says which, and which arm is the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.errors import ExperimentError
from sim.experiment.schema import Content
from sim.scenario import Problem, Scenario
from sim.scenario.wording import nearest
from sim.store import is_priced


def problems_of(content: Content, factors: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return what is wrong with what an experiment says of its factors: key, what was found, what is allowed, hint."""
    found = []
    for name in ("policy", "uncertain"):
        for key in getattr(content, name):
            if key not in factors:
                allowed = f"one of {', '.join(factors)}" if factors else "there are no [factors]"
                found.append((name, f"there is no factor {key!r:.80}", allowed, nearest(key, factors)))
    both = sorted(set(content.policy) & set(content.uncertain))
    return found + [("uncertain", f"{key} is policy too", "a factor is the one or the other", "") for key in both]


def said_of(content: Content, arms: Sequence[tuple[str, str]], worlds: Mapping[str, Scenario]) -> dict[str, Any]:
    """Return what a plan keeps of the roles of its factors and arms; what was not said is left out.

    Args:
        content: what the experiment says.
        arms: name and world of every arm.
        worlds: the scenarios by name.

    Raises:
        ExperimentError: if there is no such arm as the reference.
    """
    names = dict(arms)
    if content.reference and content.reference not in names:
        shown = f"one of {', '.join(list(names)[:12])}{', ...' if len(names) > 12 else ''}"
        what = f"there is no arm {content.reference!r:.80}"
        raise ExperimentError([Problem("reference", what, shown, nearest(content.reference, list(names)))])
    base = worlds[names[content.reference] if content.reference else arms[0][1]]
    free = {name: unpriced(world, base) for name, world in worlds.items()}
    said: dict[str, Any] = {
        "reference": content.reference,
        "policy": list(content.policy),
        "uncertain": list(content.uncertain),
        "unpriced": {name: free[world] for name, world in names.items() if free[world]},
    }
    return {name: value for name, value in said.items() if value}


def unpriced(world: Scenario, base: Scenario) -> list[str]:
    """Return the keys in which a world differs from another and that have no cost in the model."""
    ours, theirs = _flat(world.to_dict()), _flat(base.to_dict())
    keys = [key for key in dict.fromkeys([*ours, *theirs]) if "." in key and not is_priced(key)]
    return [key for key in keys if ours.get(key) != theirs.get(key)]


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        flat |= _flat(value, f"{above}{key}.") if isinstance(value, Mapping) else {f"{above}{key}": value}
    return flat
