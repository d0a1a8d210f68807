"""A military enterprise or defence institute offers technology to private firms and buys from them."""

from __future__ import annotations

from tests.agreement.plain_mesa.direction import MILITARY_TO_CIVIL
from tests.agreement.plain_mesa.ledger import sharpness
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

    def set_budget(self) -> None:
        """Set the budget for supplies of the firms that are in the model (M4)."""
        if self.alive:
            settings = self.settings
            years = settings.budget_quarters / 4.0
            sample = self.model.scenario.population.private_sample
            self.purse.grant(settings.procurement_share * sample * self.revenue * years, settings.procurement_carry)

    @property
    def effort(self):
        return self.settings.effort_military

    @property
    def capacity(self):
        capacity = self.settings.capacity_military
        return int(capacity * self.settings.anchor_capacity) if self.anchor else capacity

    @property
    def bank(self):
        return self.settings.bank_approval_military

    @property
    def arrival(self):
        return self.settings.arrival_military

    @property
    def classified_share(self):
        return self.settings.classified_share

    @property
    def choice(self):
        settings = self.settings
        return settings.habit_release, sharpness(settings.sharpness_military, settings), settings.review_cost

    def offers(self, deal_draw):
        self.ledger.put_in["away"] += self.settings.review_cost
        return MILITARY_TO_CIVIL

    def has_place(self, deal) -> bool:
        """Say whether there is a place for a supply (M4)."""
        if deal.rung == 1 or deal.source.anchor:
            return True
        if self.anchor:
            let_in = deal.source.valid_licence > 0 or not deal.controlled
            return let_in and self.places_used < self.settings.anchor_slots
        return deal.rung == 2
