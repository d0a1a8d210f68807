"""Every quarter ledgers fade and peers are compared; who chooses reads them, and what a choice brought is booked."""

from __future__ import annotations

import numpy as np

from sim.agents import kept, perceived_return, prior, scope_of, share_away, sharpness_in_force
from sim.agents.tiers import CHOOSING
from sim.rules import rule
from sim.state import World
from sim.tables import AWAY, HOME, OPTIONS, DealRow, Floats


@rule
def ledger_row(world: World, row: int) -> int:
    """Return the row of the ledger of an organisation; those of the cities stand first."""
    return int(world.cities.shape[0]) + row


@rule
def fade(world: World, owner: int) -> None:
    """Let a ledger forget a part."""
    settings, ledger = world.settings[0], world.ledger[owner]
    for option in range(OPTIONS):
        ledger.put_in[option] = kept(ledger.put_in[option], settings)
        ledger.got_out[option] = kept(ledger.got_out[option], settings)


@rule
def fade_centrally(world: World) -> None:
    """Let the ledgers of cities and of the centre forget a part."""
    settings, region = world.settings[0], world.region[0]
    for city in range(world.cities.shape[0]):
        fade(world, city)
    for option in range(OPTIONS):
        region.scope_tried[option] = kept(region.scope_tried[option], settings)
        region.scope_brought[option] = kept(region.scope_brought[option], settings)


@rule
def prior_of(world: World, kind: int) -> float:
    """Return the weight of peers' return to organisations of a kind, million yuan."""
    return prior(world.values[world.kinds[kind].outlay], world.settings[0])


@rule
def look_at_ledgers(world: World) -> None:
    """Let all ledgers fade, book what it costs to stand ready for the other side's market, and compare peers.

    What every option has returned to the living organisations of a kind and city is written (ODD, the ledger).
    """
    kinds, cities = world.kinds.shape[0], world.cities.shape[0]
    put_in, got_out = np.zeros((kinds, cities, OPTIONS)), np.zeros((kinds, cities, OPTIONS))
    fade_centrally(world)
    for index in range(world.region[0].organisations):
        row = world.order[index]
        one, ledger = world.organisations[row], world.ledger[ledger_row(world, row)]
        fade(world, ledger_row(world, row))
        if not one.alive:
            continue
        if one.active and world.kinds[one.kind].enters:
            ledger.put_in[AWAY] += world.values[world.kinds[one.kind].outlay]
        for option in range(OPTIONS):
            put_in[one.kind, one.city, option] += ledger.put_in[option]
            got_out[one.kind, one.city, option] += ledger.got_out[option]
    for kind in range(kinds):
        if world.kinds[kind].habit < 0:
            continue
        weight = prior_of(world, kind)
        for city in range(cities):
            for option in range(OPTIONS):
                put, got = put_in[kind, city, option], got_out[kind, city, option]
                world.peers[kind, city, option] = perceived_return(put, got, 1.0, weight)


@rule
def looks_abroad(world: World) -> Floats:
    """Return, by city, the share of its office's looks that go to other cities (ODD, city governments)."""
    settings, cities = world.settings[0], world.cities.shape[0]
    away, home = peers_of_offices(world, AWAY), peers_of_offices(world, HOME)
    sharpness, shares = sharpness_in_force(settings.sharpness_cities, settings), np.empty(cities)
    for city in range(cities):
        ledger, weight = world.ledger[city], settings.office_prior
        seen_away = perceived_return(ledger.put_in[AWAY], ledger.got_out[AWAY], away, weight)
        seen_home = perceived_return(ledger.put_in[HOME], ledger.got_out[HOME], home, weight)
        shares[city] = share_away(settings.habit_abroad, seen_away, seen_home, sharpness)
    return shares


@rule
def peers_of_offices(world: World, option: int) -> float:
    """Return what a look of any city's office has brought, in values of a median technology."""
    put_in, got_out = 0.0, 0.0
    for city in range(world.cities.shape[0]):
        put_in += world.ledger[city].put_in[option]
        got_out += world.ledger[city].got_out[option]
    return perceived_return(put_in, got_out, 1.0, world.settings[0].office_prior)


