"""Public money is budgeted: set once a year, spent from the nearest purse upwards, and gone if it is not spent."""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, share


class BudgetSettings(Settings):
    """How long a budget holds, and what is kept of it."""

    budget_quarters: float = number(
        "quarters for which budgets are set, public ones and those of buyers",
        "quarters",
        4,
        (1, 8),
        allowed=(1, 4000),
        whole=True,
        source="fiscal years",
    )
    carry_over: float = share(
        "unspent public money that is kept when the next budget is set", 0.0, (0.0, 1.0), source="fiscal years"
    )


@rule
def budget_begins(quarter: int, settings: BudgetSettings) -> bool:
    """Tell whether budgets are set in a quarter; those of the first quarter are."""
    return quarter % int(settings.budget_quarters) == 0


@rule
def budget_after(granted: float, left: float, kept: float) -> float:
    """Money in a purse when its budget is set, million yuan.

    Args:
        granted: the new budget.
        left: what was not spent of the last one.
        kept: share of that which is carried over.
    """
    return granted + kept * left


@rule
def drawn(need: float, city: float, jurisdiction: float) -> tuple[float, float, float]:
    """Money that a need takes from the purses of its city, its jurisdiction and the common pot, million yuan.

    Args:
        need: of one deal; the three purses together hold it.
        city, jurisdiction: what these two hold.
    """
    from_city = min(need, city)
    from_jurisdiction = min(need - from_city, jurisdiction)
    return from_city, from_jurisdiction, need - from_city - from_jurisdiction
