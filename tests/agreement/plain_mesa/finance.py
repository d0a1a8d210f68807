"""Conversion and absorption are paid by the public fund, from own cash or by a bank (ODD M10)."""

from __future__ import annotations

from functools import partial

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.barriers import all_open, shut
from tests.agreement.plain_mesa.deal import ATTRITION, FINANCE


def bank_approves(model, deal, without=None) -> bool:
    """Say whether a bank gives the payer credit."""
    left = [barrier.bank(deal.payer) for barrier in model.barriers if barrier is not without]
    chance = deal.payer.bank * all_open(model.settings, left)
    if deal.payer.is_private:
        chance += model.settings.credit_guarantee * (1.0 - chance)
    return deal.life(draws.BANK)[0] < chance


def shut_gates(model, deal) -> list:
    """List the barriers that keep the payer from the fund."""
    return shut(
        model.settings,
        [
            (barrier, barrier.fund(deal), partial(first_of_life, deal, draws.FUND_ELIGIBLE, barrier.place))
            for barrier in model.barriers
        ],
    )


def first_of_life(deal, purpose: int, place: int) -> float:
    """Return the first draw of a block that belongs to a deal for life."""
    return deal.life(purpose, place)[0]


class Request:
    """A deal that waits for money, and what it could have by itself."""

    def __init__(self, model, deal) -> None:
        self.deal = deal
        self.own = deal.payer.cash >= deal.cost
        self.bank = bank_approves(model, deal)
        needy = not (self.own or self.bank)
        wants = needy or deal.life(draws.OPPORTUNISM)[0] < model.settings.opportunism
        self.asks_fund = wants and not shut_gates(model, deal)
        self.merit = deal.value / max(1e-9, deal.cost)


def serve(model, requests: list[Request]) -> None:
    """Serve requests in order of merit, each from the nearest purse upwards, as long as money lasts (M10)."""
    for request in sorted(requests, key=lambda request: -request.merit):
        deal = request.deal
        need = deal.cost / (1.0 + model.settings.leverage)
        payer = deal.payer
        purses = (payer.city.purse, model.offices[payer.jurisdiction].purse, model.common_pot)
        if need <= sum(purse.left for purse in purses):
            rest = need
            model.aid_spent += min(need, payer.city.purse.left)
            for purse in purses:
                part = min(rest, purse.left)
                purse.left -= part
                rest -= part
            deal.deadweight = request.own or request.bank
            deal.fund_paid = need
            model.fund_spent += need
            model.fund_deadweight += need if deal.deadweight else 0.0
            model.social_capital += deal.cost - need
            pay(model, deal, "fund")


def pay(model, deal, money: str) -> None:
    """Begin absorption."""
    deal.money = money
    deal.financed = float(model.quarter)
    deal.enter("absorption")
    deal.threshold = sum(draws.exponential(deal.life(draws.STEP_CLOCK, step)[0]) for step in range(deal.steps))


def book_cost(deal) -> None:
    """Let a firm count what a deal across the sides costs it (N1)."""
    if deal.payer.is_private and deal.direction.sides_differ:
        deal.payer.ledger.put_in["away"] += deal.cost


def finance(model) -> None:
    """Fill the purses, then pay for deals or let them wait."""
    model.organisations.do("fill_purse")
    requests = [Request(model, deal) for deal in model.deals_in("finance")]
    serve(model, [request for request in requests if request.asks_fund])
    for request in requests:
        deal = request.deal
        if deal.stage != "finance":
            continue
        if deal.payer.cash >= deal.cost:
            deal.payer.cash -= deal.cost
            book_cost(deal)
            pay(model, deal, "own_cash")
        elif request.bank:
            if deal.payer.is_private:
                model.meters["guaranteed_credit"] += deal.cost
            book_cost(deal)
            pay(model, deal, "bank")
        elif deal.clocked < model.quarter:
            wait(model, deal)


def wait(model, deal) -> None:
    """Run the clocks of those left without money."""
    settings = model.settings
    event = deal.run_clocks({ATTRITION: settings.attrition, FINANCE: settings.finance_abandonment_rate})
    if event == FINANCE:
        deal.die(cause_of_want(model, deal), deal.rang)
    else:
        deal.die_of(event)


def cause_of_want(model, deal) -> str:
    """Find a barrier whose removal alone would have brought money."""
    closed = shut_gates(model, deal)
    pivotal = [
        barrier
        for barrier in model.barriers
        if (len(closed) == 1 and barrier in closed) or bank_approves(model, deal, without=barrier)
    ]
    deal.shut = {barrier.name for barrier in pivotal}
    return draws.one_of(pivotal, deal.life(draws.FINANCE_CAUSE)[0]).name if pivotal else "lack_of_finance"
