"""The arms of a comparison have names: those they are given, those of their files, or their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.reading import ExperimentError
from sim.language import N_, _
from sim.scenario import Problem, Scenario
from sim.scenario.given import kind_of, scenario_of

Arms = Mapping[Any, Scenario | str | PathLike[str]] | Iterable[Scenario | str | PathLike[str]]
"""Scenarios by name, or without names; a path or a shipped name stands for the scenario it names."""

LOCATION = "compare"
ALLOWED = N_("arms are a list of scenarios, or a mapping of scenarios by name; the first is the baseline")
NO_ARMS, ORDERLESS = N_("the arms are {kind}"), N_("the arms are {kind}, which has no order")


def arms_of(given: Arms) -> dict[str, Scenario]:
    """Return the arms by name, in their order.

    Args:
        given: as a script gave them. Names that are numbers are written out. Without names, a scenario is called by
            its title and what was loaded by the name of its file; a name that comes again is numbered.

    Raises:
        ExperimentError: if it is no such thing, has no order, is empty, or two names read alike.
        ScenarioError: if an arm is no scenario.
    """
    if isinstance(given, Mapping):
        arms = _by_name(given)
    elif isinstance(given, str | bytes | PathLike | Scenario | set | frozenset) or not isinstance(given, Iterable):
        raise _wrong(_(ORDERLESS if isinstance(given, set | frozenset) else NO_ARMS, kind=kind_of(given)))
    else:
        arms = _without_names(list(given))
    if not arms:
        raise _wrong(_("there is no scenario to compare"))
    return arms


def _by_name(given: Mapping[Any, Any]) -> dict[str, Scenario]:
    arms: dict[str, Scenario] = {}
    for key, value in given.items():
        if not isinstance(key, str | int | float | np.generic):
            raise _wrong(_("the name of an arm is {key!r:.60}", key=key), _("a name is text or a number"))
        name = str(key)
        if not name.strip():
            raise _wrong(_("the name of an arm is empty"), _("a name is text or a number"))
        if name in arms:
            raise _wrong(_("two arms are called {name!r:.60}", name=name), _("every arm has a name of its own"))
        arms[name] = scenario_of(value, f"arm {name:.60}")
    return arms


def _without_names(given: list[Any]) -> dict[str, Scenario]:
    arms: dict[str, Scenario] = {}
    for index, value in enumerate(given, 1):
        scenario = scenario_of(value, f"scenario {index}")
        file = "" if isinstance(value, Scenario) else Path(fspath(value)).name.removesuffix(".toml")
        name = first = file or scenario.title or f"scenario {index}"
        number = index
        while name in arms:
            name, number = f"{first} ({number})", number + 1
        arms[name] = scenario
    return arms


def _wrong(found: str, allowed: str = "") -> ExperimentError:
    return ExperimentError([Problem(LOCATION, found, allowed or _(ALLOWED))])
