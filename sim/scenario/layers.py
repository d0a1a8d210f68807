"""A scenario is laid in layers, the extended file first; every key remembers which layer said it last."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral, Real
from os import PathLike, fspath
from typing import Any

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.renamed import Renamed, with_new_names, words
from sim.scenario.toml_lines import Path, TomlLines

MAX_LEVELS = 64


@dataclass(frozen=True, slots=True)
class Layer:
    """One file, mapping or option that says something about the scenario.

    Args:
        label: file, option or call, as shown to people.
        lines: where its keys stand, if it has lines.
    """

    label: str
    lines: TomlLines = field(default_factory=TomlLines)

    def location(self, path: Path) -> str:
        """Name the file and line of a key."""
        number = self.lines.number(path)
        return f"{self.label}:{number}" if number else self.label

    def line(self, path: Path) -> str:
        """Quote the line of a key; empty without lines."""
        return self.lines.shown(self.lines.number(path))

    def also(self, renamed: Sequence[Renamed]) -> Layer:
        """Find what was given by an old name by its new one too."""
        numbers = self.lines.numbers or {}
        more = {one.now: numbers[one.path] for one in renamed if one.path in numbers and not one.twice}
        return replace(self, lines=replace(self.lines, numbers={**numbers, **more})) if more else self


@dataclass(slots=True)
class Stack:
    """What all layers say together, later ones over earlier ones.

    Args:
        data: the merged content: tables are merged, everything else is replaced.
        base: layer held responsible for what nobody said.
        layer_of: the layer that said each key, by its parts.
        broken: what is wrong with the files it extends; keys may then be missing that are not at fault.
        renamed: the old names that were read, a sentence each.
        clashes: what one layer gives by its old name and by its new one, each with its path.
    """

    data: dict[str, Any]
    base: Layer
    layer_of: dict[Path, Layer] = field(default_factory=dict)
    broken: list[Problem] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    clashes: list[tuple[Path, Problem]] = field(default_factory=list)

    def lay(self, layer: Layer, data: Mapping[str, Any]) -> None:
        """Put a layer on top, old names under their new ones."""
        named, old = with_new_names(data)
        for one in old:
            location = layer.location(one.path)
            self.renamed.append(f"{location}: {words(one.old, one.new)}")
            if one.twice:
                found = _(
                    "{old} is the old name of {new}, which is given too, at {location}",
                    old=one.old,
                    new=one.new,
                    location=layer.location(one.now),
                )
                self.clashes.append((one.now, Problem(location, found, _("one of the two"), line=layer.line(one.path))))
        self._merge(self.data, named, layer.also(old), ())

    def layer(self, path: Path) -> Layer:
        """Find the layer that said a key, or the nearest table around it."""
        layers = (self.layer_of[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.layer_of)
        return next(layers, self.base)

    @property
    def label(self) -> str:
        """What it all starts from, as shown to people."""
        return self.base.label

    def location(self, path: Path) -> str:
        """Name the file and line, or the option or call, that said a key."""
        return self.layer(path).location(path)

    def line(self, path: Path) -> str:
        """Quote the line that said a key; empty if it has none."""
        return self.layer(path).line(path)

    def order(self, path: Path) -> tuple[str, int]:
        """Give a sort key that puts problems in the order of their files."""
        layer = self.layer(path)
        return layer.label, layer.lines.number(path)

    def _merge(self, below: dict[str, Any], above: Mapping[str, Any], layer: Layer, path: Path) -> None:
        for name, value in above.items():
            here = (*path, name)
            self.layer_of[here] = layer
            if isinstance(value, dict):
                if not isinstance(below.get(name), dict):
                    below[name] = {}
                self._merge(below[name], value, layer, here)
            else:
                below[name] = value


def plain(value: object, label: str, level: int = 0) -> Any:
    """Copy a value into what a TOML file can hold: dicts, lists, whole and other numbers, text.

    NumPy's numbers and arrays become Python's, tuples lists, paths text; minus zero becomes zero.

    Args:
        value: what a caller gave.
        label: what to call it in messages.
        level: how deep it already lies.

    Raises:
        ScenarioError: if it is nested deeper than 64 levels, or a key is no text.
    """
    if level > MAX_LEVELS:
        raise ScenarioError(
            [Problem(label, _("too deeply nested"), _("at most {max_levels} levels", max_levels=MAX_LEVELS))]
        )
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ScenarioError(
                    [Problem(label, _("a key {key!r:.60} that is no text", key=key), _("keys are text"))]
                )
        return {key: plain(inner, label, level + 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner, label, level + 1) for inner in value]
    if isinstance(value, (bool, str)):
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist(), label, level + 1)
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return number if math.isnan(number) else number + 0.0
    return value
