"""Every quarter ledgers fade and peers are compared; firms choose by them, and what taking part brought is booked."""

from __future__ import annotations

import numpy as np

from sim.agents import kept, perceived_return, prior, scope_of, share_away, sharpness_in_force
from sim.agents.tiers import CHOOSING
from sim.rules import rule
from sim.state import World
from sim.tables import BOUND, FREED, SCOPES, DealRow

OTHERWISE = 1.0  # return of not taking part: what is not put in is kept


@rule
def fade_scopes(world: World) -> None:
    """Let what the centre has counted fade."""
    settings, region = world.settings[0], world.region[0]
    for scope in range(SCOPES):
        region.scope_tried[scope] = kept(region.scope_tried[scope], settings)
        region.scope_brought[scope] = kept(region.scope_brought[scope], settings)


@rule
def prior_of(world: World, kind: int) -> float:
    """Return the weight of peers' return to organisations of a kind, million yuan."""
    return prior(world.values[world.kinds[kind].outlay], world.settings[0])


@rule
def look_at_ledgers(world: World) -> None:
    """Let all ledgers fade, book what it costs to stand ready for the other side's market, and compare peers.

    What taking part has returned to the living organisations of a kind and city is written (ODD, the ledger).
    """
    kinds, cities, settings = world.kinds.shape[0], world.cities.shape[0], world.settings[0]
    put_in, got_out = np.zeros((kinds, cities)), np.zeros((kinds, cities))
    fade_scopes(world)
    for index in range(world.region[0].organisations):
        row = world.order[index]
        one, ledger = world.organisations[row], world.ledger[row]
        if not world.kinds[one.kind].enters:
            continue
        ledger.put_in = kept(ledger.put_in, settings)
        ledger.got_out = kept(ledger.got_out, settings)
        if not one.alive:
            continue
        if one.active:
            ledger.put_in += world.values[world.kinds[one.kind].outlay]
        put_in[one.kind, one.city] += ledger.put_in
        got_out[one.kind, one.city] += ledger.got_out
    for kind in range(kinds):
        if not world.kinds[kind].enters:
            continue
        weight = prior_of(world, kind)
        for city in range(cities):
            put, got = put_in[kind, city], got_out[kind, city]
            world.peers[kind, city] = perceived_return(put, got, OTHERWISE, weight)


@rule
def scope_in_force(world: World, rung: int) -> float:
    """Return the part of the supplies of a rung that are under control, 0..1 (ODD, the ledger)."""
    settings, region = world.settings[0], world.region[0]
    scope = scope_of(rung, settings)
    if settings.tiers != CHOOSING:
        return scope
    tried, brought, weight = region.scope_tried, region.scope_brought, settings.scope_prior
    freed = perceived_return(tried[FREED], brought[FREED], 1.0, weight)
    bound = perceived_return(tried[BOUND], brought[BOUND], 1.0, weight)
    return 1.0 - share_away(1.0 - scope, freed, bound, sharpness_in_force(settings.scope_sharpness, settings))


@rule
def book_supply(world: World, deal: DealRow, value: float) -> None:
    """Let the centre count a supply that had found its buyer and ended, if it chooses by experience.

    Args:
        value: that it brought, million yuan, 0 if it died.
    """
    settings, region = world.settings[0], world.region[0]
    if settings.tiers == CHOOSING and world.directions[deal.direction].climbs:
        scope = BOUND if deal.controlled else FREED
        region.scope_tried[scope] += 1.0
        region.scope_brought[scope] += value / max(1e-9, settings.base_value)


@rule
def return_of(world: World, row: int) -> float:
    """Return what an organisation believes that taking part returns, got out per put in."""
    one, ledger = world.organisations[row], world.ledger[row]
    return perceived_return(ledger.put_in, ledger.got_out, world.peers[one.kind, one.city], prior_of(world, one.kind))


@rule
def share_of(world: World, row: int) -> float:
    """Return how far an organisation chooses the other side's market, 0..1 (ODD, the ledger)."""
    kind = world.kinds[world.organisations[row].kind]
    sharpness = sharpness_in_force(world.values[kind.sharpness], world.settings[0])
    return share_away(world.values[kind.habit], return_of(world, row), OTHERWISE, sharpness)


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
            world.ledger[deal.payer].put_in += deal.need - deal.capital + interest


@rule
def book_delivery(world: World, deal: DealRow, earned: float) -> None:
    """Book what a delivery brought those who chose to take part in it (ODD, the ledger).

    Args:
        earned: what a supplier has received for it, million yuan.
    """
    direction = world.directions[deal.direction]
    book_supply(world, deal, deal.value)
    if direction.climbs:
        world.ledger[deal.source].got_out += earned
        return
    recipient = world.organisations[deal.recipient]
    if direction.sides_differ and world.kinds[recipient.kind].enters:
        world.ledger[deal.recipient].got_out += deal.value
