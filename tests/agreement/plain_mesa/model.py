"""The model, one quarter after another, in the order of the ODD's schedule."""

from __future__ import annotations

import math

import mesa
from mesa.agent import AgentSet

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.absorption import absorption
from tests.agreement.plain_mesa.access import access
from tests.agreement.plain_mesa.barriers import BARRIERS
from tests.agreement.plain_mesa.centre import Centre
from tests.agreement.plain_mesa.clearance_office import ClearanceOffice
from tests.agreement.plain_mesa.conversion import conversion
from tests.agreement.plain_mesa.deal import Deal
from tests.agreement.plain_mesa.delivery import delivery
from tests.agreement.plain_mesa.finance import finance
from tests.agreement.plain_mesa.observe import REPORTERS, observe
from tests.agreement.plain_mesa.policy import Policy
from tests.agreement.plain_mesa.population import DEFAULT_ORGANISATIONS, Population
from tests.agreement.plain_mesa.purse import Purse, set_budgets
from tests.agreement.plain_mesa.renewal import renewal
from tests.agreement.plain_mesa.search import search_and_match


class PlainModel(mesa.Model):
    """Technology transfer between military and civilian organisations of a region.

    Args:
        scenario: a `sim.Scenario`.
        seed: seed of the run; None, which newer versions of `mesa.batch_run` pass if not told `rng`, is 0.
        chance: "addressed" for the documented draws; "mesa" for draws from the model's own generator, which gives
            other runs of the same model and serves to measure speed.
    """

    def __init__(self, scenario, seed: int | None = 0, chance: str = "addressed") -> None:
        seed = seed or 0
        super().__init__(rng=seed)
        self.scenario = scenario
        region = scenario.region
        self.quarter = 0
        self.related = [[float(value) for value in row] for row in region.relatedness]
        self.fields = range(len(self.related))
        self.distance_km = [[float(value) for value in row] for row in region.distance_km]

        addressed = chance == "addressed"
        self.chance = draws.AddressedChance(seed) if addressed else draws.MesaChance(self.random)
        births = draws.AddressedChance(scenario.population.seed) if addressed else self.chance
        population = Population(self, scenario, births)
        self.cities = population.found_cities()
        organisations = population.found_organisations(self.cities)
        self.organisations = AgentSet(organisations, random=self.random)
        self.firms = self.organisations.select(lambda one: one.is_private)
        self.military = self.organisations.select(lambda one: one.kind == "military_enterprise")
        self.room = len(organisations) + math.floor((scenario.population.room_for_firms - 1.0) * len(self.firms) + 1e-9)
        here = [one.jurisdiction for one in organisations]
        self.offices = [
            ClearanceOffice(self, place, here.count(place) / len(here)) for place in range(len(region.jurisdictions))
        ]
        self.scale = len(organisations) / DEFAULT_ORGANISATIONS
        self.policy = Policy(scenario, self.scale)
        self.barriers = [barrier(self, place) for place, barrier in enumerate(BARRIERS)]
        self.harmonised = [0.0 for _ in self.fields]
        self.common_pot = Purse()
        self.centre = Centre(self)
        self.exposure = 0.0
        self.backlash = 0.0
        self.loans: list = []

        self.deals: list[Deal] = []
        self.open_deals: list[Deal] = []
        self.history: list[dict[str, float]] = []
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def step(self) -> None:
        """Run one quarter."""
        self.begin_quarter()
        self.policy.put_in_force(self)
        set_budgets(self)
        self.organisations.do("do_research")
        self.spread_talent()
        self.entry_exit()
        self.organisations.do("open_new_deals")
        search_and_match(self)
        access(self)
        conversion(self)
        finance(self)
        absorption(self)
        delivery(self)
        renewal(self)
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

    @property
    def year_ends(self) -> bool:
        """Whether this quarter is the last of a year."""
        return self.quarter % self.settings.year_length == self.settings.year_length - 1

    @property
    def frontier(self) -> float:
        """Expertise towards which R&D leads (M1)."""
        settings = self.settings
        base = min(1.0, (settings.laboratories + settings.laboratories_added) / settings.capital_laboratories)
        return 1.0 - settings.frontier_pull * (1.0 - base**settings.frontier_elasticity)

    def spread_talent(self) -> None:
        """Once a year, let people carry what the best of a city know of a field to the others there (M1)."""
        if not self.year_ends:
            return
        gains = []
        for city in self.cities:
            for field in self.fields:
                members = [one for one in city.organisations if one.alive and one.field == field]
                known = sorted((one.expertise[field] for one in members), reverse=True)
                best = known[: max(1, len(known) // 10)]
                for one in members:
                    gain = min(1.0, self.settings.talent_flow) * max(0.0, sum(best) / len(best) - one.expertise[field])
                    for barrier in self.barriers:
                        gain *= barrier.people(one)  # one barrier acts on people: nothing to join
                    gains.append((one, gain))
        for one, gain in gains:
            one.expertise[one.field] += gain
        self.meters["talent_gained"] = sum(gain > 0.0 for _, gain in gains)

    def begin_quarter(self) -> None:
        """Set the accounts of the quarter to nothing."""
        self.arrivals = {"civil": 0, "military": 0}
        self.entries = self.exits = self.leaks = 0
        self.there = len(self.organisations)
        self.founded = self.spin_offs = self.failed = self.foundings_refused = 0
        self.fund_spent = self.fund_deadweight = self.aid_spent = self.social_capital = 0.0
        self.lent = self.repaid = self.credit_losses = 0.0

    def deals_in(self, stage: str) -> list[Deal]:
        """List the open deals that stand in a stage, oldest first."""
        return [deal for deal in self.open_deals if deal.open and deal.stage == stage]

    def entry_exit(self) -> None:
        """End deals of closed organisations; look back on what has paid; let firms come and go by it (N1, M2)."""
        for deal in self.open_deals:
            if not deal.source.alive or (deal.recipient is not None and not deal.recipient.alive):
                deal.die("organisation_closed", float(self.quarter))
        for ledger in (self.centre.freed, self.centre.bound, *(one.ledger for one in self.organisations)):
            ledger.fade(self.settings.ledger_fade)
        for city in self.cities:
            city.look_on_exchange()
        self.firms.do("stand_ready")
        for city in self.cities:
            city.compare_peers()
        self.firms.do("enter_or_leave")

    def leakage(self) -> None:
        """Leak or not; let backlash and exposure fade (M15)."""
        settings = self.settings
        chance = 1.0 - math.exp(-settings.leak_rate * self.exposure)
        self.leaks = int(self.chance.uniforms(draws.LEAK, 0, self.quarter)[0] < chance)
        self.backlash *= 0.5 ** (1.0 / settings.backlash_half_life_quarters)
        if self.leaks:
            self.backlash = min(settings.backlash_limit, self.backlash + settings.backlash_step)
        self.exposure *= 1.0 - settings.exposure_decay

    def governments(self) -> None:
        """Once a year, let offices publish and city governments sign, spend and adjust their protection (M13)."""
        if self.year_ends:
            for office in self.offices:
                office.publish_grants()
            for city in self.cities:
                for other in self.cities[city.place + 1 :]:
                    if other.jurisdiction != city.jurisdiction:
                        city.sign(other)
            industries = [city.industry() for city in self.cities]
            for city in self.cities:
                city.spend(sum(industries[city.place]))
                city.protect(industries)
