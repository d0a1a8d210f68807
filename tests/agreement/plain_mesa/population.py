"""The organisations at the start, from the counts of the city file (ODD 5)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.local_government import LocalGovernment
from tests.agreement.plain_mesa.military_enterprise import MilitaryEnterprise
from tests.agreement.plain_mesa.private_firm import PrivateFirm
from tests.agreement.plain_mesa.university import University

KINDS = (MilitaryEnterprise, PrivateFirm, University)
DEFAULT_ORGANISATIONS = 3538
CORE_MILITARY_ORGANISATIONS = 25


def largest_remainder(shares: list[float]) -> list[int]:
    """Round numbers so that their total, itself rounded with a half to the even number, is kept."""
    counts = [math.floor(share + 1e-9) for share in shares]
    missing = max(0, round(math.fsum(shares)) - sum(counts))
    by_remainder = sorted(range(len(shares)), key=lambda place: counts[place] - shares[place])
    for place in by_remainder[:missing]:
        counts[place] += 1
    return counts


def clamp(value: float, low: float, high: float) -> float:
    """Keep a value within limits."""
    return min(high, max(low, value))


def academic(city) -> float:
    """Say which part of a city's R&D its institutes and universities spend."""
    return city.performer_shares["institutes"] + city.performer_shares["universities"]


class Population:
    """Founds everything a model begins with."""

    def __init__(self, model, scenario, chance) -> None:
        self.model = model
        self.scenario = scenario
        self.region = scenario.region
        self.chance = chance

    def found_cities(self) -> list[LocalGovernment]:
        """Found the city governments."""
        jurisdictions = list(self.region.jurisdictions)
        governments = [
            LocalGovernment(self.model, place, city, jurisdictions.index(city.jurisdiction))
            for place, city in enumerate(self.region.cities)
        ]
        chosen = {key for lever in self.scenario.levers.values() for key in lever.cities}
        for government in governments:
            government.protection = [0.0] * len(governments)
            government.agreement = [0.0] * len(governments)
            government.came = [0.0] * len(governments)
            government.expected = [0.0] * len(governments)
            government.chosen = government.key in chosen
        return governments

    def counts(self) -> list[list[int]]:
        """Count the organisations of each kind (rows) in each city."""
        sample, cities = self.scenario.population, self.region.cities
        return [
            largest_remainder([share * sample.scale * count for count in counted])
            for counted, share in (
                ([city.military_organisations for city in cities], sample.military_sample),
                ([city.hightech_firms for city in cities], sample.private_sample),
                ([city.universities for city in cities], sample.university_sample),
            )
        ]

    def found_organisations(self, governments: list[LocalGovernment]) -> list:
        """Found the organisations, city by city and kind by kind."""
        made: list = []
        counts = self.counts()
        for place, government in enumerate(governments):
            for kind, by_city in zip(KINDS, counts, strict=True):
                for _ in range(by_city[place]):
                    one = kind(self.model, len(made), government, self.field_of(kind, len(made), place))
                    government.organisations.append(one)
                    made.append(one)
        self.size(made)
        self.teach(made)
        self.spend_on_research(made, governments)
        for one in made:
            self.enlist(one)
        self.name_lead_enterprises(governments)
        return made

    def uniforms(self, purpose: int, key: int, index: int = 0) -> tuple[float, ...]:
        """Draw for an organisation of the population."""
        return self.chance.uniforms(purpose, key, 0, index)

    def field_of(self, kind, key: int, place: int) -> int:
        """Draw a technology field from the city's mix."""
        city = self.region.cities[place]
        mix = city.military_field_mix if kind is MilitaryEnterprise else city.field_mix
        return draws.choose([float(share) for share in mix], self.uniforms(draws.POPULATION_FIELD, key)[0])

    def size(self, made: list) -> None:
        """Give each a revenue."""
        factor = self.institute_sizes(made)
        for one in made:
            first, second, _, _ = self.uniforms(draws.POPULATION_SIZE, one.key)
            median = one.revenue_median
            if isinstance(one, University):
                median *= factor[one.jurisdiction]
            one.revenue = median * math.exp(one.revenue_spread * draws.normal(first, second))

    def institute_sizes(self, made: list) -> dict[int, float]:
        """Say, by jurisdiction, how much more R&D its institutes and universities do than those of the region."""
        universities = [one for one in made if isinstance(one, University)]
        per_head: dict[int, float] = {}
        money_in_all = 0.0
        for place, jurisdiction in enumerate(self.region.jurisdictions):
            cities = [city for city in self.region.cities if city.jurisdiction == jurisdiction]
            money = sum(city.rd_billion_yuan * academic(city) for city in cities)
            count = sum(one.jurisdiction == place for one in universities)
            if count:
                per_head[place] = money / count
                money_in_all += money
        mean = money_in_all / max(1, len(universities))
        return {place: clamp(each / mean, 0.25, 4.0) if mean > 0.0 else 1.0 for place, each in per_head.items()}

    def teach(self, made: list) -> None:
        """Give each its expertise."""
        for one in made:
            _, _, third, fourth = self.uniforms(draws.POPULATION_SIZE, one.key)
            own = clamp(one.expertise_level + 0.12 * draws.normal(third, fourth), 0.05, 0.98)
            related = self.model.related[one.field]
            for field in range(len(related)):
                share = self.uniforms(draws.POPULATION_EXPERTISE, one.key, field)[0]
                one.expertise[field] = own if field == one.field else own * related[field] * share

    def spend_on_research(self, made: list, governments: list) -> None:
        """Share each city's R&D out among its performers."""
        cities = self.region.cities
        gdp = sum(city.gdp_billion_yuan for city in cities)
        regional = sum(city.rd_billion_yuan for city in cities) / gdp if gdp else 0.0
        elasticity = self.scenario.parameters["research_elasticity"]
        for government, city in zip(governments, cities, strict=True):
            relative = clamp(city.rd_intensity / regional if regional > 0.0 else 1.0, 0.2, 5.0) ** elasticity
            for universities, share in ((False, city.performer_shares["enterprises"]), (True, academic(city))):
                performers = [one for one in government.organisations if isinstance(one, University) == universities]
                revenue = sum(one.revenue for one in performers)
                for one in performers:
                    one.research_relative = relative
                    one.research_million_yuan = 1000.0 * city.rd_billion_yuan * share * one.revenue / revenue

    def enlist(self, one) -> None:
        """Set what each begins with; decide who takes part and who is licensed."""
        parameters = self.scenario.parameters
        one.perceived_success = parameters["initial_success"]
        one.cash = 0.5 * parameters["self_financing_share"] * one.revenue
        if not isinstance(one, PrivateFirm):
            return
        active, licensed, life, _ = self.uniforms(draws.POPULATION_STATE, one.key)
        core = self.region.cities[one.city.place].military_organisations >= CORE_MILITARY_ORGANISATIONS
        one.active = active < parameters["initially_active_core" if core else "initially_active"]
        if one.active and licensed < parameters["initially_licensed"]:
            one.licence_class = 1
            one.licence_expiry = life * parameters["licence_life"]

    def name_lead_enterprises(self, governments: list) -> None:
        """Make the two largest military organisations of core cities lead enterprises."""
        for government, city in zip(governments, self.region.cities, strict=True):
            if city.military_organisations >= CORE_MILITARY_ORGANISATIONS:
                for one in by_size(government.members("military_enterprise"))[:2]:
                    one.founding_anchor = one.anchor = True


def by_size(organisations: list) -> list:
    """Sort from the largest down; of equals the lower key comes first."""
    return sorted(organisations, key=lambda one: (-one.revenue, one.key))
