"""One factor moves at a time while the others stay as in the base: the plainest way to see a mechanism."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.designs.design import Design, Factor, Options, Point, settings_of


def points(factors: Sequence[Factor], options: Options) -> list[Point]:
    """Return the base, then every level of every factor alone."""
    single: list[Point] = [settings_of([factor], [level]) for factor in factors for level in factor.levels]
    return [{}, *(point for point in single if point)]


DESIGN = Design("one_at_a_time", "the base, then every level of every factor alone", "levels", points)
