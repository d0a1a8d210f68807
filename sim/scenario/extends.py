"""A scenario may start from another one and write only what differs; the chain is followed to its root."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.layers import Layer, Stack
from sim.scenario.region_files import MATRICES, shipped_regions
from sim.scenario.shipped import find
from sim.scenario.toml_file import read_toml

MAX_DEPTH = 16


def read_chain(path: Path) -> Stack:
    """Read a scenario file and all it extends.

    Raises:
        ScenarioError: if the file itself cannot be read; what is wrong with those it extends is kept in
            the stack, so that it can be reported together with the rest.
    """
    file = read_toml(path)
    return stack_up(Layer(file.label, file.lines), dict(file.data), file.folder, (path,))


def stack_up(layer: Layer, data: dict[str, Any], folder: Path, chain: tuple[Path, ...] = ()) -> Stack:
    """Lay a scenario over the files it extends.

    Args:
        layer: where its content comes from.
        data: its content.
        folder: where its relative paths start.
        chain: the files read so far, from the one asked for on.
    """
    stack = Stack({}, layer)
    contents = [(layer, anchored(data, folder))]
    while isinstance(named := contents[-1][1].get("extends"), str):
        child, content = contents[-1]
        del content["extends"]
        try:
            path = _parent(child, named, folder, chain)
            file = read_toml(path)
        except ScenarioError as error:
            stack.broken.extend(error.problems)
            break
        chain, folder = (*chain, path), file.folder
        contents.append((Layer(file.label, file.lines), anchored(file.data, folder)))
    for above, content in reversed(contents):
        stack.lay(above, content)
    return stack


def _parent(child: Layer, named: str, folder: Path, chain: tuple[Path, ...]) -> Path:
    """Find the file that a layer extends, and refuse circles and endless chains."""
    try:
        path = find(named, folder)
    except ScenarioError as error:
        raise ScenarioError([_at(child, problem, named) for problem in error.problems]) from None
    files = [file.resolve() for file in chain]
    if path.resolve() in files:
        circle = " -> ".join(str(file) for file in (*chain[files.index(path.resolve()) :], path))
        raise ScenarioError(
            [_refusal(child, _("scenarios extend one another in a circle: {circle}", circle=circle), "")]
        )
    if len(chain) >= MAX_DEPTH:
        limit = _("at most {max_depth} files in a row", max_depth=MAX_DEPTH)
        raise ScenarioError([_refusal(child, _("scenarios extend one another too deeply"), limit)])
    return path


def anchored(data: Mapping[str, Any], folder: Path | None = None) -> dict[str, Any]:
    """Make the paths of a region's files independent of the folder they were written in.

    Args:
        data: content of one layer.
        folder: where its relative paths start; None for the current folder.
    """
    region = data.get("region")
    if not isinstance(region, dict):
        return dict(data)
    here = folder or Path()
    named = {"cities": ("", *shipped_regions()), "relatedness": ("", *MATRICES)}
    paths = {
        key: str((here / region[key]).absolute())
        for key, names in named.items()
        if isinstance(region.get(key), str) and region[key] not in names
    }
    return {**data, "region": {**region, **paths}}


def _at(child: Layer, problem: Problem, named: str) -> Problem:
    return Problem(
        child.location(("extends",)),
        _("extends = {named!r:.100}: {found}", named=named, found=problem.found),
        problem.allowed,
        hint=problem.hint,
        line=child.line(("extends",)),
    )


def _refusal(child: Layer, found: str, allowed: str) -> Problem:
    return Problem(child.location(("extends",)), found, allowed, line=child.line(("extends",)))
