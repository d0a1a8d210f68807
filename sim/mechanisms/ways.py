"""Deals are paid in six ways, each with its own rule of who may have it; what is lent falls due (ODD, finance).

A supply needs capital beside its cost of conversion: stock and tooling for the order. What a firm of a small revenue
needs for one order may be more than its cash of years, so it matters which ways are open to it (seed 3.3).
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch


class WaysSettings(Settings):
    """What money is needed for, who lends it, and what is paid back."""

    money: int = switch(
        "which ways of money there are, and what unequal treatment does to a private payer",
        {
            "ways": "fund, own cash, bill, bank, bond and equity; supplies need capital and loans fall due; interest, "
            "tax and land are apart",
            "one_bank": "fund, own cash and a bank; no capital, nothing is paid back; the disadvantage in credit "
            "raises costs and dampens entry alike",
        },
        source="seed 3.3 (bonds, commercial coupons, equity) and 4.3 (interest, tax and land)",
    )
    capital_share: float = number(
        "capital that a supply of parts needs, over its price",
        "share of price",
        0.53,
        (0.5, 3.0),
        allowed=(0.0, 100.0),
        source="tuned, with the other numbers that are free, to the patterns but P21",
    )
    capital_returned: float = share(
        "part of the capital that is money again on delivery: stock is, tooling is not", 0.7, (0.3, 1.0)
    )
    interest: float = number(
        "interest on what is lent",
        "share a year",
        0.045,
        (0.03, 0.08),
        allowed=(0.0, 10.0),
        source="order of size of the one-year loan prime rate",
    )
    loan_quarters: float = number(
        "time after which what is lent falls due",
        "quarters",
        12,
        (4, 20),
        allowed=(1, 4000),
        whole=True,
        source="three years, the middle of a medium-term loan",
    )
    recourse: float = share("part of the cash of a payer that lenders can reach when a loan falls due", 0.8, (0.3, 1.0))
    debt_service: float = number(
        "what a payer can pay lenders in a year out of its revenue; banks and bonds lend no more than that comes to",
        "share of revenue a year",
        0.15,
        (0.05, 0.3),
        allowed=(0.0, 1e6),
        source="order of size of the operating margin of manufacturing firms",
    )
    bill: float = share(
        "share of requests for a commercial bill that are granted",
        0.1,
        (0.0, 0.3),
        grade="coded",
        source="seed 3.3: no guiding mechanism for commercial coupons",
    )
    bond: float = share(
        "share of requests for a bond that are granted",
        0.05,
        (0.0, 0.3),
        grade="coded",
        source="seed 3.3: no guiding mechanism for bonds",
    )
    equity: float = share(
        "share of requests for equity that are granted",
        0.02,
        (0.0, 0.3),
        grade="coded",
        source="seed 3.3: no effective measure that lets social capital take part",
    )
    bond_size: float = number(
        "revenue that a payer must have for a bond", "million yuan a year", 50.0, (20.0, 400.0), allowed=(0.0, 1e6)
    )
    equity_value: float = number(
        "value from which a deal of parts draws equity; subsystems and machines always may",
        "million yuan",
        40.0,
        (10.0, 200.0),
        allowed=(0.0, 1e6),
    )


ONE_BANK = number_of(WaysSettings.money, "one_bank")


@rule
def capital_need(price: float, rung_factor: float, settings: WaysSettings) -> float:
    """Capital that a supply needs, million yuan, at the price of land that the favoured pay.

    Args:
        price: of the supply, million yuan; 0 if nothing is bought.
        rung_factor: of its rung, 1 for parts.
    """
    return 0.0 if settings.money == ONE_BANK else settings.capital_share * price * rung_factor


@rule
def interest_for(amount: float, rate: float, quarters: float) -> float:
    """Interest on an amount, million yuan.

    Args:
        amount: million yuan.
        rate: share a year.
        quarters: for which it is owed.
    """
    return amount * rate * 0.25 * quarters


@rule
def has_security(left: float, price: float) -> bool:
    """Tell whether a bill may be drawn on an order: it is a supply, and the buyer's budget still holds its price.

    Args:
        left: in the buyer's procurement budget, million yuan.
        price: of the supply, million yuan; 0 if nothing is bought.
    """
    return 0.0 < price <= left


@rule
def draws_equity(rung: int, value: float, settings: WaysSettings) -> bool:
    """Tell whether a deal is one that investors look at: a subsystem or a machine, or of great value."""
    return rung >= 2 or value >= settings.equity_value


@rule
def serviceable(revenue: float, settings: WaysSettings) -> float:
    """What a payer can pay lenders out of its revenue while a loan lasts, million yuan.

    Args:
        revenue: of the payer, million yuan a year.
    """
    return settings.debt_service * revenue * 0.25 * settings.loan_quarters


@rule
def paid_from_cash(due: float, revenue: float, cash: float, settings: WaysSettings) -> float:
    """What a payer pays from cash when a loan falls due: what its revenue does not serve, million yuan.

    Args:
        due: principal and interest, million yuan.
        revenue: of the payer, million yuan a year.
        cash: of the payer, million yuan.
    """
    return min(max(0.0, due - serviceable(revenue, settings)), settings.recourse * cash)


@rule
def paid_when_due(due: float, revenue: float, cash: float, settings: WaysSettings) -> float:
    """What a payer pays of what it owes when a loan falls due, from revenue first, million yuan."""
    return min(due, serviceable(revenue, settings)) + paid_from_cash(due, revenue, cash, settings)
