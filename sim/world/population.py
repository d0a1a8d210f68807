"""The synthetic population comes from the cities' counts; every organisation's traits are draws of its own address.

Draws use the population seed, so that by default all runs of a study share one population.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.agents import EXPERTISE_SPREAD, KINDS
from sim.draws import Purpose, block, normal, uniform
from sim.elementary import exp, power
from sim.region import City, Region
from sim.rules import kernel, rule
from sim.scenario.schema import Population
from sim.state import AllSettings
from sim.tables import NEVER, PARTNERS_REMEMBERED, Floats, OrganisationRow, Rows, Side, rows

CORE_MILITARY = 25  # military organisations that make a city a core of the defence industry (model 5.5)
FOUNDING_ANCHORS = 2  # lead enterprises per core city at the start (seed 4.1: too few)
DEFAULT_ORGANISATIONS = 3538  # of the shipped region with the default samples; what `per_population` refers to


def counts(region: Region, population: Population) -> NDArray[np.int64]:
    """Return the number of organisations by city and kind, shape (cities, kinds).

    Samples are rounded by largest remainder, so that totals are as close as possible to the sample.
    """
    table = np.zeros((len(region.cities), len(KINDS)), dtype=np.int64)
    for index, kind in enumerate(KINDS):
        sample = getattr(population, kind.sample) * population.scale
        exact = [sample * getattr(city, kind.count) for city in region.cities]
        floors = [math.floor(value + 1e-9) for value in exact]
        missing = round(math.fsum(exact)) - sum(floors)
        by_remainder = sorted(range(len(exact)), key=lambda c: (floors[c] - exact[c], c))
        for city in by_remainder[: max(0, missing)]:
            floors[city] += 1
        table[:, index] = floors
    return table


def size_factors(region: Region, table: NDArray[np.int64]) -> Mapping[tuple[int, str], float]:
    """Return how much larger a kind's organisations are in a jurisdiction, from who performs its R&D.

    Only for kinds that share their performers with no other kind: institutes spend 38.8 % of R&D in Sichuan
    and 8.3 % in Chongqing, so research organisations are larger there (validation P16).
    """
    factors: dict[tuple[int, str], float] = {}
    for index, kind in enumerate(KINDS):
        if any(set(kind.performer) & set(other.performer) for other in KINDS if other is not kind):
            continue
        per_head: dict[str, float] = {}
        for name in region.jurisdictions:
            cities = [c for c, city in enumerate(region.cities) if city.jurisdiction == name]
            spent = math.fsum(_spent(region.cities[c], kind.performer) for c in cities)
            members = int(table[cities, index].sum())
            if members:
                per_head[name] = spent / members
        total = sum(per_head[name] * table[_of(region, name), index].sum() for name in per_head)
        mean = total / max(1, int(table[:, index].sum()))
        for name, value in per_head.items():
            factors[index, name] = min(4.0, max(0.25, value / mean)) if mean > 0 else 1.0
    return factors


def _spent(city: City, performers: Iterable[str]) -> float:
    """Return what some performers spend on R&D in a city, billion yuan a year."""
    return city.rd_billion_yuan * math.fsum(city.performer_shares[performer] for performer in performers)


def _of(region: Region, jurisdiction: str) -> list[int]:
    return [index for index, city in enumerate(region.cities) if city.jurisdiction == jurisdiction]


@kernel
def draw_traits(
    seed: int,
    organisations: Rows[OrganisationRow],
    expertise: Floats,
    mixes: Floats,
    levels: Floats,
    spreads: Floats,
    medians: Floats,
    related: Floats,
    spread: float,
) -> None:
    """Draw field, revenue and expertise of every organisation (model 5.2-5.4).

    Args:
        mixes: shares of fields, shape (kinds, cities, fields).
        levels, spreads: mean expertise and log spread of revenue by kind.
        medians: median revenue by row, million yuan.
        related: relatedness of fields.
        spread: standard deviation of expertise.
    """
    for row in range(organisations.shape[0]):
        one = organisations[row]
        wanted = uniform(seed, one.key, 0, Purpose.POPULATION_FIELD, 0)
        mix = mixes[one.kind, one.city]
        for field in range(mix.shape[0]):
            if mix[field] > 0.0:
                one.field = field
                wanted -= mix[field]
                if wanted < 0.0:
                    break
        first, second, third, fourth = block(seed, one.key, 0, Purpose.POPULATION_SIZE, 0)
        one.revenue = medians[row] * exp(spreads[one.kind] * normal(first, second))
        own = min(0.98, max(0.05, levels[one.kind] + spread * normal(third, fourth)))
        for field in range(mix.shape[0]):
            if field == one.field:
                expertise[row, field] = own
            else:
                share = uniform(seed, one.key, 0, Purpose.POPULATION_EXPERTISE, field)
                expertise[row, field] = own * related[one.field, field] * share


def populate(
    region: Region, population: Population, table: Rows[AllSettings], related: Floats
) -> tuple[Rows[OrganisationRow], Floats]:
    """Return the organisations and their expertise at quarter 0.

    Rows are ordered by city, then kind; the key of an organisation is its row.
    """
    members = counts(region, population)
    organisations = rows(OrganisationRow, int(members.sum()))
    organisations["key"] = np.arange(len(organisations))
    flat = members.ravel()
    organisations["city"] = np.repeat(np.repeat(np.arange(members.shape[0]), members.shape[1]), flat)
    organisations["kind"] = np.repeat(np.tile(np.arange(members.shape[1]), members.shape[0]), flat)
    jurisdictions = np.array([region.jurisdictions.index(city.jurisdiction) for city in region.cities])
    organisations["jurisdiction"] = jurisdictions[organisations["city"]]
    organisations["side"] = np.array([kind.side for kind in KINDS])[organisations["kind"]]
    factors = size_factors(region, members)
    medians = np.array(
        [
            [kind.revenue_median * factors.get((index, city.jurisdiction), 1.0) for index, kind in enumerate(KINDS)]
            for city in region.cities
        ]
    )
    expertise = np.zeros((len(organisations), related.shape[0]))
    draw_traits(
        population.seed,
        organisations,
        expertise,
        np.array([[_mix(city, kind.side) for city in region.cities] for kind in KINDS]),
        np.array([kind.expertise_level for kind in KINDS]),
        np.array([kind.revenue_spread for kind in KINDS]),
        medians[organisations["city"], organisations["kind"]],
        related,
        EXPERTISE_SPREAD,
    )
    spend_on_research(region, organisations, table[0])
    set_out(region, population, organisations, table)
    return organisations, expertise


def _mix(city: City, side: Side) -> NDArray[np.float64]:
    return city.military_field_mix if side == Side.MILITARY else city.field_mix


def spend_on_research(region: Region, organisations: Rows[OrganisationRow], settings: AllSettings) -> None:
    """Share each city's R&D out to the kinds that perform it, by revenue; exact on the input (validation P15, P16)."""
    gdp = math.fsum(city.gdp_billion_yuan for city in region.cities)
    mean = math.fsum(city.rd_billion_yuan for city in region.cities) / gdp if gdp else 0.0
    performing = {kind.performer: np.zeros(len(KINDS), np.bool_) for kind in KINDS}
    for code, kind in enumerate(KINDS):
        performing[kind.performer][code] = True
    table = organisations.view(np.ndarray)  # records would be asked slowly
    cities, kinds, revenues = (np.ascontiguousarray(table[name]) for name in ("city", "kind", "revenue"))
    for index, city in enumerate(region.cities):
        here = np.flatnonzero(cities == index)
        relative = city.rd_intensity / mean if mean > 0 else 1.0
        table["research_relative"][here] = power(min(5.0, max(0.2, relative)), float(settings.research_elasticity))
        for performers, they in performing.items():
            them = here[they[kinds[here]]]
            revenue = revenues[them]
            pool = 1000.0 * _spent(city, performers)
            if revenue.size:
                table["research_million_yuan"][them] = pool * revenue / math.fsum(revenue.tolist())


