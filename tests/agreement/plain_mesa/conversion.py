"""Deals across the sides convert to the other side's standards, and harmonise them a little (ODD M9)."""

from __future__ import annotations

from tests.agreement.plain_mesa.deal import ATTRITION, FINISH, FIRST_BARRIER


def conversion(model) -> None:
    """Run the clocks of every conversion, then let standards be harmonised and fall out of use."""
    settings = model.settings
    completed = [0 for _ in model.fields]
    for deal in model.deals_in("standards"):
        if deal.clocked < model.quarter and convert(deal):
            completed[deal.field] += 1
    for field, count in enumerate(completed):
        for _ in range(count):
            model.harmonised[field] += min(1.0, settings.harmonisation_step) * (1.0 - model.harmonised[field])
        model.harmonised[field] *= 1.0 - settings.harmonisation_decay


def convert(deal) -> bool:
    """Run the clocks of one conversion for a quarter; return whether it was completed."""
    settings = deal.model.settings
    rates = {FINISH: settings.conversion_speed * (1.0 - deal.gap()), ATTRITION: settings.attrition}
    for barrier in deal.model.barriers:
        gap = barrier.gap(deal.direction, deal.field, deal.rung)
        rates[FIRST_BARRIER + barrier.place] = settings.conversion_abandonment_rate * gap
    event = deal.run_clocks(rates)
    if event != FINISH:
        deal.die_of(event)
        return False
    deal.converted = deal.rang
    deal.enter("finance")
    return True
