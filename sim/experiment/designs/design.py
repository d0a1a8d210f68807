"""A design turns factors into points: which values every arm of an experiment gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.spread import Spread

BASE = "base"
Point = Mapping[str, Any]
"""Values by dotted key; what is not in it is as in the base scenario."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied.

    Args:
        key: dotted scenario key.
        levels: values it takes, "base" for that of the base scenario; empty if it has a spread.
        spread: range or distribution; None if it has levels.
        location: where the experiment says so.
    """

    key: str
    levels: tuple[Any, ...] = ()
    spread: Spread | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The numbers of a design section; see `sim.experiment.reading.schema.DesignSection`."""

    samples: int = 64
    levels: int = 4
    second_order: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Design:
    """One way to combine factors.

    Args:
        name: value of `kind` in an experiment file.
        words: what it is for.
        takes: "levels" or "spreads".
        points: makes the points; the first is the baseline.
        unit: makes the sampled points in the unit cube, [points, factors]; None for designs of levels.
        least: fewest factors that make sense.
    """

    name: str
    words: str
    takes: str
    points: Callable[[Sequence[Factor], Options], list[Point]]
    unit: Callable[[int, Options], NDArray[np.float64]] | None = None
    least: int = 1


def settings_of(factors: Sequence[Factor], values: Sequence[Any]) -> Point:
    """Put values to their keys; "base" says nothing."""
    pairs = zip(factors, values, strict=True)
    return {factor.key: value for factor, value in pairs if not (isinstance(value, str) and value == BASE)}


def spread_out(factors: Sequence[Factor], unit: NDArray[np.float64]) -> list[Point]:
    """Turn points of the unit cube into values, by the quantiles of every factor's spread."""
    return [
        {
            factor.key: factor.spread.quantile(float(share))
            for factor, share in zip(factors, row, strict=True)
            if factor.spread is not None
        }
        for row in unit
    ]


def sampled(name: str, words: str, unit: Callable[[int, Options], NDArray[np.float64]], least: int = 1) -> Design:
    """Make a design from a sampler of the unit cube."""

    def points(factors: Sequence[Factor], options: Options) -> list[Point]:
        return spread_out(factors, unit(len(factors), options))

    return Design(name, words, "spreads", points, unit, least)
