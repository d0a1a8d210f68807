"""Who spends what on R&D: what a city file leaves blank is filled from the cities of the region that state a figure.

Whatever is filled without support is graded "assumption".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.region.places import PERFORMERS, CityGrade

DEFAULT_RD_INTENSITY = 0.022
"""R&D as a share of GDP where a region states none (assumption; the nation in 2018: 2.19 %)."""

USUAL_PERFORMERS = tuple((one / 96.6 + other / 99.0) / 2 for one, other in ((79.1, 52.3), (8.3, 38.8), (9.2, 7.9)))
"""Parts of R&D spent by enterprises, institutes and universities where no city of a region states any (assumption).

The mean of Chongqing in 2020 and Sichuan in 2021, of which 96.6 and 99.0 % are spent by these three.
"""


@dataclass(frozen=True, slots=True)
class Accounts:
    """GDP and R&D of one city, as far as stated.

    Args:
        key: the city.
        population: usual residents, at least 1.
        gdp_billion_yuan: GDP above 0, None if blank.
        rd_billion_yuan: R&D expenditure, None if blank.
        rd_intensity: R&D as a share of GDP, 0 to 1, None if blank; gives way to the expenditure.
        gdp_grade: how the GDP is known.
        rd_grade: how the R&D is known.
    """

    key: str
    population: float
    gdp_billion_yuan: float | None
    rd_billion_yuan: float | None
    rd_intensity: float | None
    gdp_grade: CityGrade
    rd_grade: CityGrade


@dataclass(frozen=True, slots=True)
class FilledAccounts:
    """GDP and R&D of one city without blanks.

    Args:
        gdp_billion_yuan: GDP.
        rd_billion_yuan: R&D expenditure.
        rd_intensity: R&D as a share of GDP.
        gdp_grade: how the GDP is known.
        rd_grade: how the R&D is known; "derived" where a stated share of a stated GDP.
    """

    gdp_billion_yuan: float
    rd_billion_yuan: float
    rd_intensity: float
    gdp_grade: CityGrade
    rd_grade: CityGrade


def fill_accounts(cities: Sequence[Accounts]) -> tuple[FilledAccounts, ...]:
    """Fill the blanks of a region from the cities of that region that state a figure.

    Blank GDP: population times the GDP per head of the cities with a GDP. Blank R&D: the mean of the stated
    intensities, 2.2 % if there is none.

    Args:
        cities: accounts, at least one with GDP.

    Raises:
        ValueError: if no city states a GDP.
    """
    stated = [city for city in cities if city.gdp_billion_yuan is not None]
    if not stated:
        raise ValueError("no city states a GDP, so none can be filled")
    per_head = math.fsum(_gdp(city) for city in stated) / math.fsum(city.population for city in stated)
    intensities = [intensity for city in cities if (intensity := _stated_intensity(city)) is not None]
    rate = math.fsum(intensities) / len(intensities) if intensities else DEFAULT_RD_INTENSITY
    with_gdp = [
        replace(city, gdp_billion_yuan=per_head * city.population, gdp_grade="assumption")
        if city.gdp_billion_yuan is None
        else city
        for city in cities
    ]
    return tuple(_filled(city, rate) for city in with_gdp)


def fill_performers(
    stated: Sequence[tuple[float, ...] | None], rd_billion_yuan: Sequence[float]
) -> tuple[dict[str, float], ...]:
    """Say of every city who spends its R&D; whoever states nothing gets the mean of the region, by what is spent.

    Args:
        stated: by city, parts of its R&D spent by enterprises, institutes and universities, None if blank. What is
            missing to 1 is spent by others, outside the model, and left out.
        rd_billion_yuan: by city, its R&D.

    Returns:
        By city, parts by performer, sum 1.
    """
    known = [
        ([part / math.fsum(parts) for part in parts], spent)
        for parts, spent in zip(stated, rd_billion_yuan, strict=True)
        if parts is not None
    ]
    spent_in_all = math.fsum(spent for _, spent in known)
    mean = [
        math.fsum(parts[place] * spent for parts, spent in known) / spent_in_all if spent_in_all else usual
        for place, usual in enumerate(USUAL_PERFORMERS)
    ]
    rest = iter(known)
    return tuple(dict(zip(PERFORMERS, mean if parts is None else next(rest)[0], strict=True)) for parts in stated)


def _gdp(city: Accounts) -> float:
    if city.gdp_billion_yuan is None:
        raise ValueError(f"the GDP of {city.key} is blank")
    return city.gdp_billion_yuan


def _stated_intensity(city: Accounts) -> float | None:
    if city.rd_billion_yuan is not None and city.gdp_billion_yuan is not None:
        return city.rd_billion_yuan / city.gdp_billion_yuan
    return city.rd_intensity


def _stated_rd(city: Accounts) -> float | None:
    if city.rd_billion_yuan is not None:
        return city.rd_billion_yuan
    return None if city.rd_intensity is None else city.rd_intensity * _gdp(city)


def _filled(city: Accounts, rate: float) -> FilledAccounts:
    gdp = _gdp(city)
    stated = _stated_rd(city)
    expenditure = rate * gdp if stated is None else stated
    grade = city.rd_grade
    if stated is None:
        grade = "assumption"
    elif city.rd_billion_yuan is None and city.rd_grade == "sourced":
        grade = "derived" if city.gdp_grade in ("sourced", "derived") else "assumption"
    return FilledAccounts(gdp, expenditure, expenditure / gdp, city.gdp_grade, grade)
