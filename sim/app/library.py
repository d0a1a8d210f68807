"""Which scenarios the page offers: those that are shipped, and the file that was opened on the command line."""

from __future__ import annotations

import os
from pathlib import Path

from sim.language import _
from sim.scenario import Problem, Scenario, ScenarioError, shipped_names

OPENED = "opened"
START = "baseline"
VARIABLE = "TRANSFER_LAB_SCENARIO"
"""Names the file opened, for the process that serves the page."""


def opened() -> Path | None:
    """Return the scenario file that was opened on the command line, None if a shipped one was."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and named not in shipped_names() else None


def start_name() -> str:
    """Return the name of the scenario a new tab begins with."""
    named = os.environ.get(VARIABLE, "")
    return named if named in shipped_names() else OPENED if named else START


def names() -> tuple[str, ...]:
    """List the names that `load` takes."""
    return (OPENED, *shipped_names()) if opened() else shipped_names()


def load(name: str) -> Scenario:
    """Load a scenario of the page by its name; a file that was opened is read again, so that edits count.

    Raises:
        ScenarioError: if there is none of that name, or it is wrong.
    """
    path = opened()
    if name == OPENED and path is not None:
        return Scenario.load(path)
    if name not in shipped_names():
        said = (
            _("the file that the link was made with is not open here")
            if name == OPENED
            else _("there is no such scenario")
        )
        known = _("known are {join}", join=", ".join(names()))
        raise ScenarioError([Problem("scenario", f"{name[:60]!r}: {said}", known)])
    return Scenario.load(name)


def title(name: str) -> str:
    """Return what stands in the list for a scenario: its name in words."""
    path = opened()
    if name == OPENED and path is not None:
        return f"{path.name} (opened)"
    return name.replace("_", " ").capitalize()


def seen_from(folder: Path) -> str:
    """Return what the scenario of new tabs is called in a file of some folder: its shipped name, or its path."""
    path = opened()
    return start_name() if path is None else os.path.relpath(path.resolve(), folder.resolve())
