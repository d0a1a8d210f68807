"""Whether a recipient that pays for what it gets has the money, and rather buys than makes (ODD M4)."""

from __future__ import annotations

from sim.agents import better_than_making, price_of
from sim.agents.procurement import UNLIMITED
from sim.draws import Purpose
from sim.mechanisms.deal_value import Prospect
from sim.phases.chances import deal_chance_now
from sim.phases.purses import purse_of_organisation
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow


@rule
def is_bought(world: World, deal: DealRow) -> bool:
    """Tell whether a deal is a supply that its recipient pays for, out of a procurement budget."""
    return bool(world.directions[deal.direction].climbs and world.settings[0].demand != UNLIMITED)


@rule
def price_if_bought(world: World, deal: DealRow, value: float) -> float:
    """Return the price of a deal, million yuan; 0 if it is not one that is bought.

    Args:
        value: of the deal with some recipient, million yuan.
    """
    return price_of(value, world.settings[0]) if is_bought(world, deal) else 0.0


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
def is_taken_unweighed(world: World, deal: DealRow, look: int) -> bool:
    """Draw whether the recipient that a look found takes a supply without weighing it against own making.

    Args:
        look: number of the look.
    """
    part = world.settings[0].unweighed_purchases
    return bool(part > 0.0 and deal_chance_now(world, deal, Purpose.UNWEIGHED, look) < part)


@rule
def would_buy(world: World, deal: DealRow, recipient_row: int, prospect: Prospect) -> bool:
    """Tell whether a recipient that weighs a supply rather buys it than makes it, if it is one that is bought."""
    if not is_bought(world, deal):
        return True
    settings = world.settings[0]
    known = world.expertise[recipient_row, deal.field]
    return bool(better_than_making(prospect.gain, price_of(prospect.value, settings), known, settings))
