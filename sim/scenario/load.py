"""A scenario is a file a person can read; loaded, it is complete, checked and cannot change."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, final

from sim.language import _
from sim.region import Region
from sim.scenario.cautions import beyond_coding, cautions_of
from sim.scenario.content import History, LeverInForce, Shock, as_dict, as_toml, digest_of
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.extends import read_chain, stack_up
from sim.scenario.layers import Layer, Stack, plain
from sim.scenario.overrides import Override, overridden, override_of
from sim.scenario.resolve import TAKES_CITIES, resolve
from sim.scenario.schema import Population, RunSection
from sim.scenario.shipped import find


@final
class Scenario:
    """One policy world: barriers, levers, population and parameters, all checked.

    `Scenario()` is the world of all defaults. Scenarios are equal if their digests are; they can be
    hashed, pickled and sent to other machines.
    """

    def __init__(self) -> None:
        self._settle(Stack({}, Layer("scenario")))

    @classmethod
    def load(cls, path_or_name: str | os.PathLike[str]) -> Scenario:
        """Load a scenario file, or a shipped scenario by its name.

        Args:
            path_or_name: a path, or a name such as "baseline".

        Raises:
            ScenarioError: if anything in it, or in the files it names, is wrong; holds every problem found.
        """
        if not isinstance(path_or_name, str | os.PathLike):
            raise ScenarioError(
                [
                    Problem(
                        "load",
                        _("{path_or_name!r:.60} is no path and no name", path_or_name=path_or_name),
                        _("text, or a path"),
                    )
                ]
            )
        return cls._of(read_chain(find(path_or_name)))

    @classmethod
    def from_dict(cls, data: Mapping[str, object], folder: str | os.PathLike[str] | None = None) -> Scenario:
        """Make a scenario from data of the shape of its file.

        Args:
            data: sections as nested mappings.
            folder: where relative paths in it start; None for the current folder.

        Raises:
            ScenarioError: if anything is wrong; holds every problem found.
        """
        if not isinstance(data, Mapping):
            raise ScenarioError(
                [Problem("scenario", _("is a {name}", name=type(data).__name__), _("a mapping of sections"))]
            )
        label = "scenario"
        made = cls._of(stack_up(Layer(label), plain(data, label), Path() if folder is None else Path(folder)))
        return _warned_of(made, made.renamed)

    def with_(self, **overrides: object) -> Scenario:
        """Vary a scenario: `scenario.with_(**{"barriers.secrecy": 0.2})`.

        What is not set keeps following the defaults: a lever that was given no start quarter still starts
        in the policy year, if that is set.

        Args:
            overrides: values by dotted key; None for "levers.<name>" takes the lever out of force.

        Raises:
            ScenarioError: if a key is unknown or a value not allowed; holds every problem found.
        """
        made = self.varied((f"with_ {key}", key, value) for key, value in overrides.items())
        return _warned_of(made, made.renamed[len(self.renamed) :])

    def override_text(self, settings: Iterable[str]) -> Scenario:
        """Vary a scenario by KEY=VALUE texts, as the option --set takes them.

        Args:
            settings: texts such as "barriers.secrecy=0.2"; values are TOML, bare words are text.

        Raises:
            ScenarioError: as `with_`, or if a text is not KEY=VALUE.
        """
        return self.varied([override_of(text) for text in settings])

    def varied(self, overrides: Iterable[Override]) -> Scenario:
        """Vary a scenario by values whose place is known.

        Args:
            overrides: what to call each in messages, such as "experiment.toml:7"; its dotted key; its value.

        Raises:
            ScenarioError: as `with_`.
        """
        own = Stack(plain(self._given, self._label), Layer(self._label), renamed=list(self.renamed))
        stack = overridden(own, overrides)
        same = stack.data.get("region") == self._given.get("region")
        return Scenario._of(stack, self._content.stated if same else None)

    def to_dict(self) -> dict[str, Any]:
        """Write everything out, defaults included, as data that makes an equal scenario again."""
        return as_dict(self._content)

    def to_toml(self) -> str:
        """Write everything out as the text of a scenario file that loads to an equal scenario."""
        return as_toml(self._content)

    @property
    def title(self) -> str:
        """A line for tables and figures."""
        return self._content.title

    @property
    def why(self) -> str:
        """What the scenario is for, in plain words."""
        return self._content.why

    @property
    def thought(self) -> bool:
        """Whether no policy brings this world about: it says so, or a barrier stands where no coding can put it."""
        return self._content.kind == "thought_experiment" or bool(beyond_coding(self._content.barriers))

    @property
    def run(self) -> RunSection:
        """Length of the run in quarters, its first year and the first that outcomes count."""
        return self._content.run

    @property
    def region(self) -> Region:
        """The cities and what lies between them."""
        return self._content.region

    @property
    def population(self) -> Population:
        """Samples and scale of the population, and its seed."""
        return self._content.population

    @property
    def barriers(self) -> Mapping[str, float]:
        """Intensity of every barrier by name, 0 absent to 1 complete."""
        return self._content.barriers

    @property
    def levers(self) -> Mapping[str, LeverInForce]:
        """The levers that are listed, by name, in the order of the catalogue."""
        return self._content.levers

    @property
    def parameters(self) -> Mapping[str, float]:
        """Value of every setting of the model by name, in the setting's unit."""
        return self._content.parameters

    @property
    def structure(self) -> Mapping[str, str]:
        """Word of every choice of structure by name."""
        return self._content.structure

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """Changes from outside that the scenario adds, by quarter and key."""
        return self._content.shocks

    @property
    def history(self) -> tuple[History, ...]:
        """How the past differed from what the scenario states; not in force if `run.history` is false."""
        return self._content.history

    @property
    def changes(self) -> tuple[Shock, ...]:
        """Every change from outside that a run makes, shocks and the past together, by quarter and key."""
        return self._content.changes

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of everything that can change results."""
        return digest_of(self._content)

    @cached_property
    def ground(self) -> str:
        """SHA-256, in hex, of the same but levers and shocks: what arms have in common that differ in policy alone."""
        return digest_of(self._content, ("levers", "shocks"))

    @property
    def renamed(self) -> tuple[str, ...]:
        """The old names of settings that were given, each with its place and the new name; they are read until 1.0."""
        return self._renamed

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed but odd, a sentence each, old names first."""
        return (*self.renamed, *cautions_of(self._content, self.region, TAKES_CITIES))

    @classmethod
    def _of(cls, stack: Stack, region: Region | None = None) -> Scenario:
        scenario = cls.__new__(cls)
        scenario._settle(stack, region)
        return scenario

    def _settle(self, stack: Stack, region: Region | None = None) -> None:
        self._content = resolve(stack, region)
        self._given = stack.data
        self._renamed = tuple(dict.fromkeys(stack.renamed))
        self._label = stack.base.label

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Scenario) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Scenario {self.title!r} {self.digest[:12]}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._given, self._label, self._content.stated, self.renamed)


def _again(given: dict[str, Any], label: str, region: Region, renamed: tuple[str, ...]) -> Scenario:
    """Make a scenario again elsewhere, where its city file may not exist."""
    return Scenario._of(Stack(given, Layer(label), renamed=list(renamed)), region)


def _warned_of(made: Scenario, renamed: Iterable[str]) -> Scenario:
    """Warn a script of the old names that it gives."""
    for words in renamed:
        warnings.warn(words, FutureWarning, stacklevel=3)
    return made
