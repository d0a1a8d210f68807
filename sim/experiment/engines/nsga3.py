"""NSGA-III keeps what lies nearest to evenly spread directions, for three aims or more (Deb & Jain 2014)."""

from __future__ import annotations

from math import comb

from sim.experiment.engines.engine import Engine, EngineKind, Setup, first_generation
from sim.experiment.engines.genetic import Genetic, operators

MOST_PARTS = 99


def made(setup: Setup) -> Engine:
    """Return the engine, with as many evenly spread directions as a generation has room for."""
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.util.ref_dirs import get_reference_directions

    rooms = (parts for parts in range(MOST_PARTS, 0, -1) if directions(setup.aims, parts) <= setup.generation)
    spread = get_reference_directions("das-dennis", setup.aims, n_partitions=next(rooms, 1))
    known = first_generation(setup)
    return Genetic(NSGA3(spread, pop_size=setup.generation, sampling=known, **operators(setup.genes)), setup)


def directions(aims: int, parts: int) -> int:
    """Return how many directions there are if every aim is cut in so many parts (Das & Dennis 1998)."""
    return comb(parts + aims - 1, aims - 1)


ENGINE = EngineKind("nsga3", "a genetic algorithm for three aims or more, begun with what is known", "pymoo", made)
