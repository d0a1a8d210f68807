"""A city government keeps up a base and an office and protects its own against rivals (ODD M13)."""

from __future__ import annotations

import math

import mesa

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.ledger import common, mixed, share_away, sharpness
from tests.agreement.plain_mesa.proximity import cosine
from tests.agreement.plain_mesa.purse import Purse


class LocalGovernment(mesa.Agent):
    """A city: its organisations, its demonstration base, and what technology came and left this year."""

    def __init__(self, model, place: int, city, jurisdiction: int) -> None:
        super().__init__(model)
        self.place = place
        self.key = city.key
        self.jurisdiction = jurisdiction
        self.own_office = city.own_coordination_office
        self.founded_base = city.demonstration_base
        self.hightech_zone = city.hightech_zone
        self.pilot_fields = city.pilot_zone_fields
        self.chosen = False
        self.value_left = 0.0
        self.value_came = 0.0
        self.value_all = 0.0
        self.protection: list[float] = []
        self.agreement: list[float] = []
        self.came: list[float] = []
        self.expected: list[float] = []
        self.organisations: list = []
        self.by_field: dict = {}
        self.attention: dict = {}
        self.peers = 1.0
        self.kept_base = self.kept_office = 0.0
        self.revenue = 0.0
        self.pull: dict = {}
        self.purse = Purse()
        self.shares: dict = {}

    def base(self, field: int) -> float:
        """How far the city is a demonstration base for deals of a field (M14)."""
        settings = self.model.settings
        base = max(self.kept_base, settings.demonstration_base_strength if self.chosen else 0.0)
        pilot = settings.pilot_zone_strength if field in self.pilot_fields else 0.0
        return (1.0 if self.founded_base else base) + pilot

    @property
    def office(self) -> float:
        """How far the city has a coordination office of its own (M13)."""
        return 1.0 if self.own_office else self.kept_office

    def members(self, kind: str) -> list:
        """The living organisations of a kind, in order of key."""
        return [one for one in self.organisations if one.kind == kind and one.alive]

    def compare_peers(self) -> None:
        """Find what taking part has returned to the city's firms (N1)."""
        firms = self.members("private_firm")
        if firms:
            self.peers = common([one.ledger for one in firms], firms[0].prior_weight)

    @property
    def money(self) -> float:
        """Money a year for each of base, aid and office (M13)."""
        return self.model.settings.city_budget * self.revenue / 3.0

    def spend(self, revenue: float) -> None:
        """Keep up a base and an office, by what the city's organisations turn over (M13)."""
        settings, self.revenue = self.model.settings, revenue
        self.kept_base = self.money / (self.money + settings.base_price)
        self.kept_office = self.money / (self.money + settings.office_price)

    def list_by_field(self) -> None:
        """List the living organisations by kind and technology field."""
        for kind in ("military_enterprise", "private_firm"):
            self.by_field[kind] = [[] for _ in self.model.fields]
            for one in self.members(kind):
                self.by_field[kind][one.field].append(one)

    def draw_looks(self) -> None:
        """Weigh the fields here for a deal of each field, and all of them together (M3)."""
        settings = self.model.settings
        for kind, by_field in self.by_field.items():
            members = [len(one) for one in by_field]
            for field, related in enumerate(self.model.related):
                if settings.city_choice == "mass":
                    self.shares[kind, field] = [
                        share if count else 0.0 for count, share in zip(members, related, strict=True)
                    ]
                    self.pull[kind, field] = float(sum(members))
                else:
                    weights = [
                        count * share**settings.search_focus for count, share in zip(members, related, strict=True)
                    ]
                    self.shares[kind, field], self.pull[kind, field] = weights, sum(weights)

    def industry(self) -> list[float]:
        """Revenue by technology field."""
        revenue = [0.0] * len(self.model.fields)
        for one in self.organisations:
            if one.alive:
                revenue[one.field] += one.revenue
        return revenue

    def look_on_exchange(self) -> None:
        """Forget a part of what came from other jurisdictions, and expect more of it (M13)."""
        settings = self.model.settings
        for other in self.model.cities:
            if other.jurisdiction != self.jurisdiction:
                self.came[other.place] *= 1.0 - settings.ledger_fade
                self.expected[other.place] *= 1.0 - settings.ledger_fade
                self.expected[other.place] += settings.sign_value / 4.0

    def consents(self, other) -> float:
        """Say how likely the city would sign an agreement with another (M13)."""
        settings = self.model.settings
        weight = settings.prior_weight * settings.sign_value
        cities = self.model.cities
        peers = mixed(sum(sum(one.expected) for one in cities), sum(sum(one.came) for one in cities), 1.0, weight)
        seen = mixed(self.expected[other.place], self.came[other.place], peers, weight)
        return share_away(settings.habit_sign, seen, 1.0, sharpness(settings.sharpness_agreements, settings))

    def sign(self, other) -> None:
        """Sign an agreement with a city across the boundary or not, and let part of what is agreed lapse (M13)."""
        settings, place = self.model.settings, other.place
        chance = self.consents(other) * other.consents(self)
        if settings.agreements == "none":
            chance = 0.0
        agreed = self.agreement[place]
        if self.model.chance.uniforms(draws.SIGN, 1000 * self.place + place, self.model.quarter)[0] < chance:
            agreed += settings.sign_step * (1.0 - agreed)
        kept = math.prod(1.0 - barrier.lapse() for barrier in self.model.barriers)
        agreed *= 1.0 - settings.agreement_lapse * (1.0 - kept)
        self.agreement[place] = other.agreement[self.place] = agreed

    def protect(self, industries: list[list[float]]) -> None:
        """Adjust protection against every other city to likeness and losses, and begin new accounts."""
        settings = self.model.settings
        lost = 0.0
        if self.value_all > 0.0:
            lost = min(1.0, max(-1.0, (self.value_left - self.value_came) / self.value_all))
        for other, industry in enumerate(industries):
            if other == self.place:
                continue
            similarity = cosine(industries[self.place], industry)
            smaller, larger = sorted((sum(industries[self.place]), sum(industry)))
            alike = similarity * (smaller / larger) ** settings.size_likeness if larger > 0.0 else 0.0
            strength = 1.0
            for barrier in self.model.barriers:
                strength *= barrier.protection(self, self.model.cities[other])
            target = min(1.0, max(0.0, settings.rivalry * alike * (0.5 + lost) * strength))
            self.protection[other] += settings.protection_adjustment * (target - self.protection[other])
        self.value_left = self.value_came = self.value_all = 0.0
