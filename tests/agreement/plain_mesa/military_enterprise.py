"""A military enterprise or defence institute offers technology to private firms and buys from them."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa.direction import MILITARY_TO_CIVIL
from tests.agreement.plain_mesa.organisation import Organisation
from tests.agreement.plain_mesa.purse import Purse


class MilitaryEnterprise(Organisation):
    """The large ones may be lead enterprises, which integrate suppliers."""

    kind = "military_enterprise"
    side = "military"
    revenue_median = 600.0
    revenue_spread = 1.2
    expertise_level = 0.62
    tries = 2
    has_shelf = True

    def __init__(self, model, key: int, city, field: int) -> None:
        super().__init__(model, key, city, field)
        self.purse = Purse()
        self.granted = self.ordered = 0.0

    def set_budget(self) -> None:
        """Set the budget for supplies of the firms that are in the model (M4)."""
        if self.alive:
            settings = self.settings
            years = settings.budget_quarters / 4.0
            sample = self.model.scenario.population.private_sample
            money = settings.procurement_share * sample * self.revenue * years * self.project_factor
            self.purse.grant(money, settings.procurement_carry)
            self.granted, self.ordered = self.purse.left, 0.0

    def order(self, price: float) -> None:
        """Order a supply; count what could not have been paid without major projects (M4)."""
        own = self.granted / self.project_factor
        before, self.ordered = self.ordered, self.ordered + price
        self.model.meters["procurement_added"] += max(0.0, self.ordered - own) - max(0.0, before - own)
        self.purse.left -= price

    @property
    def project_factor(self) -> float:
        """Procurement money over what there is without major projects (M4)."""
        lever = self.model.scenario.levers.get("major_projects")
        fields = lever.fields if lever else ()
        named = not fields or self.model.scenario.region.fields.names[self.field] in fields
        return 1.0 + self.settings.project_size if named else 1.0

    @property
    def effort(self):
        return self.settings.effort_military

    @property
    def capacity(self):
        return math.inf if self.anchor else self.settings.capacity_military

    @property
    def arrival(self):
        return self.settings.arrival_military

    @property
    def classified_share(self):
        return self.settings.classified_share

    def offers(self, deal_draw):
        return MILITARY_TO_CIVIL

    def has_place(self, deal) -> bool:
        """Say whether there is a place for a supply (M4)."""
        if deal.rung == 1 or deal.source.anchor:
            return True
        if self.anchor:
            let_in = deal.source.valid_licence > 0 or not deal.controlled
            return let_in and self.places_used < self.settings.anchor_slots
        return deal.rung == 2
