"""Holders of technology and active suppliers open deals, as far as their attention reaches."""

from __future__ import annotations

import math

import numpy as np

from sim.agents import is_classified, offer_chance
from sim.draws import Purpose, block, deal_moment, normal, uniform
from sim.elementary import exp
from sim.phases.blocks import SUMS, blocks_of, end_of, first_of
from sim.phases.facts import is_full
from sim.phases.ledgers import scope_in_force
from sim.rules import empty_indices, rule, set_all
from sim.state import World
from sim.tables import DealRow, Floats, Indices, Stage, Status


@rule
def direction_of(world: World, row: int, chance: float) -> int:
    """Return the direction that an offer takes: by their chances, and else the one without a chance."""
    code, rest = world.organisations[row].kind, -1
    for index in range(world.directions.shape[0]):
        direction = world.directions[index]
        if direction.source_kind != code:
            continue
        if direction.chance < 0:
            rest = index
            continue
        share = world.values[direction.chance]
        if chance < share:
            return index
        chance = (chance - share) / max(1e-12, 1.0 - share)
    return rest


@rule
def deal_draws(world: World, row: int, slot: int, purpose: int) -> tuple[float, float, float, float]:
    """Return four uniforms that belong to a deal which an organisation opens in the present quarter."""
    region = world.region[0]
    return block(region.seed, world.organisations[row].key, deal_moment(region.quarter, slot, 0), purpose, 0)


@rule
def digits(world: World) -> int:
    """Return the base in which one number says what tries open: a digit of 0 for nothing, else see `take_out`."""
    return 1 + 2 * int(world.directions.shape[0])


@rule
def take_out(world: World, row: int, slot: int) -> int:
    """Take what a new deal is about off the shelf; write nothing that others read.

    Returns:
        1 for an open deal of the first direction, 2 for a classified one, 3 and 4 for those of the second, and so on.
    """
    settings, organisation = world.settings[0], world.organisations[row]
    which, secret, _, _ = deal_draws(world, row, slot, Purpose.DEAL_NATURE)
    number = direction_of(world, row, which)
    organisation.open_deals += 1
    if not world.directions[number].needs_shelf:
        return 1 + 2 * number
    if is_classified(secret, organisation.open_shelf, organisation.classified_shelf, settings):
        organisation.classified_shelf -= 1
        return 2 + 2 * number
    organisation.open_shelf -= 1
    return 1 + 2 * number


@rule
def describe(world: World, deal: DealRow, row: int, slot: int, taken: int) -> None:
    """Write what a new deal is: direction, field, quality, rung, steps, secrecy, control and whether it is listed.

    Args:
        taken: see `take_out`.
    """
    settings = world.settings[0]
    spread, organisation = settings.quality_spread, world.organisations[row]
    _, _, length, _ = deal_draws(world, row, slot, Purpose.DEAL_NATURE)
    one, other, _, _ = deal_draws(world, row, slot, Purpose.DEAL_QUALITY)
    deal.direction = (taken - 1) // 2
    deal.classified = taken % 2 == 0
    direction = world.directions[deal.direction]
    deal.quality = exp(spread * normal(one, other) - 0.5 * spread * spread)
    deal.field = organisation.field
    deal.rung = organisation.rung if direction.climbs else 1
    span = direction.steps_high - direction.steps_low + 1
    deal.steps = direction.steps_low + min(span - 1, int(length * span))
    if direction.climbs:
        deal.steps += deal.rung
    own = deal_draws(world, row, slot, Purpose.SCOPE)[0]
    deal.controlled = not direction.climbs or own < scope_in_force(world, deal.rung)
    offered = direction.needs_shelf and direction.sides_differ and not deal.classified
    deal.listed = offered and deal_draws(world, row, slot, Purpose.LISTED)[0] < settings.catalogue_share


