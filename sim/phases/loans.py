"""What is lent is written down when it is paid out, and paid back, as far as cash goes, when it falls due (ODD)."""

from __future__ import annotations

from sim.barriers import Pair, points
from sim.mechanisms.ways import ONE_BANK, interest_for, paid_from_cash, paid_when_due
from sim.phases.facts import pair_of
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow, LoanRow, Money


@rule
def lend(world: World, row: int, deal: DealRow, pair: Pair, way: int) -> float:
    """Pay a loan out, and return the interest that it will have cost when it falls due, million yuan.

    With one bank only it is no loan, as nothing is paid back. Equity asks for no interest.

    Args:
        row: of the deal that it pays.
        way: who lends, as a code of Money.
    """
    region, settings, base = world.region[0], world.settings[0], world.base_settings[0]
    if settings.money == ONE_BANK:
        return 0.0
    interest = 0.0
    if way != Money.EQUITY:
        beyond = points.INTEREST.joined(settings.barriers, pair, settings)
        interest = interest_for(deal.need, settings.interest + beyond, settings.loan_quarters)
        spared = points.INTEREST.joined(settings.barriers, pair, base) - beyond
        world.meters[0].interest_forgone += max(0.0, interest_for(deal.need, spared, settings.loan_quarters))
    loan = world.loans[region.loans]
    region.loans += 1
    loan.deal, loan.lent, loan.way = row, region.quarter, way
    loan.principal, loan.interest, loan.repaid, loan.lost = deal.need, interest, 0.0, 0.0
    world.organisations[deal.payer].owed += deal.need
    region.lent += deal.need
    region.credit_owed += deal.need
    return interest


@rule
def channel_share(world: World, way: int) -> float:
    """Return the share of a way's approvals that levers add; bank credit has a lever of its own."""
    settings, base = world.settings[0], world.base_settings[0]
    now, own = 0.0, 0.0
    if way == Money.BILL:
        now, own = settings.bill, base.bill
    elif way == Money.BOND:
        now, own = settings.bond, base.bond
    elif way == Money.EQUITY:
        now, own = settings.equity, base.equity
    return max(0.0, now - own) / now if now > 0.0 else 0.0


@rule
def fall_due(world: World, loan: LoanRow) -> None:
    """Let the payer of a deal pay what it owes for it, from revenue and cash; what is not paid back is lost."""
    region, way, settings = world.region[0], world.ways[loan.way], world.settings[0]
    payer, due = world.organisations[world.deals[loan.deal].payer], loan.principal + loan.interest
    if payer.alive:
        loan.repaid = paid_when_due(due, payer.revenue, payer.cash, settings)
        payer.cash -= paid_from_cash(due, payer.revenue, payer.cash, settings)
    payer.owed -= loan.principal
    back = min(loan.principal, loan.repaid)
    loan.lost = loan.principal - back
    way.repaid += back
    way.interest += loan.repaid - back
    way.lost += loan.lost
    region.repaid += back
    region.credit_losses += loan.lost
    region.credit_owed -= loan.principal
    world.meters[0].channel_losses += loan.lost * channel_share(world, loan.way)


@rule
def collect(world: World) -> None:
    """Let all loans fall due whose time has come, in the order in which they were paid out."""
    region, life = world.region[0], int(world.settings[0].loan_quarters)
    while region.loans_due < region.loans and world.loans[region.loans_due].lent + life <= region.quarter:
        fall_due(world, world.loans[region.loans_due])
        region.loans_due += 1
    if region.loans_due == region.loans:
        region.credit_owed = 0.0  # what is left of it is rounding


@rule
def meter_land(world: World, deal: DealRow, pair: Pair) -> None:
    """Meter what relief of the gap forgoes of the price of land, of a deal that is paid.

    Here as for interest and tax the gap is compared with the scenario's own under the barriers that are in force, so
    that a lever on a barrier is not charged here.
    """
    settings, base = world.settings[0], world.base_settings[0]
    dearer = points.LAND.joined(settings.barriers, pair, base) - points.LAND.joined(settings.barriers, pair, settings)
    world.meters[0].land_forgone += max(0.0, deal.capital * dearer)


@rule
def received(world: World, deal: DealRow) -> float:
    """Return what a supplier receives of its price, million yuan, and meter the tax that relief of the gap forgoes."""
    settings, base, meters = world.settings[0], world.base_settings[0], world.meters[0]
    if settings.money == ONE_BANK:
        return deal.price
    pair = pair_of(world, deal, deal.recipient)
    left = points.TAX.joined(settings.barriers, pair, settings)
    meters.tax_forgone += max(0.0, deal.price * (left - points.TAX.joined(settings.barriers, pair, base)))
    return deal.price * left


@rule
def capital_back(world: World, deal: DealRow) -> float:
    """Return the capital of a delivered deal that is money again, million yuan; of what the fund gave, none."""
    return 0.0 if deal.money == Money.FUND else world.settings[0].capital_returned * deal.capital
