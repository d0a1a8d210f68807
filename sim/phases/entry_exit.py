"""Dormant organisations enter the other side's market when peers succeed; discouraged ones leave it."""

from __future__ import annotations

import numpy as np

from sim.agents import chance_within_quarter, discouraged, entry_hazard
from sim.barriers import points
from sim.draws import Purpose, uniform
from sim.phases.ends import die
from sim.phases.facts import NOWHERE
from sim.rules import rule
from sim.state import World
from sim.tables import Cause, Floats, Status


@rule
def peers_by_city(world: World) -> Floats:
    """Return, by kind and city, the share of organisations with a recent delivery across the sides."""
    settings, region = world.settings[0], world.region[0]
    shape = (world.kinds.shape[0], world.cities.shape[0])
    members, successful = np.zeros(shape), np.zeros(shape)
    for row in range(region.organisations):
        organisation = world.organisations[row]
        if organisation.alive:
            members[organisation.kind, organisation.city] += 1.0
            if region.quarter - organisation.last_delivery <= settings.peer_memory:
                successful[organisation.kind, organisation.city] += 1.0
    return successful / np.maximum(members, 1.0)


@rule
def entry_factor(world: World) -> float:
    """Return what the barriers leave of the hazard of entry."""
    settings = world.settings[0]
    return points.ENTRY.joined(settings.barriers, NOWHERE, settings)


@rule
def entry_chances(world: World) -> Floats:
    """Return, by kind and city, the chance that a dormant organisation enters this quarter (ODD, entry and exit)."""
    settings, factor, chances = world.settings[0], entry_factor(world), peers_by_city(world)
    for kind in range(chances.shape[0]):
        for city in range(chances.shape[1]):
            chances[kind, city] = chance_within_quarter(entry_hazard(chances[kind, city], factor, settings))
    return chances


@rule
def close_deals(world: World) -> None:
    """End the deals of organisations that no longer exist."""
    region = world.region[0]
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status != Status.OPEN:
            continue
        gone = not world.organisations[deal.source].alive
        if deal.recipient >= 0:
            gone = gone or not world.organisations[deal.recipient].alive
        if gone:
            die(world, deal, deal.stage, Cause.ORGANISATION_CLOSED, float(region.quarter))


@rule
def entry_exit(world: World) -> None:
    """Let organisations of the kinds that enter come and go."""
    settings, region = world.settings[0], world.region[0]
    region.entries = 0
    region.exits = 0
    close_deals(world)
    chances = entry_chances(world)
    for row in range(region.organisations):
        one = world.organisations[row]
        if not one.alive or not world.kinds[one.kind].enters:
            continue
        if not one.active:
            chance = chances[one.kind, one.city]
            if uniform(region.seed, one.key, region.quarter, Purpose.ENTRY, 0) < chance:
                one.active = True
                one.perceived_success = max(one.perceived_success, settings.initial_success)
                region.entries += 1
        elif discouraged(one.perceived_success, one.open_deals, settings):
            if uniform(region.seed, one.key, region.quarter, Purpose.EXIT, 0) < settings.exit_rate:
                one.active = False
                region.exits += 1
