"""Holders of technology and active suppliers open deals, as far as their attention reaches."""

from __future__ import annotations

import math

import numpy as np

from sim.draws import Purpose, block, deal_moment, normal, uniform
from sim.elementary import exp
from sim.phases.blocks import SUMS, blocks_of, end_of, first_of
from sim.phases.chances import marked
from sim.phases.facts import capacity_of
from sim.rules import empty_indices, rule, set_all
from sim.state import World
from sim.tables import DealRow, Floats, Indices, Stage, Status


@rule
def direction_of(world: World, kind: int, chance: float) -> int:
    """Return the direction that an offer of a kind takes: by their chances, and else the one without a chance."""
    rest = -1
    for index in range(world.directions.shape[0]):
        direction = world.directions[index]
        if direction.source_kind != kind:
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
def nature_of(world: World, row: int, slot: int) -> tuple[int, float, float]:
    """Return the direction of a new deal, and uniforms for its secrecy and its length."""
    which, secret, length, _ = deal_draws(world, row, slot, Purpose.DEAL_NATURE)
    return direction_of(world, world.organisations[row].kind, which), secret, length


@rule
def describe(world: World, deal: DealRow, row: int, slot: int) -> None:
    """Write what a new deal is: direction, field, quality, rung, steps and secrecy."""
    settings = world.settings[0]
    organisation = world.organisations[row]
    direction_row, secret, length = nature_of(world, row, slot)
    one, other, _, _ = deal_draws(world, row, slot, Purpose.DEAL_QUALITY)
    spread = settings.quality_spread
    direction = world.directions[direction_row]
    deal.direction = direction_row
    deal.quality = exp(spread * normal(one, other) - 0.5 * spread * spread)
    deal.field = organisation.field
    deal.rung = organisation.rung if direction.climbs else 1
    span = direction.steps_high - direction.steps_low + 1
    deal.steps = direction.steps_low + min(span - 1, int(length * span))
    if direction.climbs:
        deal.steps += deal.rung
    deal.classified = False
    if direction.needs_shelf:
        shelf = organisation.open_shelf + organisation.classified_shelf
        deal.classified = secret * shelf < organisation.classified_shelf
        if deal.classified:
            organisation.classified_shelf -= 1
        else:
            organisation.open_shelf -= 1


@rule
def open_deal(world: World, row: int, slot: int, before: int) -> None:
    """Append a deal to the table and to the list of open ones.

    Args:
        before: deals that are opened before it in this quarter.
    """
    region = world.region[0]
    number, listed = region.deals + before, region.open_deals + before
    deal = world.deals[number]
    describe(world, deal, row, slot)
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
    organisation.open_deals += 1
    tally = world.tallies[listed]
    set_all(tally.search, 0.0)
    set_all(tally.match, 0.0)
    world.open_deals[listed] = number


@rule
def tries_that_open(world: World, row: int) -> int:
    """Mark the tries by which an organisation opens a deal in this quarter, as far as its attention and shelf reach.

    Returns:
        One number; its lowest bit stands for the first try.
    """
    region = world.region[0]
    organisation = world.organisations[row]
    kind = world.kinds[organisation.kind]
    if not organisation.alive or (kind.enters and not organisation.active):
        return 0
    effort, capacity = world.values[kind.effort], capacity_of(world, row)
    busy, shelf = organisation.open_deals, organisation.open_shelf + organisation.classified_shelf
    marks = 0
    for slot in range(kind.tries):
        if busy >= capacity or (kind.arrival >= 0 and shelf <= 0):
            break
        if uniform(region.seed, organisation.key, region.quarter, Purpose.OPEN_DEAL, slot) < effort:
            marks |= 1 << slot
            busy += 1
            shelf -= int(world.directions[nature_of(world, row, slot)[0]].needs_shelf)
    return marks


@rule
def choose_openings(world: World, block: int, marks: Indices, sums: Floats) -> None:
    """Find out which organisations of a block open deals.

    Args:
        marks: by place in the order of keys, to be written: see `tries_that_open`.
        sums: of the block, to be written: the deals.
    """
    set_all(sums, 0.0)
    for place in range(first_of(block), end_of(block, world.region[0].organisations)):
        marks[place] = tries_that_open(world, world.order[place])
        sums[0] += marked(marks[place])


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
def open_chosen(world: World, block: int, marks: Indices, sums: Floats) -> None:
    """Open the deals of a block, in the order of keys; the region's counts do not change yet."""
    before = int(sums[0])
    for place in range(first_of(block), end_of(block, world.region[0].organisations)):
        slot, left = 0, marks[place]
        while left > 0:
            if left & 1:
                open_deal(world, world.order[place], slot, before)
                before += 1
            slot += 1
            left >>= 1


@rule
def add_openings(world: World, count: int) -> None:
    """Count the new deals among all and among the open ones."""
    world.region[0].open_deals += count
    world.region[0].deals += count


@rule
def opening(world: World) -> None:
    """Let every organisation that takes part try to open deals."""
    organisations = world.region[0].organisations
    blocks = blocks_of(organisations)
    marks, sums = empty_indices(organisations), np.empty((blocks, SUMS))
    for index in range(blocks):
        choose_openings(world, index, marks, sums[index])
    count = before_each(world, sums)
    for index in range(blocks):
        open_chosen(world, index, marks, sums[index])
    add_openings(world, count)
