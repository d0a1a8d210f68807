"""A scenario and a seed become the world at quarter 0: tables of organisations, places, offices and policy."""

from __future__ import annotations

import math
from typing import cast

import numpy as np

from sim import barriers
from sim.agents import KINDS
from sim.levers import LEVERS, How
from sim.scenario import Scenario
from sim.state import AllSettings, World, vector
from sim.tables import (
    CITY_PAIR_LAYERS,
    COUNTERS,
    DISTANCE,
    HISTORY_BY_CITY,
    HISTORY_BY_OFFICE,
    CaseRow,
    CityRow,
    DealRow,
    FieldRow,
    HistoryRow,
    IntegerGrid,
    KindRow,
    LedgerRow,
    LoanRow,
    MeterRow,
    Money,
    OrganisationRow,
    PurseRow,
    RegionRow,
    Rows,
    TallyRow,
    WayRow,
    integers,
    rows,
)
from sim.world.beginning import beginning
from sim.world.catalogue import directions, kinds, levers_of, settings_of, shocks_of
from sim.world.population import DEFAULT_ORGANISATIONS, counts

FIRST_ROOM = 1024  # rows that a table has room for at least


def build(scenario: Scenario, seed: int) -> World:
    """Return the world at quarter 0.

    Args:
        scenario: a checked scenario.
        seed: seed of the run, 0 to 2**63 - 1; the population has a seed of its own.
    """
    scale = population_scale(scenario)
    base = settings_of(scenario, scale)
    related = np.array(scenario.region.relatedness, dtype=np.float64)
    begun = beginning(scenario, base)
    organisations, offices = begun.organisations, begun.offices
    cities = place_cities(scenario)
    levers, moves = levers_of(scenario, scale)
    settings, catalogue, count, quarters = base.copy(), kinds(scenario.population), len(cities), scenario.run.quarters
    there = int(counts(scenario.region, scenario.population).sum())
    room = room_for_deals(organisations[:there], catalogue, settings, quarters)
    world = World(
        **begun._asdict(),
        deals=rows(DealRow, room, barriers.COUNT),
        open_deals=integers(np.zeros(FIRST_ROOM, np.int32)),
        tallies=rows(TallyRow, FIRST_ROOM, barriers.COUNT),
        cases=rows(CaseRow, room),
        queue=cast("IntegerGrid", np.zeros((len(offices), FIRST_ROOM), np.int32)),
        anchor_rows=integers(np.zeros(len(organisations), np.int32)),
        purses=rows(PurseRow, 1 + len(offices) + count + len(organisations)),
        ways=rows(WayRow, len(Money)),
        loans=rows(LoanRow, room),
        clerk_free=np.zeros((COUNTERS * len(offices), clerk_room(scenario, scale))),
        cities=cities,
        city_pair=np.zeros((CITY_PAIR_LAYERS, count, count)),
        gravity=np.zeros((len(KINDS), len(KINDS), count, len(related), count)),
        field_attention=np.zeros((len(KINDS), count, len(related), len(related))),
        fields=place_fields(scenario),
        relatedness=related,
        kinds=catalogue,
        directions=directions(),
        settings=settings,
        values=vector(settings),
        base_settings=base,
        base_values=vector(base),
        levers=levers,
        moves=moves,
        shocks=shocks_of(scenario, scale),
        ledger=rows(LedgerRow, len(organisations)),
        peers=np.ones((len(KINDS), count)),
        meters=rows(MeterRow, 1),
        region=rows(RegionRow, 1),
        history=rows(HistoryRow, quarters),
        history_by_barrier=np.zeros((quarters, barriers.COUNT)),
        history_by_field=np.zeros((quarters, len(related))),
        history_by_office=np.zeros((quarters, len(offices), len(HISTORY_BY_OFFICE))),
        history_by_city=np.zeros((quarters, count, len(HISTORY_BY_CITY))),
    )
    world.city_pair[DISTANCE] = scenario.region.distance_km
    region = world.region[0]
    region.seed, region.scale = seed, scale
    region.organisations = there
    return world


def room_for_deals(
    organisations: Rows[OrganisationRow], kinds: Rows[KindRow], settings: Rows[AllSettings], quarters: int
) -> int:
    """Return how many deals a run of this length is likely to open: as many as are tried for at the start.

    Room that is not used costs no memory, since the system hands out pages when they are written; only a table that
    has grown full has to be copied.
    """
    values = vector(settings)
    tried = kinds["tries"] * np.minimum(1.0, values[kinds["effort"]])
    a_quarter = float(tried[organisations["kind"][organisations["active"]]].sum())
    return max(FIRST_ROOM, math.ceil(a_quarter * quarters))


def population_scale(scenario: Scenario) -> float:
    """Return the organisations of a scenario over those of the default population."""
    return float(counts(scenario.region, scenario.population).sum()) / DEFAULT_ORGANISATIONS


def place_cities(scenario: Scenario) -> Rows[CityRow]:
    """Return the table of cities, with the bases that the scenario's levers name."""
    region = scenario.region
    chosen = {city for lever in scenario.levers.values() for city in (lever.cities or ())}
    cities = rows(CityRow, len(region.cities))
    cities["jurisdiction"] = [region.jurisdictions.index(city.jurisdiction) for city in region.cities]
    cities["own_office"] = [city.own_coordination_office for city in region.cities]
    cities["founded_base"] = [city.demonstration_base for city in region.cities]
    cities["hightech_zone"] = [city.hightech_zone for city in region.cities]
    cities["pilot_fields"] = [sum(1 << field for field in city.pilot_zone_fields) for city in region.cities]
    cities["chosen"] = [city.key in chosen for city in region.cities]
    return cities


def place_fields(scenario: Scenario) -> Rows[FieldRow]:
    """Return the table of fields, with those that the scenario's major projects are of: all if it names none."""
    named = {field for lever in scenario.levers.values() for field in lever.fields}
    names = scenario.region.fields.names
    fields = rows(FieldRow, len(names))
    fields["project"] = [name in named or not named for name in names]
    return fields


def clerk_room(scenario: Scenario, scale: float) -> int:
    """Return how many clerks an office can ever have on duty in a scenario."""
    most = max([scenario.parameters["clerks"]] + [s.value for s in scenario.changes if s.key == "parameters.clerks"])
    for lever in LEVERS:
        given = scenario.levers.get(lever.name)
        for move in lever.moves:
            if given is not None and move.target == "clerks" and move.how == How.RAISE:
                most *= 1.0 + move.amount * given.strength
    return math.ceil(most * scale) + 2
