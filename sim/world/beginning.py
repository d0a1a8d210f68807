"""What every run of a population begins with, whatever its seed and its policy: made once, kept, and copied for each.

Making it takes longer than all else that is done before the first quarter; the runs of a study share a population.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.agents import KINDS
from sim.region import Region
from sim.scenario import Scenario
from sim.scenario.schema import Population
from sim.state import AllSettings, vector
from sim.tables import Floats, Integers, OfficeRow, OrganisationRow, Rows, longer
from sim.world.catalogue import INDEX_OF, SETTINGS_RECORD
from sim.world.indices import buckets, by_key, open_offices
from sim.world.population import counts, populate

MOST_KEPT = 4  # populations
LARGEST_KEPT = 20_000  # organisations: of larger ones a run takes so long that nobody feels how it begins
READ = (
    "research_elasticity",
    "initial_success",
    "self_financing_share",
    "initially_active",
    "initially_active_core",
    "initially_licensed",
    "licence_life",
)
"""Settings that a population depends on; it is shown no others, so that one missing here makes it no number (NaN)."""
_PLACES = [INDEX_OF[name] for name in READ]


class Beginning(NamedTuple):
    """The tables that a population makes, each as `World` calls it."""

    organisations: Rows[OrganisationRow]
    expertise: Floats
    order: Integers
    bucket_start: Integers
    bucket_rows: Integers
    offices: Rows[OfficeRow]


BY_ORGANISATION = ("organisations", "expertise", "order", "bucket_rows")
"""Tables with a row, or a place, for each organisation."""


def room_for_organisations(scenario: Scenario) -> int:
    """Return the rows that a run needs for organisations: those at the start, and firms that may be founded."""
    members = counts(scenario.region, scenario.population)
    firms = int(members[:, [kind.enters for kind in KINDS]].sum())
    return int(members.sum()) + math.floor((scenario.population.room_for_firms - 1.0) * firms + 1e-9)


def beginning(scenario: Scenario, base: Rows[AllSettings]) -> Beginning:
    """Return the tables that a population makes, for one run to write to, with rows for firms to come.

    Args:
        scenario: its region and population are read.
        base: its settings, as they apply to a population of its size.
    """
    region, population = scenario.region, scenario.population
    values = vector(base)[_PLACES].tobytes()
    large = int(counts(region, population).sum()) > LARGEST_KEPT
    made = (_made if large else _kept)(region, population, values)
    room = room_for_organisations(scenario)
    sizes = {name: room if name in BY_ORGANISATION else len(table) for name, table in made._asdict().items()}
    copies: dict[str, Any] = {name: longer(table, sizes[name]) for name, table in made._asdict().items()}
    there = len(made.order)
    copies["order"][there:] = np.arange(there, room)  # a row is listed once, in use or not
    return Beginning(**copies)


@lru_cache(maxsize=MOST_KEPT)
def _kept(region: Region, population: Population, values: bytes) -> Beginning:
    """Make it once; a region is the same one if it was read once."""
    return _made(region, population, values)


def _made(region: Region, population: Population, values: bytes) -> Beginning:
    shown: Any = np.zeros(1, SETTINGS_RECORD).view(np.recarray)
    vector(shown)[:] = np.nan
    vector(shown)[_PLACES] = np.frombuffer(values)
    related = np.array(region.relatedness, dtype=np.float64)
    organisations, expertise = populate(region, population, shown, related)
    order, cities = by_key(organisations), len(region.cities)
    starts, members = buckets(organisations, order, cities, len(related))
    offices = open_offices(organisations, len(region.jurisdictions))
    return Beginning(organisations, expertise, order, starts, members, offices)
