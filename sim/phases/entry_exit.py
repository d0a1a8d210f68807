"""Organisations enter the other side's market and leave it as it has paid, for them and for their peers."""

from __future__ import annotations

import numpy as np

from sim.agents import chance_within_quarter, entry_hazard, exit_hazard
from sim.barriers import points
from sim.draws import Purpose, uniform
from sim.mechanisms.ways import ONE_BANK
from sim.phases.agreements import look_on_exchange
from sim.phases.blocks import SUMS, blocks_of, end_of, first_of
from sim.phases.ends import die
from sim.phases.facts import NOWHERE, PRIVATE
from sim.phases.ledgers import look_at_ledgers, share_of
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import Cause, Floats, Status

ROUNDING = 1e-9  # of a chance; far more than rounding can make of it


@rule
def entry_factor(world: World) -> float:
    """Return what the barriers leave of the hazard of entry; what firms pay more they feel in their returns."""
    settings = world.settings[0]
    left = points.ENTRY.joined(settings.barriers, NOWHERE, settings)
    if settings.money == ONE_BANK:
        left *= 1.0 - points.HANDICAP.joined(settings.barriers, PRIVATE, settings)
    return left


@rule
def entry_chance(world: World, row: int, factor: float) -> float:
    """Return the chance that a dormant organisation enters this quarter (ODD, entry and exit).

    Args:
        factor: what the barriers leave of it, see `entry_factor`.
    """
    return chance_within_quarter(entry_hazard(share_of(world, row), factor, world.settings[0]))


@rule
def exit_chance(world: World, row: int) -> float:
    """Return the chance that an organisation without deals leaves this quarter (ODD, entry and exit)."""
    return chance_within_quarter(exit_hazard(share_of(world, row), world.settings[0]))


@rule
def most_of(hazard: float) -> float:
    """Return what no chance of a hazard up to this one exceeds, however it is rounded."""
    return chance_within_quarter(hazard) + ROUNDING


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
def come(world: World, row: int, factor: float, most: float) -> bool:
    """Let a dormant organisation enter the other side's market; tell whether it did.

    Args:
        factor: see `entry_factor`.
        most: that its chance can be; above it, nobody asks what it has experienced.
    """
    region, one = world.region[0], world.organisations[row]
    draw = uniform(region.seed, one.key, region.quarter, Purpose.ENTRY, 0)
    if draw < most and draw < entry_chance(world, row, factor):
        one.active = True
        one.perceived_success = max(one.perceived_success, world.settings[0].initial_success)
        return True
    return False


@rule
def go(world: World, row: int, most: float) -> bool:
    """Let an organisation without deals leave the other side's market; tell whether it did. Its licence lapses.

    Args:
        most: as for `come`.
    """
    region, one = world.region[0], world.organisations[row]
    draw = uniform(region.seed, one.key, region.quarter, Purpose.EXIT, 0)
    if draw < most and draw < exit_chance(world, row):
        one.active = False
        one.licence_class = 0
        one.refusals = 0
        return True
    return False


@rule
def look_back(world: World) -> None:
    """End the deals of those that are gone; let ledgers fade, and compare peers."""
    close_deals(world)
    look_on_exchange(world)
    look_at_ledgers(world)


@rule
def come_and_go(world: World, block: int, sums: Floats) -> None:
    """Let the organisations of a block that are of the kinds that enter come and go.

    Args:
        sums: of the block, to be written: how many entered and left.
    """
    factor = entry_factor(world)
    settings = world.settings[0]
    most_come, most_go = most_of(entry_hazard(1.0, factor, settings)), most_of(exit_hazard(0.0, settings))
    set_all(sums, 0.0)
    for row in range(first_of(block), end_of(block, world.region[0].organisations)):
        one = world.organisations[row]
        if not one.alive or not world.kinds[one.kind].enters:
            continue
        if not one.active:
            if come(world, row, factor, most_come):
                sums[0] += 1.0
        elif one.open_deals == 0 and one.pending_case < 0 and go(world, row, most_go):
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
    """Look back on what has paid; let organisations of the kinds that enter come and go by it."""
    look_back(world)
    blocks = blocks_of(world.region[0].organisations)
    sums = np.empty((blocks, SUMS))
    for block in range(blocks):
        come_and_go(world, block, sums[block])
    add_up_entries(world, sums)
