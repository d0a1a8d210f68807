"""A run under way goes on under other levers and shocks, or with more clerks, from its next quarter on."""

from __future__ import annotations

import numpy as np

from sim.scenario import Scenario
from sim.state import World
from sim.world import clerk_room
from sim.world.build import place_cities, place_fields
from sim.world.catalogue import levers_of, shocks_of


def with_policy(world: World, scenario: Scenario) -> World:
    """Return a world under way with the levers and shocks of a scenario, from the next quarter on.

    Args:
        world: all tables of the run; the cities that levers name are written into it.
        scenario: differs from the one that the run began with in nothing else that matters from now on.
    """
    scale = float(world.region[0].scale)
    levers, moves = levers_of(scenario, scale)
    levers["now"] = world.levers["now"]
    world.cities["chosen"] = place_cities(scenario)["chosen"]
    world.fields["project"] = place_fields(scenario)["project"]
    changed = world._replace(levers=levers, moves=moves, shocks=shocks_of(scenario, scale))
    return with_clerks(changed, clerk_room(scenario, scale))


def with_clerks(world: World, room: int) -> World:
    """Return a world whose offices can have at least so many clerks on duty each."""
    offices, now = world.clerk_free.shape
    if room <= now:
        return world
    free = np.zeros((offices, room))
    free[:, :now] = world.clerk_free
    return world._replace(clerk_free=free)
