"""Which ways of money are open to a deal, who would lend, and what it needs (ODD, finance)."""

from __future__ import annotations

from sim.barriers import Pair, Parts, points
from sim.draws import Purpose
from sim.mechanisms.finance import approval
from sim.mechanisms.ways import ONE_BANK, draws_equity, has_security, serviceable
from sim.phases.chances import deal_chance
from sim.phases.purses import purse_of_organisation
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow, Money

OWN = 1 << Money.OWN_CASH
BILL = 1 << Money.BILL
BANK = 1 << Money.BANK
BOND = 1 << Money.BOND
EQUITY = 1 << Money.EQUITY
LENT = BILL | BANK | BOND | EQUITY
"""Marks of the ways, the bits of one number by code of Money."""


@rule
def would_lend(world: World, deal: DealRow, way: int, share_approved: float, left: float, guaranteed: bool) -> bool:
    """Draw whether a way is granted to a deal, for its whole life.

    Args:
        way: code of Money.
        share_approved: share of requests that are approved.
        left: what the barriers leave of it.
        guaranteed: whether a credit guarantee stands in for refusals.
    """
    chance = deal_chance(world, deal, Purpose.WAY, way + 0)  # + 0: a number, see codes.py
    return bool(chance < approval(share_approved, left, guaranteed, world.settings[0]))


@rule
def bank_lends(world: World, deal: DealRow, left: float) -> bool:
    """Tell whether a bank would finance a deal; the address of its draw is that of the form with one bank.

    Args:
        left: what the barriers leave of its approval.
    """
    payer = world.kinds[world.organisations[deal.payer].kind]
    settings = world.settings[0]
    lent = approval(settings.bank_approval, left, payer.disadvantaged, settings)
    return bool(deal_chance(world, deal, Purpose.BANK, 0) < lent)


@rule
def can_serve(world: World, deal: DealRow) -> bool:
    """Tell whether the payer of a deal could pay a loan for it, with what it owes already, out of its revenue."""
    settings, payer = world.settings[0], world.organisations[deal.payer]
    return bool(settings.money == ONE_BANK or payer.owed + deal.need <= serviceable(payer.revenue, settings))


@rule
def lenders(world: World, deal: DealRow, credit: Parts, without: int) -> int:
    """Mark who would lend to a deal, each by its own rule.

    Args:
        credit: what each barrier leaves of credit.
        without: barrier that is left out, NOBODY for none.
    """
    settings = world.settings[0]
    left = points.BANK.join(credit, without, settings)
    served = can_serve(world, deal)
    marks = BANK if served and bank_lends(world, deal, left) else 0
    if settings.money == ONE_BANK:
        return marks
    order = world.purses[purse_of_organisation(world, deal.recipient)]
    if has_security(order.left, deal.price) and would_lend(world, deal, Money.BILL, settings.bill, left, False):
        marks |= BILL
    if served and world.organisations[deal.payer].revenue >= settings.bond_size:
        if would_lend(world, deal, Money.BOND, settings.bond, left, False):
            marks |= BOND
    if draws_equity(deal.rung, deal.value, settings):
        if would_lend(world, deal, Money.EQUITY, settings.equity, left, False):
            marks |= EQUITY
    return marks


@rule
def first_lender(marks: int) -> int:
    """Return who is asked first of those that would lend, as a code of Money; nobody if none would."""
    if marks & BILL:
        return Money.BILL + 0  # + 0: a number, see codes.py
    if marks & BANK:
        return Money.BANK + 0
    if marks & BOND:
        return Money.BOND + 0
    return Money.EQUITY + 0 if marks & EQUITY else Money.NOBODY + 0


@rule
def need_of(world: World, deal: DealRow, pair: Pair) -> float:
    """Return the money that a deal needs now, million yuan: its cost, and its capital with land as it is paid for."""
    settings = world.settings[0]
    return deal.cost + deal.capital * points.LAND.joined(settings.barriers, pair, settings)
