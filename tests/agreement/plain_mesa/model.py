"""The model, one quarter after another, in the order of the ODD's schedule."""

from __future__ import annotations

import math

import mesa

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.clearance_office import ClearanceOffice
from tests.agreement.plain_mesa.deal import Deal
from tests.agreement.plain_mesa.finance import finance
from tests.agreement.plain_mesa.observe import observe
from tests.agreement.plain_mesa.policy import Policy, make_barriers
from tests.agreement.plain_mesa.population import DEFAULT_ORGANISATIONS, Population
from tests.agreement.plain_mesa.search import Search, give_up, resolve


class PlainModel(mesa.Model):
    """Technology transfer between military and civilian organisations of a region.

    Args:
        scenario: a Scenario.
        seed: seed of the run.
        chance: "addressed" for the documented draws, "mesa" for draws from the model's own generator.
    """

    def __init__(self, scenario, seed: int = 0, chance: str = "addressed") -> None:
        super().__init__(rng=seed)
        self.scenario = scenario
        region = scenario.region
        self.quarter = 0
        self.related = [[float(value) for value in row] for row in region.relatedness]
        self.fields = range(len(self.related))
        self.distance_km = [[float(value) for value in row] for row in region.distance_km]

        own = draws.MesaChance(self.random)
        self.chance = draws.AddressedChance(seed) if chance == "addressed" else own
        births = draws.AddressedChance(scenario.population.seed) if chance == "addressed" else own
        population = Population(self, scenario, births)
        self.cities = population.cities()
        self.organisations = population.organisations(self.cities)
        self.scale = len(self.organisations) / DEFAULT_ORGANISATIONS
        self.offices = [
            ClearanceOffice(self, place, self.share_of(place)) for place in range(len(region.jurisdictions))
        ]
        self.harmonised = [0.0 for _ in self.fields]
        self.exposure = self.backlash = 0.0
        self.barriers = make_barriers(self)
        self.policy = Policy(scenario, self.scale)
        for name, lever in scenario.levers.items():
            for city in self.cities:
                city.chosen = city.chosen or (name == "demonstration_bases" and city.key in lever.cities)

        self.deals: list[Deal] = []
        self.open_deals: list[Deal] = []
        self.lead_enterprises: list = []
        self.history: list[dict[str, float]] = []
        self.datacollector = mesa.DataCollector(model_reporters={"latest": lambda model: model.history[-1]})

    def share_of(self, jurisdiction: int) -> float:
        """Share of all organisations that sit in a jurisdiction."""
        here = sum(one.jurisdiction == jurisdiction for one in self.organisations)
        return here / len(self.organisations)

    def step(self) -> None:
        """Run one quarter."""
        self.begin_quarter()
        self.policy.put_in_force(self)
        self.research()
        self.entry_exit()
        self.opening()
        self.search_and_match()
        self.access()
        self.conversion()
        finance(self)
        self.absorption()
        self.delivery()
        self.leakage()
        self.governments()
        observe(self)
        self.datacollector.collect(self)
        self.quarter += 1
        self.running = self.quarter < self.scenario.run.quarters

    def run(self) -> PlainModel:
        """Run to the horizon."""
        while self.running:
            self.step()
        return self

    def begin_quarter(self) -> None:
        """Set the accounts of the quarter to nothing."""
        self.arrivals = {"civil": 0, "military": 0}
        self.entries = self.exits = self.leaks = 0
        self.fund_spent = self.fund_deadweight = self.social_capital = 0.0

    def deals_in(self, stage: str) -> list[Deal]:
        """List the open deals that stand in a stage, oldest first."""
        return [deal for deal in self.open_deals if deal.open and deal.stage == stage]

    def open_deal(self, source, slot: int) -> None:
        """Put a new deal on the list."""
        deal = Deal(self, source, slot)
        self.deals.append(deal)
        self.open_deals.append(deal)

    def research(self) -> None:
        """M1."""
        for one in self.organisations:
            if one.alive:
                one.do_research()

    def entry_exit(self) -> None:
        """M2."""
        for deal in self.open_deals:
            if not deal.source.alive or (deal.recipient is not None and not deal.recipient.alive):
                deal.die("organisation_closed", float(self.quarter))
        peers = [city.peers() for city in self.cities]
        for one in self.organisations:
            if one.alive and one.is_private:
                one.enter_or_leave(peers[one.city.place])

    def opening(self) -> None:
        """Let holders of technology and active suppliers open deals."""
        for one in self.organisations:
            one.open_new_deals()

    def search_and_match(self) -> None:
        """M3 and M4."""
        searching = self.deals_in("search")
        offers = [Search(self, deal).look_around() for deal in searching]
        resolve(self, [offer for offer in offers if offer is not None])
        for deal in self.deals_in("search"):
            if self.quarter - deal.opened + 1 >= self.settings.patience:
                give_up(self, deal)

    def access(self) -> None:
        """M5 to M8."""
        for one in self.organisations:
            if one.licence_class > 0 and one.licence_expiry <= self.quarter:
                one.licence_class = 0
        for deal in self.deals_in("access"):
            deal.take_next_step_to_clearance()
        for office in self.offices:
            office.serve()
        for one in self.organisations:
            if one.pending_case is not None:
                one.hear_decision()
        for deal in self.deals_in("access"):
            deal.follow_case()

    def conversion(self) -> None:
        """M9."""
        completed = [0 for _ in self.fields]
        for deal in self.deals_in("standards"):
            if deal.clocked < self.quarter and deal.convert():
                completed[deal.field] += 1
        for field, count in enumerate(completed):
            for _ in range(count):
                learned = min(1.0, self.settings.std_learning)
                self.harmonised[field] += learned * (1.0 - self.harmonised[field])
            self.harmonised[field] *= 1.0 - self.settings.std_decay

    def absorption(self) -> None:
        """M11."""
        for deal in self.deals_in("absorption"):
            if deal.clocked < self.quarter:
                deal.absorb()

    def delivery(self) -> None:
        """M12."""
        for deal in self.deals_in("delivered"):
            deal.deliver()

    def leakage(self) -> None:
        """M15."""
        settings = self.settings
        chance = 1.0 - math.exp(-settings.leak_rate * self.exposure)
        self.leaks = int(self.chance.uniforms(draws.LEAK, 0, self.quarter)[0] < chance)
        self.backlash *= 0.5 ** (1.0 / settings.backlash_half)
        if self.leaks:
            self.backlash = min(settings.backlash_limit, self.backlash + settings.backlash_step)
        self.exposure *= 1.0 - settings.exposure_decay

    def governments(self) -> None:
        """M13, once a year."""
        if self.quarter % 4 == 3:
            industries = [city.industry() for city in self.cities]
            for city in self.cities:
                city.protect(industries)
            for city in self.cities:
                city.close_the_year()
