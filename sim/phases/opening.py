"""Holders of technology and active suppliers open deals, as far as their attention reaches."""

from __future__ import annotations

import math

from sim.agents import is_classified, offer_chance
from sim.draws import Purpose, block, deal_moment, normal, uniform
from sim.elementary import exp
from sim.phases.facts import capacity_of
from sim.phases.ledgers import book_offer, share_of
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import DealRow, Stage, Status


@rule
def direction_of(world: World, row: int, chance: float) -> int:
    """Return the direction that an offer takes: by their chances, and else the one without a chance.

    The chance that stands for a kind's habit is what the organisation makes of it by experience.
    """
    code = world.organisations[row].kind
    kind, rest = world.kinds[code], -1
    for index in range(world.directions.shape[0]):
        direction = world.directions[index]
        if direction.source_kind != code:
            continue
        if direction.chance < 0:
            rest = index
            continue
        share = share_of(world, row) if direction.chance == kind.habit else world.values[direction.chance]
        if chance < share:
            return index
        chance = (chance - share) / max(1e-12, 1.0 - share)
    return rest


@rule
def describe(world: World, deal: DealRow, row: int, slot: int) -> None:
    """Write what a new deal is: direction, field, quality, rung, steps and secrecy."""
    region, settings = world.region[0], world.settings[0]
    organisation = world.organisations[row]
    quarter = region.quarter
    moment = deal_moment(quarter, slot, 0)
    which, secret, length, _ = block(region.seed, organisation.key, moment, Purpose.DEAL_NATURE, 0)
    one, other, _, _ = block(region.seed, organisation.key, moment, Purpose.DEAL_QUALITY, 0)
    spread = settings.quality_spread
    deal.direction = direction_of(world, row, which)
    direction = world.directions[deal.direction]
    book_offer(world, deal, row)
    deal.quality = exp(spread * normal(one, other) - 0.5 * spread * spread)
    deal.field = organisation.field
    deal.rung = organisation.rung if direction.climbs else 1
    span = direction.steps_high - direction.steps_low + 1
    deal.steps = direction.steps_low + min(span - 1, int(length * span))
    if direction.climbs:
        deal.steps += deal.rung
    deal.classified = False
    if direction.needs_shelf:
        deal.classified = is_classified(secret, organisation.open_shelf, organisation.classified_shelf, settings)
        if deal.classified:
            organisation.classified_shelf -= 1
        else:
            organisation.open_shelf -= 1


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
    deal.brokered = False
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
    region, settings = world.region[0], world.settings[0]
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
            chance = effort
            if kind.arrival >= 0:
                if organisation.open_shelf + organisation.classified_shelf <= 0:
                    break
                chance = offer_chance(effort, organisation.open_shelf, settings)
            if uniform(region.seed, organisation.key, region.quarter, Purpose.OPEN_DEAL, slot) < chance:
                open_deal(world, row, slot)
