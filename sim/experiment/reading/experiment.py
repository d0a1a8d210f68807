"""An experiment is a file a person can read: a question, a base scenario, what is varied and how often."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, final

from pydantic import ValidationError

from sim.experiment.designs import DESIGNS, Design, Factor, Options
from sim.experiment.reading.asks import asks
from sim.experiment.reading.errors import ExperimentError
from sim.experiment.reading.lookup import Lookup
from sim.experiment.reading.named import keys_in
from sim.experiment.reading.readings import ReadingSource
from sim.experiment.reading.schema import ExperimentContent
from sim.experiment.reading.search import SearchAsked, search_asked
from sim.language import _
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.layers import Layer, Stack, plain
from sim.scenario.overrides import Override, given_twice, override_of
from sim.scenario.problems import Problems
from sim.scenario.refusals import in_words
from sim.scenario.resolve import all_keys
from sim.scenario.toml_file import read_toml


@final
class Experiment:
    """What is asked, what is varied and how often, all checked.

    Attributes:
        name: short name, for files.
        data: what the file and the settings say, as `from_dict` takes it, but for settings of the base scenario.
        content: what the file says, defaults included.
        base: the scenario that is varied.
        worlds: the named worlds of a design of arms, each a scenario; else the base alone.
        factors: what is varied.
        drawn: the parameters that are drawn.
        draws: their values by dotted key, one mapping per draw, or per reading; one empty mapping if none is drawn.
        readings: where readings are taken from; None if there are seeds, or draws, alone.
        held: keys of the base scenario that were set by hand, which no reading moves.
        design: how the factors are combined.
        warnings: what is allowed but worth saying, a sentence each.
    """

    def __init__(self, stack: Stack, folder: Path, name: str, settings: Iterable[Override] = ()) -> None:
        self.name = name
        self.data: Mapping[str, Any] = stack.data
        problems = Problems(stack)
        try:
            self.content = ExperimentContent.model_validate(stack.data)
        except ValidationError as error:
            problems.refused(error, in_words(keys_in(stack.data)))
            problems.refuse(ExperimentError)
        problems.found += stack.clashes
        settings = tuple(settings)
        reading = Lookup(self.content, problems, folder, settings)
        self.base: Scenario = reading.base()
        self.design: Design = next(design for design in DESIGNS if design.name == self.content.design.kind)
        self.worlds: Mapping[str, Scenario] = reading.worlds(self.base)
        self.factors: tuple[Factor, ...] = reading.factors(self.base, self.design)
        self.drawn: tuple[Factor, ...] = reading.drawn(self.base)
        self.readings: ReadingSource | None = reading.readings(self.base)
        self.draws: tuple[Mapping[str, Any], ...] = (
            reading.draws(self.base, self.drawn) if self.readings is None else self.readings.take(self.readings.number)
        )
        self.held = frozenset(override[1] for override in settings)
        reading.check(self.design, self.factors, self.worlds, self.draws)
        old = [*stack.renamed, *(words for world in (self.base, *self.worlds.values()) for words in world.renamed)]
        self.warnings: tuple[str, ...] = tuple(dict.fromkeys([*old, *reading.warnings]))
        problems.refuse(ExperimentError)

    @classmethod
    def load(cls, path: str | os.PathLike[str], settings: Iterable[str] = ()) -> Experiment:
        """Load an experiment file.

        Args:
            path: the file, or the folder that holds its experiment.toml.
            settings: KEY=VALUE texts: keys of the experiment such as "replications=4", or of the base scenario such as
                "run.quarters=40", which then hold in every arm.

        Raises:
            ExperimentError: if anything is wrong; holds every problem found.
        """
        file = Path(path)
        if file.is_dir():
            file /= "experiment.toml"
        try:
            read = read_toml(file, _("experiment file"))
            stack = Stack({}, Layer(read.label, read.lines))
            stack.lay(stack.base, read.data)
            of_base = _lay_own(stack, settings)
        except ScenarioError as error:
            raise ExperimentError(error.problems) from None
        name = file.resolve().parent.name if file.name == "experiment.toml" else file.stem
        return cls(stack, read.folder, name, of_base)

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        name: str = "experiment",
        folder: Path | str = ".",
        settings: Iterable[str] = (),
    ) -> Experiment:
        """Make an experiment from data of the shape of its file, such as `experiment` in a provenance.json.

        Args:
            data: sections as nested mappings.
            name: short name, for files.
            folder: where relative paths in it start.
            settings: as `load` takes them.

        Raises:
            ExperimentError: if anything is wrong; holds every problem found.
        """
        try:
            stack = Stack({}, Layer(name))
            stack.lay(stack.base, plain(data, name))
            of_base = _lay_own(stack, settings)
        except ScenarioError as error:
            raise ExperimentError(error.problems) from None
        return cls(stack, Path(folder), name, of_base)

    @property
    def question(self) -> str:
        """What is to be found out."""
        return self.content.question

    @property
    def asks(self) -> bool:
        """Whether its runs hang on what earlier ones found: a search, an overturning or a map of what can happen."""
        return asks(self.content)

    @cached_property
    def search(self) -> SearchAsked:
        """What a search for programmes is asked; defaults of an experiment that is none."""
        return search_asked(self.content, self.base)

    @property
    def options(self) -> Options:
        """The numbers of the design."""
        section = self.content.design
        return Options(section.samples, section.levels, section.indices == "second", section.seed)


def _lay_own(stack: Stack, settings: Iterable[str]) -> list[Override]:
    """Lay the settings of the experiment over it and return those of its base scenario."""
    own, of_base = _sorted_out(settings)
    if twice := given_twice(own):
        raise ExperimentError(twice)
    for label, key, value in own:
        stack.lay(Layer(label), _nested(key, plain(value, label)))
    return of_base


def _sorted_out(settings: Iterable[str]) -> tuple[list[Override], list[Override]]:
    """Tell settings of the experiment from those of its base scenario."""
    own: list[Override] = []
    of_base: list[Override] = []
    scenario = {key.partition(".")[0] for key in all_keys()} - set(ExperimentContent.model_fields)
    for text in settings:
        override = override_of(text)
        head = override[1].partition(".")[0]
        if head in scenario:
            of_base.append(override)
        elif head in ExperimentContent.model_fields:
            own.append(override)
        else:
            known = ", ".join([*ExperimentContent.model_fields, *sorted(scenario)])
            problem = Problem(
                override[0],
                _("unknown setting {override:.80}", override=override[1]),
                _("settings begin with {known}", known=known),
            )
            raise ExperimentError([problem])
    return own, of_base


def _nested(key: str, value: Any) -> dict[str, Any]:
    """Nest a value by its dotted key; below factors, what follows is one key."""
    head, _dot, rest = key.partition(".")
    if head == "factors" and rest:
        return {head: {rest.strip("\"'"): value}}
    for part in reversed(key.split(".")):
        value = {part: value}
    return dict(value)