@rule
def scope_in_force(world: World, rung: int) -> float:
    """Return the part of the supplies of a rung that are under control, 0..1 (ODD, the ledger)."""
    settings, region = world.settings[0], world.region[0]
    scope = scope_of(rung, settings)
    if settings.tiers != CHOOSING:
        return scope
    tried, brought, weight = region.scope_tried, region.scope_brought, settings.office_prior
    freed = perceived_return(tried[AWAY], brought[AWAY], 1.0, weight)
    bound = perceived_return(tried[HOME], brought[HOME], 1.0, weight)
    return 1.0 - share_away(1.0 - scope, freed, bound, sharpness_in_force(settings.sharpness_cities, settings))


@rule
def book_supply(world: World, deal: DealRow, value: float) -> None:
    """Let the centre count a supply that had found its buyer and ended, if it chooses by experience.

    Args:
        value: that it brought, million yuan, 0 if it died.
    """
    settings, region = world.settings[0], world.region[0]
    if settings.tiers == CHOOSING and world.directions[deal.direction].climbs:
        option = HOME if deal.controlled else AWAY
        region.scope_tried[option] += 1.0
        region.scope_brought[option] += value / max(1e-9, settings.base_value)


@rule
def return_of(world: World, row: int, option: int) -> float:
    """Return what an organisation believes that an option returns, got out per put in."""
    one, ledger = world.organisations[row], world.ledger[ledger_row(world, row)]
    peers = world.peers[one.kind, one.city, option]
    return perceived_return(ledger.put_in[option], ledger.got_out[option], peers, prior_of(world, one.kind))


@rule
def share_of(world: World, row: int) -> float:
    """Return the share of an organisation's choice that goes away and not home, 0..1 (ODD, the ledger)."""
    kind = world.kinds[world.organisations[row].kind]
    away, home = return_of(world, row, AWAY), return_of(world, row, HOME)
    sharpness = sharpness_in_force(world.values[kind.sharpness], world.settings[0])
    return share_away(world.values[kind.habit], away, home, sharpness)


@rule
def book_offer(world: World, number: int, row: int) -> None:
    """Book what an offer costs organisations that choose where, or whether, they give technology out.

    Args:
        number: of the offer's direction.
        row: of the organisation.
    """
    kind, direction = world.kinds[world.organisations[row].kind], world.directions[number]
    if kind.habit >= 0 and direction.needs_shelf:
        option = AWAY if direction.sides_differ else HOME
        world.ledger[ledger_row(world, row)].put_in[option] += world.values[kind.outlay]


@rule
def book_release(world: World, row: int, items: int) -> None:
    """Book what it costs to put items to release, for organisations that choose to."""
    kind = world.kinds[world.organisations[row].kind]
    if kind.habit >= 0:
        world.ledger[ledger_row(world, row)].put_in[AWAY] += items * world.values[kind.outlay]


@rule
def book_payment(world: World, deal: DealRow, interest: float) -> None:
    """Book what a deal across the sides cost a payer of a kind that enters, out of its own pocket or by credit.

    Capital is not spent, but the land that it stands on is dearer for some, and so is credit.

    Args:
        interest: that a loan for it will have cost, million yuan.
    """
    if world.directions[deal.direction].sides_differ:
        payer = world.organisations[deal.payer]
        if world.kinds[payer.kind].enters:
            world.ledger[ledger_row(world, deal.payer)].put_in[AWAY] += deal.need - deal.capital + interest


@rule
def book_brokered(world: World, deal: DealRow) -> None:
    """Book a delivery whose partner an office found, in values of a median technology: where it looked has paid."""
    settings = world.settings[0]
    here, there = world.organisations[deal.source].city, world.organisations[deal.recipient].city
    value = deal.value / max(1e-9, settings.base_value)
    if here == there:
        world.ledger[here].got_out[HOME] += value
    else:
        world.ledger[here].got_out[AWAY] += settings.abroad_worth * value


@rule
def book_delivery(world: World, deal: DealRow, earned: float) -> None:
    """Book what a delivery brought those who chose to take part in it (ODD, the ledger).

    Args:
        earned: what a supplier has received for it, million yuan.
    """
    settings, direction = world.settings[0], world.directions[deal.direction]
    book_supply(world, deal, deal.value)
    if deal.brokered:
        book_brokered(world, deal)
    if direction.climbs:
        world.ledger[ledger_row(world, deal.source)].got_out[AWAY] += earned
        return
    option = AWAY if direction.sides_differ else HOME
    world.ledger[ledger_row(world, deal.source)].got_out[option] += settings.fee_share * deal.value
    recipient = world.organisations[deal.recipient]
    if direction.sides_differ and world.kinds[recipient.kind].enters:
        world.ledger[ledger_row(world, deal.recipient)].got_out[AWAY] += deal.value
