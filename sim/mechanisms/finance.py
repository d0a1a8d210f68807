"""The public fund pays for deals and cannot tell who needs it; payers save, and lenders approve (ODD, finance).

Opportunists ask for fund money though they could pay themselves: deadweight is an outcome, not an assumption.
Each fund yuan brings social capital with it.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, share


class FinanceSettings(Settings):
    """Where money for deals comes from."""

    self_financing_share: float = number(
        "cash for transfer a year, over revenue", "share", 0.07, (0.03, 0.15), allowed=(0.0, 10.0)
    )
    cash_years: float = number(
        "allowance for transfer that may be built up", "years", 2.0, (0.5, 5.0), allowed=(0.0, 1000.0)
    )
    fund: float = number(
        "public fund, at the default population",
        "million yuan per quarter",
        30.0,
        (0.0, 300.0),
        per_population=1,
        source="10 bn yuan (sourced) over some ten years is 250; an eighth of it meets the firms of the sample",
    )
    fund_pooled: float = share(
        "share of the fund that is common to all jurisdictions",
        0.0,
        (0.0, 1.0),
        grade="coded",
        source="seed 3.3: a sound fund pool has not formed",
    )
    opportunism: float = share(
        "payers who take fund money without need",
        0.49,
        (0.0, 0.5),
        source="calibrated, docs/calibration.md; deadweight found by Dimos & Pugh 2016",
    )
    leverage: float = number(
        "social capital per yuan of the fund", "ratio", 1.0, (0.0, 3.0), allowed=(0.0, 1000.0), source="seed 3.3"
    )
    bank_approval: float = share(
        "share of requests a bank approves, before unequal treatment",
        0.6,
        (0.1, 0.9),
        source="tuned to the borrowers of 2016 (P21)",
    )
    credit_guarantee: float = share(
        "part of the refusals of private payers that a credit guarantee turns into credit",
        0.0,
        (0.0, 1.0),
        grade="coded",
        source="seed 3.3: no route by technology credit unless a lever opens it",
    )
    finance_abandonment_rate: float = number(
        "rate of giving up while waiting for finance", "per quarter", 0.18, (0.1, 0.3), allowed=(0.0, 100.0)
    )
    delivery_cash: float = share("share of a deal's value that reaches the payer's cash", 0.20, (0.1, 0.4))


@rule
def cash_after(cash: float, revenue: float, settings: FinanceSettings) -> float:
    """Cash for transfer after a quarter's allowance, million yuan; it is built up to some years' allowance at most."""
    yearly = settings.self_financing_share * revenue
    return max(cash, min(cash + 0.25 * yearly, settings.cash_years * yearly))


@rule
def fund_share(need: float, settings: FinanceSettings) -> float:
    """Part of what a deal needs that the fund itself pays, million yuan; social capital pays the rest."""
    return need / (1.0 + settings.leverage)


@rule
def merit_of(value: float, need: float) -> float:
    """Value per yuan needed, by which the fund ranks requests: a number that no unit of money changes."""
    return value / max(1e-9, need)


@rule
def approval(share_approved: float, barriers: float, guaranteed: bool, settings: FinanceSettings) -> float:
    """Chance that who is asked lends, 0..1.

    Args:
        share_approved: share of requests of this kind that are approved.
        barriers: what the barriers leave of it.
        guaranteed: whether a credit guarantee turns part of the refusals into credit.
    """
    chance = share_approved * barriers
    if guaranteed:
        chance += settings.credit_guarantee * (1.0 - chance)
    return chance
