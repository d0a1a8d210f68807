"""Scenarios named on the command line are loaded together, so that all their faults are reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Problem, Scenario


def load_all(names: Iterable[str], settings: Sequence[str] = ()) -> list[Scenario]:
    """Load scenarios and change settings in each.

    Args:
        names: paths, or names of shipped scenarios.
        settings: KEY=VALUE texts.

    Raises:
        ScenarioError: if anything is wrong in any of them; holds every problem found, each once.
    """
    from sim.scenario import Scenario, ScenarioError

    loaded: list[Scenario] = []
    problems: dict[str, Problem] = {}
    for name in names:
        try:
            scenario = Scenario.load(name)
            loaded.append(scenario.override_text(settings) if settings else scenario)
        except ScenarioError as error:
            problems.update({str(problem): problem for problem in error.problems})
    if problems:
        raise ScenarioError(list(problems.values()))
    return loaded


def short_name(name: str) -> str:
    """Return the short name of a scenario: that of its file, without folder and suffix."""
    return Path(name).name.removesuffix(".toml") or name


def short_names(names: Sequence[str]) -> list[str]:
    """Name arms by their files; where files of two folders are called alike, by their paths."""
    short = [short_name(name) for name in names]
    if len(set(short)) == len(short):
        return short
    return [
        name.removesuffix(".toml") if short.count(mine) > 1 else mine for name, mine in zip(names, short, strict=True)
    ]
