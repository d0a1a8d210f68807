"""What is looked for by asking and telling: candidates, the runs that try them, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sim.experiment.engines import Genomes, Told
from sim.scenario import Scenario
from sim.statistics import Numbers
from sim.statistics.goals import Measured
from sim.store import Plan

KEY_LENGTH = 12


class Laid(NamedTuple):
    """Runs laid out: their plan, and what gives the scenario of an arm under a draw."""

    plan: Plan
    scenario: Callable[[int, int], Scenario]


class Sought(Protocol):
    """A question that an engine answers by proposing candidates.

    A candidate is named by a key: equal candidates have equal keys, and the same runs.
    """

    @property
    def genes(self) -> int:
        """Length of a genome."""

    @property
    def aims(self) -> int:
        """How many numbers are told of a candidate."""

    @property
    def cells(self) -> tuple[tuple[float, float, int], ...]:
        """Sides of a map that is to be filled; empty if something is to be made best."""

    @property
    def stages(self) -> tuple[int, ...]:
        """How many readings, or seeds, a candidate meets at first and, if it keeps up, then."""

    @property
    def start(self) -> Genomes:
        """What is known at the beginning."""

    @property
    def runs_each(self) -> int:
        """Runs that one candidate takes in one reading, or under one seed."""

    def key(self, genome: Sequence[float]) -> str:
        """Return the key of the candidate that a genome means, and remember it."""

    def lay(self, keys: Sequence[str], number: int, about: Mapping[str, Any]) -> Laid:
        """Lay out the runs of candidates in the first so many readings."""

    def take(self, laid: Laid, measured: Mapping[str, Measured]) -> None:
        """Take in what came of runs, by their identity."""

    def told(self, key: str, number: int) -> Told:
        """Return what the engine is told of a candidate by its first so many readings."""

    def rows(self, key: str, number: int) -> Numbers:
        """Return how a candidate does reading by reading, [readings, aims], less for better."""

    def measure(self, keys: Sequence[str]) -> float:
        """Return how far candidates have brought the search: more for further."""

    @property
    def measure_name(self) -> str:
        """What `measure` counts, in a word or two."""


@dataclass
class Generation:
    """What became of one generation of one search.

    Args:
        strand: which of the searches side by side, from 1.
        number: of the generation, from 1.
        asked: candidates, each counted once.
        fresh: those that this search had not met before.
        kept: those that kept up through all stages.
        runs: that this search has asked for so far.
        standing: candidates that have kept up so far and that nothing beats.
        measure: how far the search is.
    """

    strand: int
    number: int
    asked: int
    fresh: int
    kept: int
    runs: int
    standing: int
    measure: float

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Need:
    """Runs that one search waits for: candidates, and in how many readings each."""

    keys: tuple[str, ...]
    number: int


@dataclass
class Archive:
    """Candidates that kept up through all stages, in the order in which they were found."""

    keys: list[str] = field(default_factory=list)

    def add(self, keys: Sequence[str]) -> None:
        """Take in candidates; those that are there stay where they are."""
        self.keys += [key for key in dict.fromkeys(keys) if key not in self.keys]
