"""Once a year city governments spend their money, measure how alike they are and adjust whom they protect against."""

from __future__ import annotations

import math

import numpy as np

from sim.agents import (
    instrument_money,
    level_bought,
    likeness,
    protection_after,
    protection_target,
    value_lost,
    year_ends,
)
from sim.barriers import points
from sim.phases.facts import NOWHERE
from sim.rules import rule
from sim.state import World
from sim.tables import PROTECTION, SIMILARITY


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
def spend(world: World) -> None:
    """Let every city divide next year's money equally among base, aid and office (ODD, city governments)."""
    settings = world.settings[0]
    for index in range(world.cities.shape[0]):
        city = world.cities[index]
        money = instrument_money(city.revenue, settings)
        city.budget = 3.0 * money
        city.kept_base = level_bought(money, settings.base_price)
        city.kept_office = level_bought(money, settings.office_price)


@rule
def barrier_strength(world: World) -> float:
    """Return what the barriers make of city protection, as a multiple."""
    settings = world.settings[0]
    return points.PROTECTION.joined(settings.barriers, NOWHERE, settings)


@rule
def publish_grants(world: World) -> None:
    """Let every office publish the share of licence applications that it granted this year, and count anew."""
    for index in range(world.offices.shape[0]):
        office = world.offices[index]
        if office.licences_decided > 0:
            office.granted_share = office.licences_granted / office.licences_decided
        office.licences_decided = 0
        office.licences_granted = 0


@rule
def governments(world: World) -> None:
    """In the last quarter of a year, spend next year's money and adjust protection to the value lost this year."""
    settings = world.settings[0]
    if not year_ends(world.region[0].quarter, settings):
        return
    publish_grants(world)
    measure_similarity(world)
    strength = barrier_strength(world)
    spend(world)
    protection = world.city_pair[PROTECTION]
    for here in range(world.cities.shape[0]):
        city = world.cities[here]
        lost = value_lost(city.value_left, city.value_came, city.value_all)
        for there in range(world.cities.shape[0]):
            if here != there:
                similarity = world.city_pair[SIMILARITY, here, there]
                alike = likeness(similarity, city.revenue, world.cities[there].revenue, settings)
                target = protection_target(alike, lost, strength, settings)
                protection[here, there] = protection_after(protection[here, there], target, settings)
        city.value_left = 0.0
        city.value_came = 0.0
        city.value_all = 0.0
