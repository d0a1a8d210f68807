"""What was repeated: the pairs of a parameter draw and a seed under which every arm was run.

Three layouts are understood, because each has another variance:

* seeds: one draw, or no draws at all; the seeds are independent of one another.
* nested: no seed serves two draws, and the draws are independent of one another. Draws with one run each count as
  nested even if they share their seed; the luck of that seed is then in no interval.
* crossed: all draws share the same seeds; a draw's luck and a seed's luck both outlast averaging over the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.language import _

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Layout = Literal["seeds", "nested", "crossed"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """The (draw, seed) pairs of a study, draw by draw and seed by seed; make it with `of`.

    Args:
        draws: number of parameter draws, at least 1.
        seeds: number of seeds in each draw, at least 1.
        layout: how draws and seeds hang together.
    """

    draws: int
    seeds: int
    layout: Layout

    @classmethod
    def of(cls, draw: ArrayLike, seed: ArrayLike) -> Pairs:
        """Read the layout off the pairs.

        Args:
            draw: [pairs] number of the parameter draw; sorted.
            seed: [pairs] seed; sorted within its draw.

        Raises:
            ValueError: if there is no pair, a pair comes twice, the pairs are not sorted, draws have unequal numbers of
                seeds, or draws share some of their seeds but not all.
        """
        draws, seeds = np.asarray(draw), np.asarray(seed)
        if len(draws) == 0:
            raise ValueError(_("there is no pair of draw and seed"))
        listed = list(zip(draws.tolist(), seeds.tolist(), strict=True))
        if len(set(listed)) < len(listed) or listed != sorted(listed):
            raise ValueError(_("pairs of draw and seed must be sorted by draw and seed, each once"))
        names, counts = np.unique(draws, return_counts=True)
        if len(set(counts.tolist())) > 1:
            fewest, most = names[counts.argmin()], names[counts.argmax()]
            raise ValueError(
                _(
                    "draw {fewest} has {counts} seeds and draw {most} has {counts_2}; every draw needs "
                    "the same number of seeds",
                    fewest=fewest,
                    counts=counts.min(),
                    most=most,
                    counts_2=counts.max(),
                )
            )
        return cls(len(names), int(counts[0]), _layout(seeds.reshape(len(names), -1)))

    @classmethod
    def of_seeds(cls, seeds: int) -> Pairs:
        """Return the pairs of a study without parameter draws."""
        return cls(1, seeds, "seeds")

    @property
    def count(self) -> int:
        """Number of pairs."""
        return self.draws * self.seeds

    @property
    def units(self) -> int:
        """Number of independent repetitions: seeds, draws, or the fewer of the two where they are crossed."""
        return {"seeds": self.seeds, "nested": self.draws, "crossed": min(self.draws, self.seeds)}[self.layout]

    def grid(self, values: Numbers) -> Numbers:
        """Lay out values by pair (last axis) as draws x seeds (last two axes)."""
        return values.reshape(*values.shape[:-1], self.draws, self.seeds)

    def resample(self, random: np.random.Generator) -> Indices:
        """Draw pairs with replacement, by their layout; return their indices.

        Crossed draws and seeds are each drawn with replacement, and their pairs taken (Owen 2007, "The pigeonhole
        bootstrap", Annals of Applied Statistics 1(2)): a little too wide, never too narrow in the long run.
        """
        if self.layout == "seeds":
            return random.integers(self.seeds, size=self.seeds)
        draws = random.integers(self.draws, size=self.draws)
        within: Any = random.integers(self.seeds, size=self.seeds) if self.layout == "crossed" else range(self.seeds)
        indices: Indices = (draws[:, None] * self.seeds + np.asarray(within)[None, :]).ravel()
        return indices


def _layout(seeds: NDArray[Any]) -> Layout:
    """Tell the layout from the seeds by draw (row); each row is sorted."""
    draws, each = seeds.shape
    if draws == 1:
        return "seeds"
    if each == 1 or len(np.unique(seeds)) == seeds.size:
        return "nested"
    if (seeds == seeds[0]).all():
        return "crossed"
    raise ValueError(_("draws share some of their seeds, but not all; give all draws the same seeds, or each its own"))
