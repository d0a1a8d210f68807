"""Pattern space exploration looks for what can happen at all: it breeds from what came out most rarely.

After Chérel, Cottineau & Reuillon (2015). What came out is put in a map of cells; parents are drawn from cells that
were met least often, so that the map grows at its edges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sim.experiment.engines.engine import EngineKind, Genomes, Setup, Told, first_generation

STEP = 0.15
GENES_MUTATED = 2.0
CROSSED = 0.5
Cell = tuple[int, ...]


def cell_of(values: Sequence[float], cells: Sequence[tuple[float, float, int]]) -> Cell:
    """Return the cell of a map that values fall into; what lies beyond its edges falls into the outermost."""
    shares = [(value - low) / (high - low) * parts for value, (low, high, parts) in zip(values, cells, strict=True)]
    return tuple(
        min(parts - 1, max(0, int(np.floor(share)))) for share, (_, _, parts) in zip(shares, cells, strict=True)
    )


class PatternSpace:
    """Proposes children of what came out most rarely; aims are places on a map here, and none is better.

    Args:
        setup: what it starts from, with cells.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup, self._next = setup, first_generation(setup)
        self._random = np.random.default_rng(setup.seed)
        self._met: Counter[Cell] = Counter()
        self._living: dict[Cell, list[np.ndarray]] = {}

    def ask(self) -> Genomes:
        """Return the next generation."""
        return self._next

    def tell(self, told: Sequence[Told]) -> None:
        """Put the generation asked last on the map, and breed the next."""
        for genome, one in zip(self._next, told, strict=True):
            cell = cell_of(one.aims, self._setup.cells)
            self._met[cell] += 1
            self._living.setdefault(cell, []).append(genome)
        self._next = np.array([self._child() for _ in range(self._setup.generation)])

    def _child(self) -> np.ndarray:
        one, other = self._parent(), self._parent()
        child = np.where(self._random.random(len(one)) < CROSSED, one, other)
        changed = self._random.random(len(child)) < GENES_MUTATED / len(child)
        changed[self._random.integers(len(child))] = True
        moved = child + np.where(changed, self._random.normal(0.0, STEP, len(child)), 0.0)
        return np.asarray(np.clip(moved, 0.0, 1.0))

    def _parent(self) -> np.ndarray:
        """Draw a genome of the rarer of two cells drawn at random."""
        cells = sorted(self._met)
        pair = [cells[int(self._random.integers(len(cells)))] for _ in range(2)]
        rare = min(pair, key=lambda cell: (self._met[cell], cell))
        own = self._living[rare]
        return own[int(self._random.integers(len(own)))]


ENGINE = EngineKind("pattern_space", "breeds from what came out most rarely, to fill a map", "numpy", PatternSpace)
