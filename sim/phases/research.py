"""Organisations do R&D: expertise grows and fades, shelves fill and go stale."""

from __future__ import annotations

import numpy as np

from sim.agents import release_chance, year_ends
from sim.barriers import points
from sim.draws import Purpose, binomial, poisson, uniform
from sim.mechanisms.frontier import frontier
from sim.mechanisms.research import arrival_mean, arrival_rate, expertise_after, learning_pace, research_effort
from sim.phases.blocks import SUMS, blocks_of, end_of, first_of
from sim.phases.facts import NOWHERE
from sim.phases.talent import spread_talent
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import Floats, Side


@rule
def learn(world: World, row: int, effort: float, reach: float) -> None:
    """Let one organisation learn in all fields, as far as they are related to its own and as `reach` lets it."""
    related = world.relatedness[world.organisations[row].field]
    profile = world.expertise[row]
    pace, forgetting_rate = learning_pace(effort, world.settings[0]), world.settings[0].forgetting_rate
    for field in range(profile.shape[0]):
        profile[field] = expertise_after(profile[field], pace, related[field], reach, forgetting_rate)


@rule
def release(world: World, row: int) -> None:
    """Release some of the classified technologies of a shelf; they are open from now on."""
    settings, region = world.settings[0], world.region[0]
    organisation = world.organisations[row]
    left = points.RELEASE.joined(settings.barriers, NOWHERE, settings)
    chance = release_chance(left, settings)
    draw = uniform(region.seed, organisation.key, region.quarter, Purpose.TECHNOLOGY_RELEASED, 0)
    released = binomial(draw, organisation.classified_shelf, chance)
    organisation.classified_shelf -= released
    organisation.open_shelf += released


@rule
def stock_shelf(world: World, row: int, effort: float) -> int:
    """Take stale technologies off the shelves, release classified ones and add new ones; return how many are new."""
    settings, region = world.settings[0], world.region[0]
    organisation = world.organisations[row]
    kind = world.kinds[organisation.kind]
    seed, key, quarter = region.seed, organisation.key, region.quarter
    rate = arrival_rate(world.values[kind.arrival], world.cities[organisation.city].hightech_zone, settings)
    mean = arrival_mean(rate, organisation.revenue, kind.size_reference, effort)
    arrived = poisson(uniform(seed, key, quarter, Purpose.TECHNOLOGY_ARRIVAL, 0), mean)
    classified = 0
    if arrived > 0 and kind.classified_share >= 0:
        classified_share = world.values[kind.classified_share]
        classified = binomial(uniform(seed, key, quarter, Purpose.TECHNOLOGY_CLASSIFIED, 0), arrived, classified_share)
    stale = settings.shelf_obsolescence
    if organisation.open_shelf > 0:
        draw = uniform(seed, key, quarter, Purpose.TECHNOLOGY_OBSOLETE, 0)
        organisation.open_shelf -= binomial(draw, organisation.open_shelf, stale)
    if organisation.classified_shelf > 0:
        draw = uniform(seed, key, quarter, Purpose.TECHNOLOGY_OBSOLETE, 1)
        organisation.classified_shelf -= binomial(draw, organisation.classified_shelf, stale)
    if organisation.classified_shelf > 0:
        release(world, row)
    organisation.open_shelf += arrived - classified
    organisation.classified_shelf += classified
    return arrived


@rule
def research_of(world: World, block: int, sums: Floats) -> None:
    """Run the R&D of a block of organisations.

    Args:
        sums: of the block, to be written: R&D in million yuan, technologies that arrived on the civil and the military
            side.
    """
    settings, region = world.settings[0], world.region[0]
    set_all(sums, 0.0)
    reach = frontier(settings)
    for index in range(first_of(block), end_of(block, region.organisations)):
        row = world.order[index]
        organisation = world.organisations[row]
        if not organisation.alive:
            continue
        effort = research_effort(organisation.research_relative, settings)
        sums[0] += 0.25 * organisation.research_million_yuan
        learn(world, row, effort, reach)
        if world.kinds[organisation.kind].arrival >= 0:
            sums[2 if organisation.side == Side.MILITARY else 1] += stock_shelf(world, row, effort)


@rule
def add_up_research(world: World, sums: Floats) -> None:
    """Write what all blocks together spent, and what arrived; at the end of a year, let people carry what is known."""
    region = world.region[0]
    set_all(region.arrivals, 0.0)
    base = 0.0
    for block in range(blocks_of(region.organisations)):
        base += sums[block, 0]
        region.arrivals[0] += sums[block, 1]
        region.arrivals[1] += sums[block, 2]
    world.meters[0].research_base = base
    if year_ends(region.quarter, world.settings[0]):
        spread_talent(world)


@rule
def research(world: World) -> None:
    """Run the R&D of every organisation."""
    blocks = blocks_of(world.region[0].organisations)
    sums = np.empty((blocks, SUMS))
    for block in range(blocks):
        research_of(world, block, sums[block])
    add_up_research(world, sums)