@rule
def begin(one: OrganisationRow, settings: AllSettings) -> None:
    """Write the state in which any organisation begins: alive, active, without deals, partners or licence."""
    one.alive = True
    one.active = True
    one.rung = 1
    one.pending_case = -1
    one.last_case = -1
    one.last_delivery = -1000
    one.refused = -NEVER
    for place in range(PARTNERS_REMEMBERED):
        one.partners[place] = -1
    one.perceived_success = settings.initial_success
    one.cash = 0.5 * settings.self_financing_share * one.revenue


def set_out(
    region: Region, population: Population, organisations: Rows[OrganisationRow], table: Rows[AllSettings]
) -> None:
    """Give every organisation the state in which the run finds it: purses, records, licences, lead enterprises."""
    core = np.array([city.military_organisations >= CORE_MILITARY for city in region.cities])
    enlist(population.seed, organisations, np.array([kind.enters for kind in KINDS]), core, table)
    for code, kind in enumerate(KINDS):
        these = np.flatnonzero(organisations["kind"] == code)
        if kind.leads:
            for city in np.flatnonzero(core):
                here = these[organisations["city"][these] == city]
                largest = here[np.lexsort((organisations["key"][here], -organisations["revenue"][here]))]
                organisations["founding_anchor"][largest[:FOUNDING_ANCHORS]] = True


@kernel
def enlist(
    seed: int,
    organisations: Rows[OrganisationRow],
    enters: NDArray[np.bool_],
    core: NDArray[np.bool_],
    settings: Rows[AllSettings],
) -> None:
    """Let all begin; decide which firms take part at the start and hold a licence of class 1 (model 5.5).

    Args:
        enters: by kind, whether it is dormant until it enters.
        core: by city, whether it is a core of the defence industry.
        settings: one row of settings.
    """
    choice = settings[0]
    for row in range(organisations.shape[0]):
        one = organisations[row]
        begin(one, choice)
        if not enters[one.kind]:
            continue
        takes_part, licensed, life, _ = block(seed, one.key, 0, Purpose.POPULATION_STATE, 0)
        one.active = takes_part < (choice.initially_active_core if core[one.city] else choice.initially_active)
        if one.active and licensed < choice.initially_licensed:
            one.licence_class = 1
            one.licence_expiry = life * choice.licence_life
