"""Deals are paid by the fund, from own cash or by who lends, in this order of asking, or wait and are given up."""

from __future__ import annotations

import numpy as np

from sim import barriers
from sim.barriers import NOBODY, Pair, points
from sim.draws import Purpose, exponential
from sim.mechanisms.budgets import drawn
from sim.mechanisms.finance import cash_after, fund_share, merit_of
from sim.phases.blocks import blocks_of, end_of, first_of
from sim.phases.chances import deal_chance, gates_shut, pick
from sim.phases.conversion import first_event
from sim.phases.ends import die, enter
from sim.phases.facts import pair_of
from sim.phases.ledgers import book_payment
from sim.phases.loans import collect, lend, meter_land
from sim.phases.purses import COMMON, purse_of_city, purse_of_jurisdiction, take
from sim.phases.ways import BANK, BOND, LENT, OWN, can_serve, first_lender, lenders, need_of
from sim.rules import descending, empty_indices, rule, set_all
from sim.state import World
from sim.tables import (
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINANCE,
    FIRST_BARRIER,
    Cause,
    DealRow,
    Floats,
    Indices,
    Money,
    Stage,
    Status,
)

ASKS_FUND = 1 << Money.FUND
PAID = 1 << len(Money)
"""Marks beside those of the ways."""


@rule
def shut_out(world: World, deal: DealRow, pair: Pair) -> int:
    """Mark the barriers that make a deal ineligible for the fund."""
    settings = world.settings[0]
    return gates_shut(world, deal, Purpose.FUND_ELIGIBLE, points.FUND.each(settings.barriers, pair, settings))


@rule
def sort_out(world: World, waiting: Indices, count: int, ways: Indices) -> None:
    """Find out for each waiting deal who could pay it, and who asks the fund."""
    settings = world.settings[0]
    for index in range(count):
        deal = world.deals[waiting[index]]
        pair = pair_of(world, deal, deal.recipient)
        deal.need = need_of(world, deal, pair)
        ways[index] = lenders(world, deal, points.BANK.each(settings.barriers, pair, settings), NOBODY)
        if world.organisations[deal.payer].cash >= deal.need:
            ways[index] |= OWN
        needs = ways[index] == 0
        opportunist = deal_chance(world, deal, Purpose.OPPORTUNISM, 0) < settings.opportunism
        if (needs or opportunist) and shut_out(world, deal, pair) == 0:
            ways[index] |= ASKS_FUND


@rule
def pay(world: World, deal: DealRow, money: int) -> None:
    """Start absorption of a paid deal.

    Args:
        money: who paid, as a code of Money.
    """
    region = world.region[0]
    world.ways[money].paid += deal.need
    meter_land(world, deal, pair_of(world, deal, deal.recipient))
    deal.money = money
    deal.financed = float(region.quarter)
    enter(deal, Stage.ABSORPTION)
    deal.threshold = 0.0
    for step in range(deal.steps):
        deal.threshold += exponential(deal_chance(world, deal, Purpose.STEP_CLOCK, step))


@rule
def share_out_fund(world: World, waiting: Indices, count: int, ways: Indices) -> None:
    """Serve the requests with the highest value per cost, each from its nearest purse upwards (ODD, purses)."""
    settings, region, meters = world.settings[0], world.region[0], world.meters[0]
    common = world.purses[COMMON]
    merit = np.zeros(count)
    for index in range(count):
        if ways[index] & ASKS_FUND:
            deal = world.deals[waiting[index]]
            merit[index] = merit_of(deal.value, deal.need)
    for index in descending(merit):
        if not ways[index] & ASKS_FUND:
            continue
        deal = world.deals[waiting[index]]
        payer = world.organisations[deal.payer]
        city = world.purses[purse_of_city(world, payer.city)]
        jurisdiction = world.purses[purse_of_jurisdiction(payer.jurisdiction)]
        need = fund_share(deal.need, settings)
        if need > city.left + jurisdiction.left + common.left:
            continue
        from_city, from_jurisdiction, from_common = drawn(need, city.left, jurisdiction.left)
        take(city, from_city)
        take(jurisdiction, from_jurisdiction)
        take(common, from_common)
        deal.fund_paid = need
        deal.deadweight = (ways[index] & (OWN | LENT)) != 0
        region.fund_spent += need
        region.aid_spent += from_city
        region.social_capital += deal.need - need
        if deal.deadweight:
            region.fund_deadweight += need
        ways[index] |= PAID
        pay(world, deal, Money.FUND + 0)
    meters.fund_spent = region.fund_spent
    if settings.fund > 0.0:
        meters.fund_spent_on_added = (region.fund_spent - region.aid_spent) * meters.fund_added / settings.fund


