"""What the rules need to know about a deal and two organisations, read from the tables once."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.agents import holds_licence
from sim.barriers import Pair, Parts, points
from sim.mechanisms.deal_value import (
    Prospect,
    absorptive_capacity,
    cognitive_distance,
    comprehension,
    deal_cost,
    delay_before_use,
    hurdle,
    perceived_gain,
    rung_factor,
    value_in_use,
)
from sim.mechanisms.ways import ONE_BANK, capital_need, interest_for
from sim.phases.buying import price_if_bought
from sim.rules import rule
from sim.state import World
from sim.tables import AGREEMENT, PROTECTION, DealRow, DirectionRow, OrganisationRow, Side


class Burden(NamedTuple):
    """What each barrier does to the decision about a deal."""

    gap: Parts
    markup: Parts
    handicap: Parts
    interest: Parts
    land: Parts
    tax: Parts
    preference: Parts


NOWHERE = Pair(False, False, False, False, False, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
PRIVATE = Pair(False, False, False, False, True, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""What barriers may know before there is a deal: nothing, or that unequal treatment falls on who would pay."""


@rule
def licence_needed(deal: DealRow, direction: DirectionRow) -> int:
    """Licence class that the civilian party of a deal needs, 0 for none; a supply out of control needs none."""
    if direction.licence_class >= 0:
        return int(direction.licence_class)
    return int(deal.rung) if deal.controlled else 0


@rule
def licence_holder(deal: DealRow, source: OrganisationRow) -> int:
    """Row of the party that needs the licence: the one on the civilian side."""
    return int(deal.source) if source.side == Side.CIVIL else int(deal.recipient)


@rule
def crossing_pair(world: World, index: int) -> Pair:
    """Return what barriers may know of a direction before a partner is found."""
    direction = world.directions[index]
    waiver = world.values[direction.waiver] if direction.waiver >= 0 else 0.0
    sides_differ, outward = bool(direction.sides_differ), bool(direction.outward)
    return Pair(sides_differ, outward, False, False, False, 1, 0, waiver, 0.0, 0.0, 0.0, direction.gap_exponent, 0.0)


@rule
def pair_of(world: World, deal: DealRow, recipient_row: int) -> Pair:
    """Return what barriers may know about a deal with this recipient."""
    direction = world.directions[deal.direction]
    source = world.organisations[deal.source]
    recipient = world.organisations[recipient_row]
    payer_kind = world.kinds[source.kind if direction.source_pays else recipient.kind]
    waiver = world.values[direction.waiver] if direction.waiver >= 0 else 0.0
    return Pair(
        bool(direction.sides_differ),
        bool(direction.outward),
        bool(deal.classified),
        source.jurisdiction != recipient.jurisdiction,
        bool(payer_kind.disadvantaged),
        int(deal.rung),
        licence_needed(deal, direction),
        waiver,
        0.5 * (source.trust + recipient.trust),
        world.city_pair[PROTECTION, source.city, recipient.city],
        world.fields[deal.field].harmonised,
        direction.gap_exponent,
        world.city_pair[AGREEMENT, source.city, recipient.city],
    )


@rule
def prospect_of(world: World, deal: DealRow, recipient_row: int, pair: Pair) -> Prospect:
    """Value a deal with one possible partner, before costs (ODD, value and acceptance)."""
    settings = world.settings[0]
    direction = world.directions[deal.direction]
    source = world.organisations[deal.source]
    recipient = world.organisations[recipient_row]
    distance = cognitive_distance(world.expertise[deal.source], world.expertise[recipient_row])
    capacity = absorptive_capacity(world.expertise[recipient_row], world.relatedness[deal.field], settings)
    understood = comprehension(distance, capacity, settings)
    value = value_in_use(deal.quality, distance, deal.rung, world.expertise[deal.source, deal.field], settings)
    civil = source if source.side == Side.CIVIL else recipient
    missing = not holds_licence(civil.licence_class, civil.licence_expiry, pair.licence_class, world.region[0].quarter)
    wait = world.offices[source.jurisdiction].mean_wait if missing or direction.outward else 0.0
    success = math.sqrt(source.perceived_success * recipient.perceived_success)
    gain = perceived_gain(value, success, understood, capacity, deal.steps, wait, settings)
    return Prospect(distance, value, gain, missing, delay_before_use(deal.steps, wait, settings))


@rule
def burden_of(world: World, pair: Pair) -> Burden:
    """Return what every barrier does to the decision about a deal."""
    settings = world.settings[0]
    return Burden(
        points.GAP.each(settings.barriers, pair, settings),
        points.MARKUP.each(settings.barriers, pair, settings),
        points.HANDICAP.each(settings.barriers, pair, settings),
        points.INTEREST.each(settings.barriers, pair, settings),
        points.LAND.each(settings.barriers, pair, settings),
        points.TAX.each(settings.barriers, pair, settings),
        points.PREFERENCE.each(settings.barriers, pair, settings),
    )


@rule
def cost_and_hurdle(
    world: World, deal: DealRow, prospect: Prospect, burden: Burden, without: int
) -> tuple[float, float]:
    """Return cost and hurdle of a deal under a burden, million yuan (ODD, value and acceptance).

    Args:
        without: barrier that is left out, NOBODY for none.
    """
    settings = world.settings[0]
    gap = points.GAP.join(burden.gap, without, settings)
    markup = points.MARKUP.join(burden.markup, without, settings)
    cost = deal_cost(prospect.value, deal.steps, deal.rung, gap, prospect.licence_missing, settings)
    if settings.money == ONE_BANK:
        return cost, hurdle(
            cost, markup * (1.0 + points.HANDICAP.join(burden.handicap, without, settings)), 0.0, settings
        )
    price = price_if_bought(world, deal, prospect.value)
    capital = capital_need(price, rung_factor(deal.rung, settings), settings)
    land = capital * (points.LAND.join(burden.land, without, settings) - 1.0)
    rate = settings.interest + points.INTEREST.join(burden.interest, without, settings)
    interest = interest_for(cost + capital + land, rate, prospect.delay)
    tax = price * (1.0 - points.TAX.join(burden.tax, without, settings))
    return cost, hurdle(cost + interest + land, markup, tax, settings)


@rule
def not_neutral(parts: Parts, neutral: float) -> int:
    """Mark the barriers that do something at a point.

    Args:
        parts: what each does.
        neutral: what one gives that does nothing.
    """
    marks = 0
    for index in range(len(parts)):
        if parts[index] != neutral:
            marks |= 1 << index
    return marks


@rule
def pricing_in(burden: Burden) -> int:
    """Mark the barriers that do something to what a deal must exceed; without any other one it is the same."""
    marks = not_neutral(burden.gap, points.GAP.neutral) | not_neutral(burden.markup, points.MARKUP.neutral)
    marks |= not_neutral(burden.handicap, points.HANDICAP.neutral) | not_neutral(burden.tax, points.TAX.neutral)
    return marks | not_neutral(burden.interest, points.INTEREST.neutral) | not_neutral(burden.land, points.LAND.neutral)


@rule
def is_full(world: World, row: int) -> bool:
    """Tell whether an organisation carries all the deals that it can; a lead enterprise is never full."""
    organisation = world.organisations[row]
    capacity = world.values[world.kinds[organisation.kind].capacity]
    return bool(not organisation.anchor and organisation.open_deals >= capacity)
