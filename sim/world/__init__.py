"""Scenario and seed in, the world at quarter 0 out."""

from sim.world.build import build, clerk_room, population_scale
from sim.world.catalogue import KIND_CODES, index_of, scaled
from sim.world.indices import buckets, by_key
from sim.world.population import begin

__all__ = [
    "KIND_CODES",
    "begin",
    "buckets",
    "build",
    "by_key",
    "clerk_room",
    "index_of",
    "population_scale",
    "scaled",
]
