"""Conversion, absorption and the capital of supplies are paid in six ways (ODD M10)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.barriers import all_open, shut
from tests.agreement.plain_mesa.deal import ATTRITION, FINANCE

CODES = {"bill": 4, "bond": 5, "equity": 6}


@dataclass
class Loan:
    """What was lent for a deal, and what became of it."""

    deal: object
    way: str
    lent: int
    principal: float
    interest: float
    repaid: float = 0.0
    lost: float = 0.0


def gap(deal, name: str) -> float:
    """Multiply, or for interest add, what the barriers make of a gap now."""
    parts = [getattr(barrier, name)(deal.payer) for barrier in deal.model.barriers]
    return sum(parts) if name == "interest" else math.prod(parts)


def stated_gap(deal, name: str) -> float:
    """Read a gap as it would be without the levers on it, under the barriers in force."""
    model, setting = deal.model, f"{name}_gap"
    now = getattr(model.settings, setting)
    setattr(model.settings, setting, model.policy.own[setting])
    without = gap(deal, name)
    setattr(model.settings, setting, now)
    return without


def need_of(deal) -> float:
    """Return what a deal needs now."""
    return deal.cost + deal.capital * gap(deal, "land")


def yearly_interest(deal, of_gap=gap) -> float:
    """Return the rate that its payer is asked for."""
    return deal.model.settings.interest + of_gap(deal, "interest")


def open_to(deal, way: str) -> bool:
    """Say whether a lender looks at a deal at all."""
    settings = deal.model.settings
    if settings.money == "one_bank":
        return way == "bank"
    if way == "bank":
        return can_serve(deal)
    if way == "bill":
        return 0.0 < deal.price <= deal.recipient.purse.left
    if way == "bond":
        return can_serve(deal) and deal.payer.revenue >= settings.bond_size
    return deal.rung >= 2 or deal.value >= settings.equity_value


def service(payer) -> float:
    """Return what a payer can pay lenders out of its revenue while a loan lasts."""
    settings = payer.model.settings
    return settings.debt_service * payer.revenue * settings.loan_quarters / 4.0


def can_serve(deal) -> bool:
    """Say whether the payer could serve a loan for this deal beside what it owes."""
    if deal.model.settings.money == "one_bank":
        return True
    return deal.payer.owed + deal.need <= service(deal.payer)


def grants(model, deal, way: str, without=None) -> bool:
    """Say whether a lender gives the payer credit."""
    chance = getattr(model.settings, "bank_approval" if way == "bank" else way)
    chance *= all_open(model.settings, [one.bank(deal.payer) for one in model.barriers if one is not without])
    if way == "bank" and deal.payer.is_private:
        chance += model.settings.credit_guarantee * (1.0 - chance)
    drawn = deal.life(draws.BANK) if way == "bank" else deal.life(draws.WAY, CODES[way])
    return drawn[0] < chance


def lender(model, deal, without=None) -> str | None:
    """Return the first way that is open and granted, other than fund and own cash."""
    for way in ("bill", "bank", "bond", "equity"):
        if open_to(deal, way) and grants(model, deal, way, without):
            return way
    return None


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
        deal.need = need_of(deal)
        self.own = deal.payer.cash >= deal.need
        self.lender = lender(model, deal)
        needy = not (self.own or self.lender)
        wants = needy or deal.life(draws.OPPORTUNISM)[0] < model.settings.opportunism
        self.asks_fund = wants and not shut_gates(model, deal)
        self.merit = deal.value / max(1e-9, deal.need)


def serve(model, requests: list[Request]) -> None:
    """Serve requests in order of merit, each from the nearest purse upwards, as long as money lasts (M10)."""
    for request in sorted(requests, key=lambda request: -request.merit):
        deal = request.deal
        need = deal.need / (1.0 + model.settings.leverage)
        payer = deal.payer
        purses = (payer.city.purse, model.offices[payer.jurisdiction].purse, model.common_pot)
        if need <= sum(purse.left for purse in purses):
            rest = need
            model.aid_spent += min(need, payer.city.purse.left)
            for purse in purses:
                part = min(rest, purse.left)
                purse.left -= part
                rest -= part
            deal.deadweight = request.own or request.lender is not None
            deal.fund_paid = need
            model.fund_spent += need
            model.fund_deadweight += need if deal.deadweight else 0.0
            model.social_capital += deal.need - need
            pay(model, deal, "fund")


def pay(model, deal, money: str) -> None:
    """Begin absorption."""
    dearer = deal.capital * (stated_gap(deal, "land") - gap(deal, "land"))
    model.meters["land_forgone"] += max(0.0, dearer)
    deal.money = money
    deal.financed = float(model.quarter)
    deal.enter("absorption")
    deal.threshold = sum(draws.exponential(deal.life(draws.STEP_CLOCK, step)[0]) for step in range(deal.steps))


def book_cost(deal, interest: float) -> None:
    """Let a firm count what a deal across the sides costs it (N1)."""
    if deal.payer.is_private and deal.direction.sides_differ:
        deal.payer.ledger.put_in += deal.need - deal.capital + interest


def finance(model) -> None:
    """Fill the purses, let loans fall due, then pay for deals or let them wait."""
    model.organisations.do("fill_purse")
    while model.loans and model.loans[0].lent + model.settings.loan_quarters <= model.quarter:
        fall_due(model, model.loans.pop(0))
    requests = [Request(model, deal) for deal in model.deals_in("finance")]
    serve(model, [request for request in requests if request.asks_fund])
    for request in requests:
        deal = request.deal
        if deal.stage != "finance":
            continue
        if deal.payer.cash >= deal.need:
            deal.payer.cash -= deal.need
            book_cost(deal, 0.0)
            pay(model, deal, "own_cash")
        elif (way := lender(model, deal)) is not None:  # asked again: its payer may owe more by now
            if way == "bank" and deal.payer.is_private:
                model.meters["guaranteed_credit"] += deal.need
            book_cost(deal, lend(model, deal, way))
            pay(model, deal, way)
        elif deal.clocked < model.quarter:
            wait(model, deal)


def lend(model, deal, way: str) -> float:
    """Pay a loan out and return the interest that it will have cost."""
    settings = model.settings
    if settings.money == "one_bank":
        return 0.0
    years = settings.loan_quarters / 4.0
    interest = 0.0
    if way != "equity":
        interest = deal.need * yearly_interest(deal) * years
        spared = deal.need * yearly_interest(deal, stated_gap) * years - interest
        model.meters["interest_forgone"] += max(0.0, spared)
    model.loans.append(Loan(deal, way, model.quarter, deal.need, interest))
    deal.payer.owed += deal.need
    model.lent += deal.need
    return interest


def fall_due(model, loan: Loan) -> None:
    """Take from the payer what it owes, from its revenue and then from its cash."""
    settings, payer = model.settings, loan.deal.payer
    if payer.alive:
        due = loan.principal + loan.interest
        from_revenue = min(due, service(payer))
        from_cash = min(max(0.0, due - service(payer)), settings.recourse * payer.cash)
        loan.repaid = from_revenue + from_cash
        payer.cash -= from_cash
    payer.owed -= loan.principal
    loan.lost = max(0.0, loan.principal - loan.repaid)
    model.repaid += loan.principal - loan.lost
    model.credit_losses += loan.lost
    if loan.way != "bank" and getattr(settings, loan.way) > 0.0:
        added = max(0.0, getattr(settings, loan.way) - model.policy.own[loan.way])
        model.meters["channel_losses"] += loan.lost * added / getattr(settings, loan.way)


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
        if (len(closed) == 1 and barrier in closed) or lender(model, deal, without=barrier)
    ]
    deal.shut = {barrier.name for barrier in pivotal}
    return draws.one_of(pivotal, deal.life(draws.FINANCE_CAUSE)[0]).name if pivotal else "lack_of_finance"
