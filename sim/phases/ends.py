"""A deal ends once, with one stage and one cause, and frees the attention and the money of its parties."""

from __future__ import annotations

from sim.mechanisms.learning import success_after_failure
from sim.phases.ledgers import book_supply
from sim.phases.purses import give_back, purse_of_organisation
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import FIRST_BARRIER, Cause, DealRow, Status


@rule
def die(world: World, deal: DealRow, stage: int, cause: int, time: float) -> None:
    """End a deal without delivery; parties that had matched are discouraged (ODD, delivery).

    Who knows that more than one barrier shut the deal out has written `deal.shut` before.
    """
    settings = world.settings[0]
    deal.status = Status.DEAD
    deal.stage = stage
    deal.cause = cause
    deal.ended = time
    if cause >= FIRST_BARRIER:
        deal.shut |= 1 << (cause - FIRST_BARRIER)
    source = world.organisations[deal.source]
    source.open_deals -= 1
    if deal.recipient >= 0:
        recipient = world.organisations[deal.recipient]
        recipient.open_deals -= 1
        book_supply(world, deal, 0.0)
        if deal.price > 0.0:
            give_back(world.purses[purse_of_organisation(world, deal.recipient)], deal.price)
        technical = cause == Cause.TECHNICAL_FAILURE
        source.perceived_success = success_after_failure(source.perceived_success, technical, settings)
        recipient.perceived_success = success_after_failure(recipient.perceived_success, technical, settings)


@rule
def enter(deal: DealRow, stage: int) -> None:
    """Move a deal to a stage with all its clocks at zero."""
    deal.stage = stage
    set_all(deal.hazard, 0.0)
