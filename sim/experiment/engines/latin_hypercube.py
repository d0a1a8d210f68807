"""The yardstick: genomes that cover the space evenly, whatever was found so far (McKay, Beckman, Conover 1979)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.experiment.engines.engine import EngineKind, Genomes, Setup, Told, cover, first_generation


class LatinHypercube:
    """Proposes a new Latin hypercube in every generation; learns nothing.

    Args:
        setup: what it starts from.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup, self._next = setup, first_generation(setup)
        self._seeds = np.random.SeedSequence(setup.seed)

    def ask(self) -> Genomes:
        """Return the next generation."""
        return self._next

    def tell(self, told: Sequence[Told]) -> None:
        """Go on to the next; what was found does not matter."""
        seed = int(self._seeds.spawn(1)[0].generate_state(1)[0])
        self._next = cover(self._setup.genes, self._setup.generation, seed)


ENGINE = EngineKind(
    "latin_hypercube", "covers the space evenly and learns nothing: a yardstick", "scipy", LatinHypercube
)
