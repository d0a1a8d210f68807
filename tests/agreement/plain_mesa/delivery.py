"""What is delivered teaches, binds, pays back and moves suppliers up the ladder (ODD M12)."""

from __future__ import annotations

from tests.agreement.plain_mesa.finance import gap, stated_gap
from tests.agreement.plain_mesa.renewal import spin_off


def delivery(model) -> None:
    """Bring into use what was absorbed this quarter, in the order of the list."""
    for deal in model.deals_in("delivered"):
        deliver(deal)


def deliver(deal) -> None:
    """Let the parties of one delivery learn, trust and earn."""
    model, settings = deal.model, deal.model.settings
    source, recipient, field = deal.source, deal.recipient, deal.field
    deal.status = "delivered"
    lead = max(0.0, source.expertise[field] - recipient.expertise[field])
    recipient.expertise[field] += settings.transfer_share * lead
    for one, other in ((source, recipient), (recipient, source)):
        one.remember(other)
        if deal.direction.sides_differ:
            one.last_delivery = model.quarter
    earned = settings.delivery_cash * deal.value
    if deal.direction.climbs and settings.demand == "budgets":
        earned = taxed_price(deal)
    deal.payer.cash += earned
    if deal.money != "fund":
        deal.payer.cash += settings.capital_returned * deal.capital
    if deal.classified:
        model.exposure += 2.0
    book_value(deal)
    count_gains(deal, earned)
    if deal.direction.climbs:
        model.centre.count(deal, deal.value)
        model.meters["ladder_value"] += deal.value
        source.count_supply()
        if not deal.controlled:
            model.exposure += settings.uncontrolled_exposure
    else:
        spin_off(deal)


def taxed_price(deal) -> float:
    """Return what a supplier receives of its price, and count the tax that relief forgoes."""
    if deal.model.settings.money == "one_bank":
        return deal.price
    left = gap(deal, "tax")
    deal.model.meters["tax_forgone"] += max(0.0, deal.price * (left - stated_gap(deal, "tax")))
    return deal.price * left


def count_gains(deal, earned: float) -> None:
    """Let those who chose to take part count what it brought (N1)."""
    source, recipient = deal.source, deal.recipient
    if source.is_private:
        source.ledger.got_out += earned
        source.grow(earned)
    if recipient.is_private and deal.direction.sides_differ:
        recipient.ledger.got_out += deal.value


def book_value(deal) -> None:
    """Write the value into the accounts of the cities of both parties."""
    here, there = deal.source.city, deal.recipient.city
    here.value_all += deal.value
    if there is not here:
        there.value_all += deal.value
    if deal.jurisdictions_differ:
        here.value_left += deal.value
        there.value_came += deal.value
        there.came[here.place] += deal.value
