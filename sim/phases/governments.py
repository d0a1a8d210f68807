"""Once a year city governments sign or not, measure how alike they are and adjust whom they protect against."""

from __future__ import annotations

import math

import numpy as np

from sim.agents import likeness, protection_after, protection_target, value_lost, year_ends
from sim.barriers import Pair, points
from sim.phases.agreements import renew_agreements
from sim.rules import rule
from sim.state import World
from sim.tables import AGREEMENT, PROTECTION, SIMILARITY


@rule
def measure_similarity(world: World) -> None:
    """Measure every city's revenue, and the cosine of every two cities' revenue by field (ODD, city governments)."""
    cities, fields = world.cities.shape[0], world.fields.shape[0]
    revenue = np.zeros((cities, fields))
    for index in range(world.region[0].organisations):
        one = world.organisations[world.order[index]]
        if one.alive:
            revenue[one.city, one.field] += one.revenue
    for here in range(cities):
        total = 0.0
        for field in range(fields):
            total += revenue[here, field]
        world.cities[here].revenue = total
        for there in range(cities):
            dot, left, right = 0.0, 0.0, 0.0
            for field in range(fields):
                dot += revenue[here, field] * revenue[there, field]
                left += revenue[here, field] * revenue[here, field]
                right += revenue[there, field] * revenue[there, field]
            size = math.sqrt(left * right)
            world.city_pair[SIMILARITY, here, there] = dot / size if size > 0.0 else 0.0


@rule
def barrier_strength(world: World, here: int, there: int) -> float:
    """Return what the barriers make of a city's protection against another, as a multiple."""
    settings = world.settings[0]
    agreement = world.city_pair[AGREEMENT, here, there]
    pair = Pair(False, False, False, False, False, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, agreement)
    return points.PROTECTION.joined(settings.barriers, pair, settings)


@rule
def governments(world: World) -> None:
    """Adjust every city's protection in the last quarter of a year, from the value it lost this year."""
    settings = world.settings[0]
    if not year_ends(world.region[0].quarter, settings):
        return
    measure_similarity(world)
    renew_agreements(world)
    protection = world.city_pair[PROTECTION]
    for here in range(world.cities.shape[0]):
        city = world.cities[here]
        lost = value_lost(city.value_left, city.value_came, city.value_all)
        for there in range(world.cities.shape[0]):
            if here != there:
                similarity = world.city_pair[SIMILARITY, here, there]
                alike = likeness(similarity, city.revenue, world.cities[there].revenue, settings)
                target = protection_target(alike, lost, barrier_strength(world, here, there), settings)
                protection[here, there] = protection_after(protection[here, there], target, settings)
        city.value_left = 0.0
        city.value_came = 0.0
        city.value_all = 0.0
