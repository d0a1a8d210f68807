"""What proposes programmes to try next: engines of search, one file each, behind one protocol.

An engine knows numbers between 0 and 1 and what was said of them, and nothing of levers or runs. To add one, write its
file and list it in ENGINES.
"""

from __future__ import annotations

from sim.experiment.engines import latin_hypercube, nsga2, nsga3, pattern_space, tpe
from sim.experiment.engines.engine import Engine, EngineKind, Genomes, Setup, Told

ENGINES: tuple[EngineKind, ...] = (nsga2.ENGINE, nsga3.ENGINE, tpe.ENGINE, latin_hypercube.ENGINE)
"""Engines that look for the best; the first is the default."""
BY_NAME = {engine.name: engine for engine in (*ENGINES, pattern_space.ENGINE)}

__all__ = ["BY_NAME", "ENGINES", "Engine", "EngineKind", "Genomes", "Setup", "Told"]
