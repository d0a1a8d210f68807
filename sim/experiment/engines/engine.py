"""The one interface of engines: genomes come out, a generation at a time, and what was found of them goes in.

An engine is a pure function of its setup and of all that it was told: asked again from the beginning, in another
process, it asks the same. That is what lets a search go on after any interruption without a checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module, metadata
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Genomes = NDArray[np.float64]
"""[candidates, genes], each 0..1."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an engine starts from.

    Args:
        genes: length of a genome.
        aims: how many numbers are to be made small.
        generation: genomes of a generation.
        seed: of all its chance.
        start: genomes that the first generation begins with; at most a generation of them is used.
        cells: low end, high end and number of parts of every aim, for an engine that fills a map; empty else.
    """

    genes: int
    aims: int
    generation: int
    seed: int
    start: Genomes
    cells: tuple[tuple[float, float, int], ...] = ()


class Told(NamedTuple):
    """What was found of one genome.

    Args:
        aims: less of each is better; all finite.
        excess: how far limits are overstepped; 0 or less if all are kept.
    """

    aims: tuple[float, ...]
    excess: float = 0.0


class Engine(Protocol):
    """Proposes genomes."""

    def ask(self) -> Genomes:
        """Return the next generation; no genome if there is nothing left to propose."""

    def tell(self, told: Sequence[Told]) -> None:
        """Take in what was found of the generation asked last, in its order."""


@dataclass(frozen=True, slots=True)
class EngineKind:
    """An engine that may be chosen.

    Args:
        name: value of `engine` in an experiment file.
        words: what it does.
        needs: the module that it is made with; empty if it comes with the package.
        make: makes it.
        knobs: what else its proposals hang on, for the log.
    """

    name: str
    words: str
    needs: str
    make: Callable[[Setup], Engine]
    knobs: dict[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Name and version of what proposes, such as "pymoo 0.6.2".

        Raises:
            ModuleNotFoundError: if it is not installed; the command line names the extra that brings it.
        """
        import_module(self.needs)
        return f"{self.needs} {metadata.version(self.needs)}"


def first_generation(setup: Setup) -> Genomes:
    """Return what is known, filled up by a Latin hypercube to a generation."""
    known = setup.start[: setup.generation]
    return np.vstack([known, cover(setup.genes, setup.generation - len(known), setup.seed)])


def cover(genes: int, number: int, seed: int) -> Genomes:
    """Return genomes that cover the space evenly: a Latin hypercube, [number, genes]."""
    from scipy.stats import qmc

    if not number:
        return np.empty((0, genes))
    points: Genomes = qmc.LatinHypercube(d=genes, rng=np.random.default_rng(seed)).random(number)
    return points
