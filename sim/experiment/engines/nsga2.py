"""NSGA-II sorts by fronts and, within one, keeps what stands apart (Deb, Pratap, Agarwal & Meyarivan 2002)."""

from __future__ import annotations

from sim.experiment.engines.engine import Engine, EngineKind, Setup, first_generation
from sim.experiment.engines.genetic import Genetic, operators


def made(setup: Setup) -> Engine:
    """Return the engine."""
    from pymoo.algorithms.moo.nsga2 import NSGA2

    known = first_generation(setup)
    return Genetic(NSGA2(pop_size=setup.generation, sampling=known, **operators(setup.genes)), setup)


ENGINE = EngineKind("nsga2", "a genetic algorithm for two aims, begun with what is known", "pymoo", made)
