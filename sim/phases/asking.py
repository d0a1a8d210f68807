"""What a partner that is seen is asked first: whether it has a place, the money, and no better use for it."""

from __future__ import annotations

from sim.agents import better_than_making, holds_licence, price_of
from sim.agents.procurement import UNLIMITED
from sim.mechanisms.deal_value import Prospect
from sim.phases.purses import purse_of_organisation
from sim.rules import rule
from sim.state import World
from sim.tables import Cause, DealRow


@rule
def has_place(world: World, deal: DealRow, recipient_row: int) -> bool:
    """Tell whether a supply of its rung has a place: only lead enterprises integrate complete machines."""
    if deal.rung <= 1:
        return True
    recipient = world.organisations[recipient_row]
    source = world.organisations[deal.source]
    if not recipient.anchor:
        return bool(deal.rung < 3)
    licensed = holds_licence(source.licence_class, source.licence_expiry, 1, world.region[0].quarter)
    return bool(licensed and recipient.places_used < world.settings[0].anchor_slots)


@rule
def is_bought(world: World, deal: DealRow) -> bool:
    """Tell whether a deal is a supply that its recipient pays for, out of a procurement budget."""
    return bool(world.directions[deal.direction].climbs and world.settings[0].demand != UNLIMITED)


@rule
def can_pay(world: World, deal: DealRow, recipient_row: int, value: float) -> bool:
    """Tell whether the procurement budget of a recipient holds the price of a deal, if it is one that is bought.

    Args:
        value: of the deal with this recipient, million yuan.
    """
    if not is_bought(world, deal):
        return True
    return bool(price_of(value, world.settings[0]) <= world.purses[purse_of_organisation(world, recipient_row)].left)


@rule
def would_buy(world: World, deal: DealRow, recipient_row: int, prospect: Prospect) -> bool:
    """Tell whether a recipient rather buys than makes what a deal supplies, if it is one that is bought."""
    if not is_bought(world, deal):
        return True
    settings = world.settings[0]
    known = world.expertise[recipient_row, deal.field]
    return bool(better_than_making(prospect.gain, price_of(prospect.value, settings), known, settings))


@rule
def declines_to_buy(world: World, deal: DealRow, recipient_row: int, prospect: Prospect) -> int:
    """Return the cause for which a recipient does not buy, 0 if it would or if nothing is bought."""
    if not can_pay(world, deal, recipient_row, prospect.value):
        return Cause.NO_PROCUREMENT_BUDGET + 0  # + 0: a number, see codes.py
    if not would_buy(world, deal, recipient_row, prospect):
        return Cause.MADE_IN_HOUSE + 0
    return 0
