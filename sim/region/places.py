"""A region is its cities, the distances between them and the jurisdictions that divide them.

Holds what is known of each city before anything happens, with the grade of every figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.region.fields import RELATEDNESS, TEN_FIELDS, FieldCatalogue

CityGrade = Literal["sourced", "derived", "assumption", "coded"]
Tier = Literal["core", "sub-centre", "other"]

EARTH_RADIUS_KM = 6371.0088

PERFORMERS: tuple[str, str, str] = ("enterprises", "institutes", "universities")
"""Who performs R&D, as statistics of R&D have it."""


COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "n_military_orgs": "military_organisations",
        "n_hightech_firms": "hightech_firms",
        "n_universities_institutes": "universities",
    }
)
"""What a city file counts, by its column, and what a `City` calls it."""


class Dated(NamedTuple):
    """A count of organisations in another year than that of the city file."""

    place: str
    """A city by its key, or a jurisdiction by its name."""
    what: str
    """What is counted, by its name in `City`."""
    year: int
    number: float


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """One city as it stands at the start.

    Args:
        key: short name used in files and keys, `[a-z0-9_-]{1,40}`.
        name: English name.
        name_zh: Chinese name; the English one if none is known.
        jurisdiction: province or municipality whose office decides for the city.
        tier: "core", "sub-centre" or "other".
        latitude: degrees north, -90 to 90.
        longitude: degrees east, -180 to 180.
        population: usual residents.
        gdp_billion_yuan: gross domestic product of a year, current prices.
        rd_billion_yuan: research and development expenditure of a year.
        rd_intensity: that expenditure as a share of GDP, 0 to 1.
        performer_shares: parts of it spent by "enterprises", "institutes" and "universities", sum 1.
        military_organisations: number of military enterprises and defence institutes.
        hightech_firms: number of certified high-tech firms, the potential private participants.
        universities: number of universities and civilian research institutes.
        pillars: pillar industries as published, separated by semicolons.
        field_mix: shares of the technology fields, shape (fields,), sum 1.
        military_field_mix: the same for military organisations.
        own_coordination_office: whether the city has its own military-civil coordination office.
        demonstration_base: whether it hosts a demonstration base at the start.
        grades: how each of the figures above is known, by their names here.
        ranges: lowest and highest of a count whose range is known, by its name here.
    """

    key: str
    name: str
    name_zh: str
    jurisdiction: str
    tier: Tier
    latitude: float
    longitude: float
    population: float
    gdp_billion_yuan: float
    rd_billion_yuan: float
    rd_intensity: float
    performer_shares: Mapping[str, float]
    military_organisations: int
    hightech_firms: int
    universities: int
    pillars: str
    field_mix: NDArray[np.float64]
    military_field_mix: NDArray[np.float64]
    own_coordination_office: bool
    demonstration_base: bool
    grades: Mapping[str, CityGrade]
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """The cities of a study and what lies between them.

    Args:
        name: of its file or folder.
        cities: n cities in the order of their file.
        jurisdictions: their jurisdictions in order of first appearance.
        distance_km: great-circle distances, shape (n, n), symmetric, 0 on the diagonal, read-only.
        fields: the fields of technology, and how a city's industries are read as fields.
        relatedness: relatedness of the fields, shape (fields, fields), symmetric, 0 to 1, read-only.
        by_year: counts of organisations in other years, as far as the region states any.
    """

    name: str
    cities: tuple[City, ...]
    jurisdictions: tuple[str, ...]
    distance_km: NDArray[np.float64]
    fields: FieldCatalogue
    relatedness: NDArray[np.float64]
    by_year: tuple[Dated, ...] = ()


def great_circle_km(latitude_one: float, longitude_one: float, latitude_two: float, longitude_two: float) -> float:
    """Measure how far apart two places are along the surface of a round earth (haversine formula).

    Rounded to a millimetre, so that the last digit of the platform's trigonometry cannot be seen.

    Args:
        latitude_one: degrees north of the first place; the others alike.
        longitude_one: degrees east.
        latitude_two: degrees north.
        longitude_two: degrees east.

    Returns:
        Kilometres, 0 to half the circumference (20,015).
    """
    first, second = math.radians(latitude_one), math.radians(latitude_two)
    east = math.radians(longitude_two - longitude_one)
    half_chord_squared = (
        math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half_chord_squared))), 6)


def distances(coordinates: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Measure all distances between places.

    Args:
        coordinates: latitude and longitude of n places in degrees.

    Returns:
        Kilometres, shape (n, n), symmetric, read-only.
    """
    count = len(coordinates)
    matrix = np.zeros((count, count), dtype=np.float64)
    for row, here in enumerate(coordinates):
        for column in range(row):
            matrix[row, column] = matrix[column, row] = great_circle_km(*here, *coordinates[column])
    matrix.flags.writeable = False
    return matrix


def build_region(
    name: str,
    cities: Sequence[City],
    fields: FieldCatalogue = TEN_FIELDS,
    relatedness: NDArray[np.float64] = RELATEDNESS,
    by_year: Sequence[Dated] = (),
) -> Region:
    """Put cities together to a region: jurisdictions and distances.

    Args:
        name: name of the region.
        cities: at least one city, keys all different.
        fields: the fields of technology.
        relatedness: relatedness of the fields, shape (fields, fields).
        by_year: counts of organisations in other years.
    """
    jurisdictions = tuple(dict.fromkeys(city.jurisdiction for city in cities))
    return Region(
        name=name,
        cities=tuple(cities),
        jurisdictions=jurisdictions,
        distance_km=distances([(city.latitude, city.longitude) for city in cities]),
        fields=fields,
        relatedness=relatedness,
        by_year=tuple(by_year),
    )
