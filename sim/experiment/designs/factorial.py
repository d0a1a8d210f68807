"""All combinations of the levels of all factors: what Shapley values and interactions are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sim.experiment.designs.design import Design, Factor, Options, Point, settings_of


def combinations(factors: Sequence[Factor], options: Options) -> list[Point]:
    """Return every combination of levels, the last factor varying fastest."""
    return [settings_of(factors, values) for values in product(*(factor.levels for factor in factors))]


DESIGN = Design("factorial", "every combination of the factors' levels", "levels", combinations)
