"""Dormant organisations enter the other side's market when peers succeed; discouraged ones leave it."""

from __future__ import annotations

import numpy as np

from sim.agents import chance_within_quarter, discouraged, entry_hazard
from sim.barriers import points
from sim.draws import Purpose, uniform
from sim.phases.blocks import SUMS, blocks_of, end_of, first_of
from sim.phases.ends import die
from sim.phases.facts import NOWHERE
from sim.rules import rule, set_all
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
def come_and_go(world: World, chances: Floats, block: int, sums: Floats) -> None:
    """Let the organisations of a block that are of the kinds that enter come and go.

    Args:
        chances: of entry, by kind and city.
        sums: of the block, to be written: how many entered and left.
    """
    settings, region = world.settings[0], world.region[0]
    set_all(sums, 0.0)
    for row in range(first_of(block), end_of(block, region.organisations)):
        one = world.organisations[row]
        if not one.alive or not world.kinds[one.kind].enters:
            continue
        if not one.active:
            chance = chances[one.kind, one.city]
            if uniform(region.seed, one.key, region.quarter, Purpose.ENTRY, 0) < chance:
                one.active = True
                one.perceived_success = max(one.perceived_success, settings.initial_success)
                sums[0] += 1.0
        elif discouraged(one.perceived_success, one.open_deals, settings):
            if uniform(region.seed, one.key, region.quarter, Purpose.EXIT, 0) < settings.exit_rate:
                one.active = False
                sums[1] += 1.0


@rule
def add_up_entries(world: World, sums: Floats) -> None:
    """Write how many of all blocks entered and left."""
    region = world.region[0]
    region.entries = 0
    region.exits = 0
    for block in range(blocks_of(region.organisations)):
        region.entries += int(sums[block, 0])
        region.exits += int(sums[block, 1])


@rule
def entry_exit(world: World) -> None:
    """Let organisations of the kinds that enter come and go."""
    close_deals(world)
    chances = entry_chances(world)
    blocks = blocks_of(world.region[0].organisations)
    sums = np.empty((blocks, SUMS))
    for block in range(blocks):
        come_and_go(world, chances, block, sums[block])
    add_up_entries(world, sums)