@rule
def pay_others(world: World, waiting: Indices, count: int, ways: Indices) -> None:
    """Let payers use their own cash, deal by deal as long as it lasts, then who lends."""
    for index in range(count):
        if ways[index] & PAID:
            continue
        deal = world.deals[waiting[index]]
        payer = world.organisations[deal.payer]
        own = payer.cash >= deal.need
        marks = ways[index] if can_serve(world, deal) else ways[index] & ~(BANK | BOND)
        way = Money.OWN_CASH + 0 if own else first_lender(marks)  # + 0: a number, see codes.py
        if way == Money.NOBODY:
            continue
        pair, interest = pair_of(world, deal, deal.recipient), 0.0
        if own:
            payer.cash -= deal.need
        else:
            interest = lend(world, waiting[index], deal, pair, way)
            if way == Money.BANK and world.kinds[payer.kind].disadvantaged:
                world.meters[0].guaranteed_credit += deal.need
        book_payment(world, deal, interest)
        pay(world, deal, way)


@rule
def finance_cause(world: World, deal: DealRow) -> int:
    """Return why no money was found: a barrier without which one would lend or the fund pay, else lack of finance."""
    settings = world.settings[0]
    pair = pair_of(world, deal, deal.recipient)
    credit = points.BANK.each(settings.barriers, pair, settings)
    shut, pivotal = shut_out(world, deal, pair), 0
    for index in range(settings.barriers.shape[0]):
        alone = shut == 1 << index
        if settings.barriers[index] > 0.0 and (alone or lenders(world, deal, credit, index) != 0):
            pivotal |= 1 << index
    if pivotal == 0:
        return Cause.LACK_OF_FINANCE + 0  # + 0: a number, see codes.py
    deal.shut = pivotal
    return FIRST_BARRIER + pick(pivotal, deal_chance(world, deal, Purpose.FINANCE_CAUSE, 0))


@rule
def wait(world: World, deal: DealRow, rates: Floats) -> None:
    """Run the clocks of a deal that found no money this quarter."""
    settings = world.settings[0]
    set_all(rates, 0.0)
    rates[CLOCK_FINANCE] = settings.finance_abandonment_rate
    rates[CLOCK_ATTRITION] = settings.attrition
    event, when = first_event(world, deal, rates)
    if event == CLOCK_ATTRITION:
        die(world, deal, Stage.FINANCE, Cause.ATTRITION, when)
    elif event == CLOCK_FINANCE:
        die(world, deal, Stage.FINANCE, finance_cause(world, deal), when)


@rule
def list_waiting(world: World, waiting: Indices) -> int:
    """Write the rows of the deals that wait for money, oldest first, and return how many they are."""
    count = 0
    for index in range(world.region[0].open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.FINANCE:
            waiting[count] = world.open_deals[index]
            count += 1
    return count


@rule
def fill_purses(world: World, block: int) -> None:
    """Let a block of organisations set money aside."""
    for row in range(first_of(block), end_of(block, world.region[0].organisations)):
        payer = world.organisations[row]
        if payer.alive:
            payer.cash = cash_after(payer.cash, payer.revenue, world.settings[0])


@rule
def spend(world: World) -> None:
    """Let loans fall due, share out the fund, let the others pay, and run the clocks of those left."""
    region = world.region[0]
    collect(world)
    waiting = empty_indices(region.open_deals)
    count = list_waiting(world, waiting)
    ways = empty_indices(count)  # `sort_out` writes them all
    rates = np.empty(CLOCK_BARRIERS + barriers.COUNT)
    sort_out(world, waiting, count, ways)
    share_out_fund(world, waiting, count, ways)
    pay_others(world, waiting, count, ways)
    for index in range(count):
        deal = world.deals[waiting[index]]
        if deal.stage == Stage.FINANCE and deal.clocked < region.quarter:
            wait(world, deal, rates)


@rule
def finance(world: World) -> None:
    """Fill the purses and pay what can be paid (ODD, finance)."""
    for block in range(blocks_of(world.region[0].organisations)):
        fill_purses(world, block)
    spend(world)