@rule
def open_deal(world: World, row: int, slot: int, taken: int, before: int) -> None:
    """Append a deal to the table and to the list of open ones.

    Args:
        taken: what it is, see `take_out`.
        before: deals that are opened before it in this quarter.
    """
    region = world.region[0]
    number, listed = region.deals + before, region.open_deals + before
    deal = world.deals[number]
    describe(world, deal, row, slot, taken)
    organisation = world.organisations[row]
    deal.initiator = organisation.key
    deal.opened = region.quarter
    deal.slot = slot
    deal.source = row
    deal.recipient = -1
    deal.payer = -1
    deal.case = -1
    deal.clocked = -1
    deal.stage = Stage.SEARCH
    deal.status = Status.OPEN
    deal.matched = math.nan
    deal.brokered = False
    deal.shut = 0
    deal.filed = math.nan
    deal.cleared = math.nan
    deal.converted = math.nan
    deal.financed = math.nan
    deal.ended = math.nan
    deal.refused_by = -1
    deal.refused_quarter = -1
    deal.refused_value = math.nan
    deal.refused_cost = math.nan
    deal.refused_score = math.nan
    tally = world.tallies[listed]
    set_all(tally.search, 0.0)
    set_all(tally.match, 0.0)
    world.open_deals[listed] = number


@rule
def try_to_open(world: World, row: int) -> int:
    """Let an organisation try to open deals, as far as its attention and shelf reach.

    Returns:
        What its tries open: a number of as many `digits` as there are tries, the lowest for the first.
    """
    region, settings = world.region[0], world.settings[0]
    organisation = world.organisations[row]
    kind = world.kinds[organisation.kind]
    if not organisation.alive or (kind.enters and not organisation.active):
        return 0
    effort = world.values[kind.effort]
    opened, place = 0, 1
    for slot in range(kind.tries):
        if is_full(world, row):
            break
        chance = effort
        if kind.arrival >= 0:
            if organisation.open_shelf + organisation.classified_shelf <= 0:
                break
            chance = offer_chance(effort, organisation.open_shelf, settings)
        if uniform(region.seed, organisation.key, region.quarter, Purpose.OPEN_DEAL, slot) < chance:
            opened += place * take_out(world, row, slot)
        place *= digits(world)
    return opened


@rule
def choose_openings(world: World, block: int, opened: Indices, sums: Floats) -> None:
    """Find out which deals the organisations of a block open.

    Args:
        opened: by place in the order of keys, to be written: see `try_to_open`.
        sums: of the block, to be written: the deals.
    """
    set_all(sums, 0.0)
    for place in range(first_of(block), end_of(block, world.region[0].organisations)):
        opened[place] = try_to_open(world, world.order[place])
        left = opened[place]
        while left > 0:
            sums[0] += 1.0 if left % digits(world) > 0 else 0.0
            left //= digits(world)


@rule
def before_each(world: World, sums: Floats) -> int:
    """Make of the deals of every block the deals of all blocks before it; return those of all."""
    total = 0
    for index in range(blocks_of(world.region[0].organisations)):
        own = int(sums[index, 0])
        sums[index, 0] = total
        total += own
    return total


@rule
def open_chosen(world: World, block: int, opened: Indices, sums: Floats) -> None:
    """Open the deals of a block, in the order of keys; the region's counts do not change yet."""
    before = int(sums[0])
    for place in range(first_of(block), end_of(block, world.region[0].organisations)):
        slot, left = 0, opened[place]
        while left > 0:
            taken = left % digits(world)
            if taken > 0:
                open_deal(world, world.order[place], slot, taken, before)
                before += 1
            slot += 1
            left //= digits(world)


@rule
def add_openings(world: World, count: int) -> None:
    """Count the new deals among all and among the open ones, and those that are listed."""
    first = world.region[0].deals
    for number in range(first, first + count):
        if world.deals[number].listed:
            world.meters[0].listed += 1.0
    world.region[0].open_deals += count
    world.region[0].deals += count


@rule
def opening(world: World) -> None:
    """Let every organisation that takes part try to open deals."""
    organisations = world.region[0].organisations
    blocks = blocks_of(organisations)
    opened, sums = empty_indices(organisations), np.empty((blocks, SUMS))
    for index in range(blocks):
        choose_openings(world, index, opened, sums[index])
    count = before_each(world, sums)
    for index in range(blocks):
        open_chosen(world, index, opened, sums[index])
    add_openings(world, count)
