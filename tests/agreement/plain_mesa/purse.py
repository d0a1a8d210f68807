"""Budgets are set once a year, and spent (ODD M16)."""

from __future__ import annotations


class Purse:
    """A budget that is set once a year, and what is left of it."""

    def __init__(self) -> None:
        self.left = 0.0

    def grant(self, budget: float, kept: float) -> None:
        """Set the budget, and keep a share of what was not spent."""
        self.left = budget + kept * self.left


def set_budgets(model) -> None:
    """Set the budgets of public purses and of buyers in the first quarter of a year (M16)."""
    settings = model.settings
    if model.quarter % settings.budget_quarters == 0:
        money = settings.fund * settings.budget_quarters
        model.common_pot.grant(money * settings.fund_pooled, settings.carry_over)
        for office in model.offices:
            office.purse.grant(money * office.share * (1.0 - settings.fund_pooled), settings.carry_over)
        for city in model.cities:
            city.purse.grant(city.money * settings.budget_quarters / 4.0, settings.carry_over)
        if settings.demand == "budgets":
            model.military.do("set_budget")
