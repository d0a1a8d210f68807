"""A military enterprise or defence institute offers technology to private firms and buys from them."""

from __future__ import annotations

from tests.agreement.plain_mesa.direction import MILITARY_TO_CIVIL
from tests.agreement.plain_mesa.organisation import Organisation


class MilitaryEnterprise(Organisation):
    """The large ones may be lead enterprises, which integrate suppliers."""

    kind = "military_enterprise"
    side = "military"
    revenue_median = 600.0
    revenue_spread = 1.2
    expertise_level = 0.62
    tries = 2
    has_shelf = True

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

    def offers(self, deal_draw):
        return MILITARY_TO_CIVIL

    def has_place(self, deal) -> bool:
        """Say whether there is a place for a supply (M4)."""
        if deal.rung == 1:
            return True
        if self.anchor:
            let_in = deal.source.valid_licence > 0 or not deal.controlled
            return let_in and self.places_used < self.settings.anchor_slots
        return deal.rung == 2
