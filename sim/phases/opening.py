"""Holders of technology and active suppliers open deals, as far as their attention reaches."""

from __future__ import annotations

import math

from sim.agents import scope_of
from sim.draws import Purpose, block, deal_moment, normal, uniform
from sim.elementary import exp
from sim.phases.facts import capacity_of
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import DealRow, Stage, Status


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
def describe(world: World, deal: DealRow, row: int, slot: int) -> None:
    """Write what a new deal is: direction, field, quality, rung, steps, secrecy, control and whether it is listed."""
    region, settings = world.region[0], world.settings[0]
    organisation = world.organisations[row]
    quarter = region.quarter
    moment = deal_moment(quarter, slot, 0)
    which, secret, length, _ = block(region.seed, organisation.key, moment, Purpose.DEAL_NATURE, 0)
    one, other, _, _ = block(region.seed, organisation.key, moment, Purpose.DEAL_QUALITY, 0)
    spread = settings.quality_spread
    deal.direction = direction_of(world, organisation.kind, which)
    direction = world.directions[deal.direction]
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
    deal.controlled = True
    if direction.climbs:
        scope = scope_of(deal.rung, settings)
        deal.controlled = uniform(region.seed, organisation.key, moment, Purpose.SCOPE, 0) < scope
    offered = direction.needs_shelf and direction.sides_differ and not deal.classified
    listed = offered and uniform(region.seed, organisation.key, moment, Purpose.LISTED, 0) < settings.catalogue_share
    deal.listed = listed
    if listed:
        world.meters[0].listed += 1.0


@rule
def open_deal(world: World, row: int, slot: int) -> None:
    """Append a deal to the table."""
    region = world.region[0]
    number = region.deals
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
    tally = world.tallies[region.open_deals]
    set_all(tally.search, 0.0)
    set_all(tally.match, 0.0)
    world.open_deals[region.open_deals] = number
    region.open_deals += 1
    region.deals += 1


@rule
def opening(world: World) -> None:
    """Let every organisation that takes part try to open deals."""
    region = world.region[0]
    for index in range(region.organisations):
        row = world.order[index]
        organisation = world.organisations[row]
        kind = world.kinds[organisation.kind]
        if not organisation.alive or (kind.enters and not organisation.active):
            continue
        effort = world.values[kind.effort]
        capacity = capacity_of(world, row)
        for slot in range(kind.tries):
            if organisation.open_deals >= capacity:
                break
            if kind.arrival >= 0 and organisation.open_shelf + organisation.classified_shelf <= 0:
                break
            if uniform(region.seed, organisation.key, region.quarter, Purpose.OPEN_DEAL, slot) < effort:
                open_deal(world, row, slot)
