"""A private firm enters the military market, climbs the ladder of supplies, or leaves (ODD M2, M5)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.barriers import all_open
from tests.agreement.plain_mesa.direction import CIVIL_TO_MILITARY
from tests.agreement.plain_mesa.ledger import share_away, sharpness
from tests.agreement.plain_mesa.organisation import Organisation


class PrivateFirm(Organisation):
    """Most are dormant: they look on until what peers get out of it draws them in."""

    kind = "private_firm"
    revenue_median = 10.0
    revenue_spread = 1.4
    expertise_level = 0.38

    @property
    def effort(self):
        return self.settings.effort_private

    @property
    def capacity(self):
        return math.inf if self.anchor else self.settings.capacity_private

    @property
    def prior_weight(self) -> float:
        """How much of what taking part costs its peers' return counts for (N1)."""
        return 4.0 * self.settings.prior_weight * self.settings.stay_cost

    @property
    def sharpness(self) -> float:
        """How sharply it chooses (N1)."""
        return sharpness(self.settings.sharpness_firms, self.settings)

    @property
    def seen(self) -> float:
        """What taking part returns, as the firm sees it (N1)."""
        return self.ledger.perceived(self.city.peers, self.prior_weight)

    @property
    def share_away(self) -> float:
        """How far it chooses the other side's market (N1)."""
        return share_away(self.settings.habit_across, self.seen, 1.0, self.sharpness)

    def offers(self, deal_draw):
        return CIVIL_TO_MILITARY

    def enter_or_leave(self) -> None:
        """Enter the other side's market, or leave it (M2)."""
        settings = self.settings
        if not self.alive:
            return
        if not self.active:
            hazard = settings.enter_pace * self.share_away
            hazard *= all_open(settings, [barrier.entry() for barrier in self.model.barriers])
            if settings.money == "one_bank":
                hazard *= math.prod(1.0 - barrier.handicap() for barrier in self.model.barriers)
            if self.draw(draws.ENTRY) < 1.0 - math.exp(-hazard):
                self.active = True
                self.perceived_success = max(self.perceived_success, settings.initial_success)
                self.model.entries += 1
        elif self.open_deals == 0 and self.pending_case is None:
            if self.draw(draws.EXIT) < 1.0 - math.exp(-settings.exit_pace * (1.0 - self.share_away)):
                self.active = False
                self.licence_class = 0
                self.refusals = 0
                self.model.exits += 1

    def stand_ready(self) -> None:
        """Count what it costs to take part (N1)."""
        if self.alive and self.active:
            self.ledger.put_in += self.settings.stay_cost

    def wants_licence(self) -> bool:
        """Say whether it pays for a licence ahead of a deal (M5)."""
        settings, office = self.settings, self.model.offices[self.jurisdiction]
        if not (self.alive and self.active) or self.licence_class > 0 or self.pending_case is not None:
            return False
        if self.pauses:
            return False
        if self.cash < settings.licence_cost or self.sharpness <= 0.0:
            return False
        worth = max(0.0, self.seen - 1.0) * settings.ledger_fade * self.ledger.put_in * settings.licence_life
        worth *= office.granted_share * math.exp(-settings.discount_rate * office.mean_wait)
        return worth > settings.licence_cost

    def grow(self, earned: float) -> None:
        """Grow by what a supply brought (N4)."""
        if self.settings.firm_size == "growing":
            self.revenue += self.settings.supply_growth * earned

    def shrink_or_fail(self) -> None:
        """Shrink a little; fail, the smaller the more likely (N4)."""
        settings = self.settings
        if settings.firm_size == "growing":
            self.revenue = min(self.revenue, max(1.0, self.revenue * (1.0 - settings.revenue_decay)))
        chance = settings.failure_rate * min(1.0, math.sqrt(self.revenue_median / self.revenue))
        draw = self.model.chance.uniforms(draws.FAILURE, self.key // 4, self.model.quarter)[self.key % 4]
        if draw < chance:
            self.alive = False
            self.model.failed += 1
            self.model.exits += self.active

    def count_supply(self) -> None:
        """Count a supply, and aim a rung higher when there is experience enough."""
        self.supplies += 1
        if self.supplies % self.settings.climb_after == 0:
            if self.expertise[self.field] > self.settings.climb_expertise:
                self.rung = min(3, self.rung + 1)
