"""Once a year expertise spreads in every city and field from the best of it to the others."""

from __future__ import annotations

import numpy as np

from sim.barriers import Pair, points
from sim.mechanisms.talent import among_best, taught_by_people
from sim.rules import descending, rule
from sim.state import World
from sim.tables import Floats, Side

JOINING_CIVIL = Pair(False, False, False, False, False, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
JOINING_MILITARY = Pair(True, False, False, False, False, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@rule
def mark_of(world: World, city: int, field: int, known: Floats) -> float:
    """Return the mean expertise of the best organisations of a city and field in it, 0 if there are none.

    Args:
        known: to be written, room for all organisations.
    """
    count, fields = 0, world.fields.shape[0]
    for kind in range(world.kinds.shape[0]):
        bucket = (kind * world.cities.shape[0] + city) * fields + field
        for place in range(world.bucket_start[bucket], world.bucket_start[bucket + 1]):
            known[count] = world.expertise[world.bucket_rows[place], field]
            count += 1
    if count == 0:
        return 0.0
    best, total = among_best(count), 0.0
    order = descending(known[:count])
    for place in range(best):
        total += known[order[place]]
    return total / best


@rule
def spread_talent(world: World) -> None:
    """Let people carry expertise inside every city and field, and count who gained by it (ODD, talent)."""
    settings, region = world.settings[0], world.region[0]
    cities, fields = world.cities.shape[0], world.fields.shape[0]
    marks, known = np.empty((cities, fields)), np.empty(region.organisations)
    for city in range(cities):
        for field in range(fields):
            marks[city, field] = mark_of(world, city, field, known)
    civil = points.PEOPLE.joined(settings.barriers, JOINING_CIVIL, settings)
    military = points.PEOPLE.joined(settings.barriers, JOINING_MILITARY, settings)
    gained = 0.0
    for row in range(region.organisations):
        one = world.organisations[row]
        if not one.alive:
            continue
        own = world.expertise[row, one.field]
        free = military if one.side == Side.MILITARY else civil
        taught = taught_by_people(own, marks[one.city, one.field], free, settings)
        if taught > 0.0:
            world.expertise[row, one.field] = own + taught
            gained += 1.0
    world.meters[0].talent_gained = gained
