"""The scenarios that come with the laboratory are found by name, without path and suffix, from any folder."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.wording import nearest, odd_letters, printable

SUFFIX = ".toml"
PARTS = ("history",)  # what scenarios extend and nobody runs for itself


def shipped_folder() -> Path:
    """Find the shipped scenarios: inside an installed package, or beside the package in a checkout."""
    package = Path(str(resources.files("sim")))
    installed = package / "shipped_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """List the shipped scenarios: the baseline first, the others by name."""
    names = sorted(path.stem for path in shipped_folder().glob(f"*{SUFFIX}") if path.stem not in PARTS)
    return tuple(sorted(names, key=lambda name: name != "baseline"))


def find(name_or_path: str | os.PathLike[str], folder: Path | None = None) -> Path:
    """Find a scenario file by its path, or a shipped one by its name.

    Args:
        name_or_path: a path, which wins if it exists, or a shipped name such as "baseline".
        folder: where a relative path starts; None for the current folder.

    Raises:
        ScenarioError: if there is neither; says which name is near.
    """
    text = os.fspath(name_or_path)
    path = Path(text) if folder is None else folder / text
    name = text.removesuffix(SUFFIX)
    if not is_there(path) and name in (*shipped_names(), *PARTS):
        return shipped_folder() / f"{name}{SUFFIX}"
    if text and _exists(path):
        return path
    raise ScenarioError([not_found(str(path) if text else "''", path)])


def not_found(label: str, path: Path) -> Problem:
    """Say which files and names are near a scenario that does not exist."""
    names = shipped_names()
    beside = {other.stem: str(other) for other in _beside(path)}
    near = nearest(path.stem, beside)
    hint = printable(beside[near]) if near else nearest(path.stem, names)
    listed = _("shipped scenarios are {join}", join=", ".join(names))
    return Problem(
        printable(label), _("no such scenario file"), listed, hint=hint, fix=odd_letters(path.stem) if hint else ""
    )


def is_there(path: Path) -> bool:
    """Tell whether there is anything but a folder."""
    return _exists(path) and not path.is_dir()


def _exists(path: Path) -> bool:
    """Tell whether there is anything, without stumbling over names no system takes."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _beside(path: Path) -> list[Path]:
    try:
        return sorted(path.parent.glob(f"*{SUFFIX}"))[:200]
    except (OSError, ValueError):
        return []
