"""What a script gives is taken if its meaning is plain, and refused in words if it is not."""

from __future__ import annotations

from numbers import Integral
from os import PathLike
from typing import Any

from sim.language import N_, _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.load import Scenario
from sim.scenario.wording import shown


def scenario_of(given: object, location: str) -> Scenario:
    """Take a scenario, or load the one whose path or shipped name is given.

    Args:
        given: what a script gave.
        location: what to call it in messages.

    Raises:
        ScenarioError: if it is anything else, or what it names is wrong.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, str | PathLike):
        return Scenario.load(given)
    allowed = _('a Scenario, a path, or the name of a shipped scenario such as "baseline"')
    fix = _("Scenario.from_dict makes a scenario of nested mappings") if isinstance(given, dict) else ""
    raise ScenarioError([Problem(location, _("is {kind_of}", kind_of=kind_of(given)), allowed, fix=fix)])


def whole_number(name: str, given: object, least: int, most: int | None = None) -> int:
    """Take any whole number, NumPy's and 3.0 too.

    Args:
        name: what to call it in messages.
        given: what a script gave.
        least: smallest allowed.
        most: largest allowed; None for no limit.

    Raises:
        ValueError: if it is no whole number in its range.
    """
    value: Any = given.tolist() if hasattr(given, "tolist") else given  # NumPy's become Python's
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < least or (most is not None and value > most):
        above = N_("{name} = {shown} is not allowed; it must be a whole number from {least}")
        within = N_("{name} = {shown} is not allowed; it must be a whole number from {least} to {most}")
        said = {"name": name, "shown": shown(value), "least": least, "most": "" if most is None else _written(most)}
        raise ValueError(_(above if most is None else within, **said))
    return int(value)


def kind_of(given: object) -> str:
    """Name what was given: "a dict", "the number 3", "None"."""
    if given is None:
        return "None"
    if isinstance(given, Integral) and not isinstance(given, bool):
        return _("the number {given}", given=given)
    name = type(given).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _written(most: int) -> str:
    return "2**63 - 1" if most == 2**63 - 1 else f"{most:,}"
