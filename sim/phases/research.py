"""Organisations do R&D: expertise grows and fades, shelves fill and go stale."""

from __future__ import annotations

from sim.agents import year_ends
from sim.draws import Purpose, binomial, poisson, uniform
from sim.mechanisms.frontier import frontier
from sim.mechanisms.research import arrival_mean, arrival_rate, expertise_after, learning_pace, research_effort
from sim.phases.talent import spread_talent
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import Side


@rule
def learn(world: World, row: int, effort: float, reach: float) -> None:
    """Let one organisation learn in all fields, as far as they are related to its own and as `reach` lets it."""
    related = world.relatedness[world.organisations[row].field]
    profile = world.expertise[row]
    pace, forgetting_rate = learning_pace(effort, world.settings[0]), world.settings[0].forgetting_rate
    for field in range(profile.shape[0]):
        profile[field] = expertise_after(profile[field], pace, related[field], reach, forgetting_rate)


@rule
def stock_shelf(world: World, row: int, effort: float) -> None:
    """Put new technologies on the shelf and take stale ones off."""
    settings, region = world.settings[0], world.region[0]
    organisation = world.organisations[row]
    kind = world.kinds[organisation.kind]
    seed, key, quarter = region.seed, organisation.key, region.quarter
    rate = arrival_rate(world.values[kind.arrival], world.cities[organisation.city].hightech_zone, settings)
    mean = arrival_mean(rate, organisation.revenue, kind.size_reference, effort)
    arrived = poisson(uniform(seed, key, quarter, Purpose.TECHNOLOGY_ARRIVAL, 0), mean)
    classified = 0
    if kind.classified_share >= 0:
        classified_share = world.values[kind.classified_share]
        classified = binomial(uniform(seed, key, quarter, Purpose.TECHNOLOGY_CLASSIFIED, 0), arrived, classified_share)
    stale = settings.shelf_obsolescence
    organisation.open_shelf += (
        arrived
        - classified
        - binomial(uniform(seed, key, quarter, Purpose.TECHNOLOGY_OBSOLETE, 0), organisation.open_shelf, stale)
    )
    organisation.classified_shelf += classified - binomial(
        uniform(seed, key, quarter, Purpose.TECHNOLOGY_OBSOLETE, 1), organisation.classified_shelf, stale
    )
    region.arrivals[1 if organisation.side == Side.MILITARY else 0] += arrived


@rule
def research(world: World) -> None:
    """Run the R&D of every organisation; at the end of a year, let people carry what is known."""
    settings, region = world.settings[0], world.region[0]
    set_all(region.arrivals, 0.0)
    base, reach = 0.0, frontier(settings)
    for index in range(region.organisations):
        row = world.order[index]
        organisation = world.organisations[row]
        if not organisation.alive:
            continue
        effort = research_effort(organisation.research_relative, settings)
        base += 0.25 * organisation.research_million_yuan
        learn(world, row, effort, reach)
        if world.kinds[organisation.kind].arrival >= 0:
            stock_shelf(world, row, effort)
    world.meters[0].research_base = base
    if year_ends(region.quarter, settings):
        spread_talent(world)
