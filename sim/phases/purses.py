"""Budgets are set once a year: one table holds the money of the public purses and of buyers."""

from __future__ import annotations

from sim.agents import QUARTERS_A_YEAR, beyond, instrument_money, procurement_budget, project_factor
from sim.agents.procurement import UNLIMITED
from sim.mechanisms.budgets import budget_after, budget_begins
from sim.rules import rule
from sim.state import World
from sim.tables import PurseRow

COMMON = 0  # row of the pot that is common to all jurisdictions


@rule
def purse_of_jurisdiction(jurisdiction: int) -> int:
    """Return the row of the purse of a jurisdiction."""
    return 1 + jurisdiction


@rule
def purse_of_city(world: World, city: int) -> int:
    """Return the row of the purse of a city."""
    return int(1 + world.offices.shape[0] + city)


@rule
def purse_of_organisation(world: World, row: int) -> int:
    """Return the row of the purse of an organisation."""
    return int(1 + world.offices.shape[0] + world.cities.shape[0] + row)


@rule
def grant(purse: PurseRow, granted: float, kept: float, quarter: int) -> None:
    """Set the budget of a purse, million yuan, and begin its accounts anew.

    Args:
        kept: share of what is left that is carried over.
        quarter: this one.
    """
    purse.granted = budget_after(granted, purse.left, kept)
    purse.left = purse.granted
    purse.spent = 0.0
    purse.returned = 0.0
    purse.since = quarter


@rule
def take(purse: PurseRow, amount: float) -> None:
    """Spend money of a purse, million yuan."""
    purse.left -= amount
    purse.spent += amount


@rule
def give_back(purse: PurseRow, amount: float) -> None:
    """Return the money of an order that was cancelled, million yuan."""
    purse.left += amount
    purse.returned += amount


@rule
def factor_of_projects(world: World, row: int) -> float:
    """Return the procurement money of an organisation over what it would have without major projects."""
    field = world.fields[world.organisations[row].field]
    return project_factor(bool(field.project), world.settings[0])


@rule
def order(world: World, row: int, price: float) -> None:
    """Take the price of a supply from the purse of its buyer, and meter what only major projects could pay."""
    purse, factor = world.purses[purse_of_organisation(world, row)], factor_of_projects(world, row)
    before = beyond(purse.spent, purse.granted, factor)
    take(purse, price)
    world.meters[0].procurement_added += beyond(purse.spent, purse.granted, factor) - before


@rule
def set_public_budgets(world: World) -> None:
    """Set the budgets of the common pot, of jurisdictions and of cities, for their aid."""
    settings, quarter = world.settings[0], world.region[0].quarter
    fund = settings.fund * settings.budget_quarters
    grant(world.purses[COMMON], fund * settings.fund_pooled, settings.carry_over, quarter)
    for index in range(world.offices.shape[0]):
        own = fund * world.offices[index].share * (1.0 - settings.fund_pooled)
        grant(world.purses[purse_of_jurisdiction(index)], own, settings.carry_over, quarter)
    for index in range(world.cities.shape[0]):
        aid = instrument_money(world.cities[index].revenue, settings) * settings.budget_quarters / QUARTERS_A_YEAR
        grant(world.purses[purse_of_city(world, index)], aid, settings.carry_over, quarter)


@rule
def set_procurement_budgets(world: World) -> None:
    """Set the budgets of all who buy supplies (ODD, value and acceptance)."""
    settings, region = world.settings[0], world.region[0]
    for index in range(world.directions.shape[0]):
        direction = world.directions[index]
        if not direction.climbs:
            continue
        sample = world.kinds[direction.source_kind].sample
        for row in range(region.organisations):
            buyer = world.organisations[row]
            if buyer.alive and buyer.kind == direction.partner_kind:
                money = procurement_budget(buyer.revenue, sample, settings.budget_quarters, settings)
                money *= factor_of_projects(world, row)
                purse = world.purses[purse_of_organisation(world, row)]
                grant(purse, money, settings.procurement_carry, region.quarter)


@rule
def set_budgets(world: World) -> None:
    """Set all budgets, when it is time (ODD, purses)."""
    settings = world.settings[0]
    if budget_begins(world.region[0].quarter, settings):
        set_public_budgets(world)
        if settings.demand != UNLIMITED:
            set_procurement_budgets(world)
