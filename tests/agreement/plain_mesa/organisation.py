"""What all organisations have in common (ODD 2, 5 and M1)."""

from __future__ import annotations

import math

import mesa

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.deal import Deal
from tests.agreement.plain_mesa.ledger import Ledger

PARTNERS_REMEMBERED = 6


class Organisation(mesa.Agent):
    """An organisation with technology, money, experience and a place."""

    kind = ""
    side = "civil"
    revenue_median = 0.0
    revenue_spread = 0.0
    expertise_level = 0.0
    tries = 1
    has_shelf = False

    def __init__(self, model, key: int, city, field: int) -> None:
        super().__init__(model)
        self.key = key
        self.city = city
        self.field = field
        self.revenue = 0.0
        self.research_million_yuan = 0.0
        self.research_relative = 1.0
        self.expertise = [0.0] * len(model.fields)
        self.cash = 0.0
        self.owed = 0.0
        self.perceived_success = 0.0
        self.trust = 0.0
        self.open_shelf = 0
        self.classified_shelf = 0
        self.open_deals = 0
        self.licence_class = 0
        self.licence_expiry = 0.0
        self.pending_case = None
        self.applications = 0
        self.last_case = None
        self.interest_until = 0.0
        self.licence_started = 0.0
        self.refused = -math.inf
        self.refused_cause = ""
        self.refused_shut: set[str] = set()
        self.refusals = 0
        self.rung = 1
        self.supplies = 0
        self.deliveries = 0
        self.last_delivery = -1000
        self.partners: list[Organisation] = []
        self.partner_count = 0
        self.places_used = 0
        self.alive = True
        self.active = True
        self.anchor = False
        self.founding_anchor = False
        self.ledger = Ledger()

    @property
    def files_again(self) -> bool:
        """Whether a refusal was not the last word (M5)."""
        return self.settings.refusal == "re_application" and 0 < self.refusals <= self.settings.attempts

    @property
    def pauses(self) -> bool:
        """Whether it lets time pass before it files again (M5)."""
        return self.files_again and self.model.quarter < self.refused + self.settings.cooling

    @property
    def jurisdiction(self) -> int:
        """The number of the jurisdiction whose office decides for the organisation."""
        return self.city.jurisdiction

    @property
    def is_private(self) -> bool:
        """Whether it is a private firm."""
        return self.kind == "private_firm"

    @property
    def settings(self):
        """The settings in force."""
        return self.model.settings

    @property
    def effort(self) -> float:
        """Chance per try that it opens a deal."""
        raise NotImplementedError

    @property
    def capacity(self) -> float:
        """How many deals it can have under way; a lead enterprise any number."""
        raise NotImplementedError

    @property
    def arrival(self) -> float:
        """Technologies a quarter that an organisation of median size makes ready."""
        return 0.0

    @property
    def classified_share(self) -> float:
        """Share of them that is classified."""
        return 0.0

    @property
    def decay(self) -> float:
        """Weight of distance."""
        return self.settings.distance_weight_firms

    @property
    def valid_licence(self) -> int:
        """The class of licence it holds, 0 for none."""
        return self.licence_class if self.licence_expiry >= self.model.quarter + 1 else 0

    def draw(self, purpose: int, index: int = 0, word: int = 0) -> float:
        """Draw a number of this quarter."""
        return self.model.chance.uniforms(purpose, self.key, self.model.quarter, index)[word]

    def do_research(self) -> None:
        """Let expertise grow and fade; fill the shelf and let it go stale (M1)."""
        settings = self.settings
        if not self.alive:
            return
        own = self.research_relative
        effort = own * (1.0 - settings.crowding_out * settings.subsidy_share) + own * settings.subsidy_share
        related = self.model.related[self.field]
        for field, known in enumerate(self.expertise):
            learnt = settings.learning_rate * effort * related[field] * max(0.0, self.model.frontier - known)
            known += learnt - settings.forgetting_rate * known
            self.expertise[field] = min(1.0, max(0.0, known))
        if self.has_shelf:
            self.stock_shelf(effort)

    def stock_shelf(self, effort: float) -> None:
        """Put new technologies on the shelves and take stale ones away."""
        size = min(3.0, math.sqrt(self.revenue / self.revenue_median))
        zone = 1.0 + self.settings.zone_effect if self.city.hightech_zone else 1.0
        mean = min(60.0, self.arrival * zone * size * effort)
        arrived = draws.poisson(self.draw(draws.TECHNOLOGY_ARRIVAL), mean)
        classified = draws.binomial(self.draw(draws.TECHNOLOGY_CLASSIFIED), arrived, self.classified_share)
        settings = self.settings
        share = settings.shelf_obsolescence
        stale_open = draws.binomial(self.draw(draws.TECHNOLOGY_OBSOLETE, 0), self.open_shelf, share)
        stale_classified = draws.binomial(self.draw(draws.TECHNOLOGY_OBSOLETE, 1), self.classified_shelf, share)
        self.open_shelf -= stale_open
        self.classified_shelf -= stale_classified
        if settings.shelf == "released" and self.classified_shelf:
            left = math.prod(one.release() for one in self.model.barriers)
            chance = min(1.0, settings.release_rate * left)
            released = draws.binomial(self.draw(draws.TECHNOLOGY_RELEASED), self.classified_shelf, chance)
            self.open_shelf += released
            self.classified_shelf -= released
        self.open_shelf += arrived - classified
        self.classified_shelf += classified
        self.model.arrivals[self.side] += arrived

    def open_new_deals(self) -> None:
        """Try to open deals: those who hold technology, and suppliers that take part (Opening)."""
        if not (self.alive and self.active):
            return
        for slot in range(self.tries):
            if self.open_deals >= self.capacity:
                return
            if self.has_shelf and self.open_shelf + self.classified_shelf == 0:
                return
            chance = self.effort
            if self.has_shelf and self.settings.shelf == "released" and self.open_shelf == 0:
                chance *= self.settings.classified_offers
            if self.draw(draws.OPEN_DEAL, slot) < chance:
                deal = Deal(self.model, self, slot)
                self.model.deals.append(deal)
                self.model.open_deals.append(deal)

    def offers(self, deal_draw: float):
        """Say in which direction it offers technology."""
        raise NotImplementedError

    def let_licence_lapse(self) -> None:
        """Give up a licence that has run out (M5)."""
        if self.licence_expiry < self.model.quarter + 1:
            self.licence_class = 0

    def fill_purse(self) -> None:
        """Set cash aside for transfer, up to some years' allowance (M10)."""
        if not self.alive:
            return
        allowance = self.settings.self_financing_share * self.revenue
        self.cash = max(self.cash, min(self.cash + allowance / 4.0, self.settings.cash_years * allowance))

    def remember(self, partner: Organisation) -> None:
        """Take over what a delivery teaches about partners (M12)."""
        settings = self.settings
        if len(self.partners) < PARTNERS_REMEMBERED:
            self.partners.append(partner)
        else:
            self.partners[self.partner_count % PARTNERS_REMEMBERED] = partner
        self.partner_count += 1
        self.trust = min(1.0, self.trust + settings.trust_step)
        self.perceived_success += settings.success_step * (1.0 - self.perceived_success)
        self.deliveries += 1
        self.open_deals -= 1

    def regret(self, cause: str) -> None:
        """Lose confidence after a failed deal (M12)."""
        settings = self.settings
        technical = cause == "technical_failure"
        self.perceived_success *= settings.technical_failure_factor if technical else settings.failure_factor
