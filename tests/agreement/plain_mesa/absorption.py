"""Paid deals climb their readiness steps until they are in use, fail or are broken off (ODD M11)."""

from __future__ import annotations

from tests.agreement.plain_mesa.deal import ATTRITION, FINISH, FIRST_BARRIER, TECHNICAL_FAILURE
from tests.agreement.plain_mesa.proximity import absorptive_capacity, comprehension


def absorption(model) -> None:
    """Run the clocks of every absorption."""
    for deal in model.deals_in("absorption"):
        if deal.clocked < model.quarter:
            absorb(deal)


def absorb(deal) -> None:
    """Run the clocks of one absorption for a quarter."""
    model, settings = deal.model, deal.model.settings
    capacity = absorptive_capacity(model, deal.recipient, deal.field)
    speed = settings.absorption_speed * capacity * comprehension(model, deal.distance, capacity) * contact(deal)
    rates = {ATTRITION: settings.attrition}
    rates[TECHNICAL_FAILURE] = settings.technical_failure_rate * (1.0 - capacity) + settings.technical_failure_floor
    for barrier in model.barriers:
        speed *= barrier.contact(deal)
        rates[FIRST_BARRIER + barrier.place] = barrier.withdrawal(deal)
    rates[FINISH] = speed
    event = deal.run_clocks(rates)
    if event == FINISH:
        deal.enter("delivered")
        deal.ended = deal.rang
    else:
        deal.die_of(event)


def contact(deal) -> float:
    """Return how much contact the parties have, 1 being ordinary."""
    settings = deal.model.settings
    contact = 1.0
    if deal.source.city is deal.recipient.city:
        contact += settings.same_city_contact
    if deal.source.anchor or deal.recipient.anchor:
        contact += settings.anchor_contact
    return contact + settings.demonstration_base_contact * deal.recipient.city.base(deal.field)
