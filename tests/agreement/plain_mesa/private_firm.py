"""A private firm enters the military market, climbs the ladder of supplies, or leaves (ODD M2, M5)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.direction import CIVIL_TO_MILITARY
from tests.agreement.plain_mesa.organisation import Organisation


class PrivateFirm(Organisation):
    """Most are dormant: they look on until successful peers draw them in."""

    kind = "private_firm"
    revenue_median = 10.0
    revenue_spread = 1.4
    expertise_level = 0.38

    @property
    def effort(self):
        return self.settings.effort_private

    @property
    def capacity(self):
        return self.settings.capacity_private

    @property
    def bank(self):
        return self.settings.bank_approval_private

    def offers(self, deal_draw):
        return CIVIL_TO_MILITARY

    def enter_or_leave(self) -> None:
        """Enter the other side's market, or leave it discouraged (M2)."""
        settings = self.settings
        if not self.alive:
            return
        if not self.active:
            hazard = settings.p_enter + settings.q_enter * self.city.peers
            for barrier in self.model.barriers:
                hazard *= barrier.entry()
            if self.draw(draws.ENTRY) < 1.0 - math.exp(-hazard):
                self.active = True
                self.perceived_success = max(self.perceived_success, settings.initial_success)
                self.model.entries += 1
        elif self.open_deals == 0 and self.perceived_success < settings.exit_below:
            if self.draw(draws.EXIT) < settings.exit_rate:
                self.active = False
                self.model.exits += 1

    def count_supply(self) -> None:
        """Count a supply, and aim a rung higher when there is experience enough."""
        self.supplies += 1
        if self.supplies % self.settings.climb_after == 0:
            if self.expertise[self.field] > self.settings.climb_expertise:
                self.rung = min(3, self.rung + 1)
