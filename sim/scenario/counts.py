"""How many organisations there are is often assumed, and always of some year: counts can be drawn, and moved in time.

A count that a source states is never drawn. What is drawn is drawn once for a region, by a seed of its own, so that
all runs of a study share it as they share their population.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.draws import Purpose, block, normal
from sim.elementary import exp, log
from sim.region import COUNTS, City, Dated, Region

SPREAD = 0.4
"""Standard deviation of the logarithm of an assumed count: two in three lie in 0.67 to 1.49 times it; assumption."""


def with_counts(region: Region, year: int, seed: int) -> Region:
    """Return a region with the counts of a year, the assumed ones drawn.

    Args:
        region: as its files state it.
        year: whose counts to use; 0 for those of the city file, whatever their year.
        seed: of the draw, 1 or more; 0 draws nothing.
    """
    if not year and not seed:
        return region
    cities = [_of_year(city, region.by_year, year) if year else city for city in region.cities]
    if seed:
        cities = [_drawn(city, place, seed) for place, city in enumerate(cities)]
    return replace(region, cities=tuple(cities))


def growth(city: City, count: str, by_year: Sequence[Dated], year: int) -> float:
    """Say how many times its number in the city file a count of a city was in a year; 1 if nothing is stated.

    Between two stated years it grows at one rate. Before the first stated year of a city and after its last it goes
    with its jurisdiction, where that states more; before and after all that is stated it stands still.

    Args:
        city: the city.
        count: what is counted, by its name in `City`.
        by_year: what is stated; the number of the last year of a place is taken for that of the city file.
        year: the year asked for.
    """
    around = _series(by_year, city.jurisdiction, count)
    own = _series(by_year, city.key, count) or around
    if not own:
        return 1.0
    first, last = min(own), max(own)
    inside = min(max(year, first), last)
    outside = _at(around, year) / _at(around, inside) if around else 1.0
    return _at(own, inside) * outside / own[last]


def _series(by_year: Sequence[Dated], place: str, count: str) -> dict[int, float]:
    return {one.year: one.number for one in by_year if (one.place, one.what) == (place, count)}


def _at(series: dict[int, float], year: int) -> float:
    """Read a series in a year, at a constant rate between two of its own; as it was last beyond its ends."""
    before = max((one for one in series if one <= year), default=min(series))
    after = min((one for one in series if one >= year), default=max(series))
    if before >= after:
        return series[before]
    part = (year - before) / (after - before)
    return exp((1.0 - part) * log(series[before]) + part * log(series[after]))


def _of_year(city: City, by_year: Sequence[Dated], year: int) -> City:
    numbers = {name: round(getattr(city, name) * growth(city, name, by_year, year)) for name in COUNTS.values()}
    return _with(city, {name: number for name, number in numbers.items() if number != getattr(city, name)})


def _drawn(city: City, place: int, seed: int) -> City:
    """Draw the assumed counts: evenly in its logarithm where a range is known, else log-normal with `SPREAD`."""
    numbers = {}
    for index, name in enumerate(COUNTS.values()):
        number = getattr(city, name)
        if city.grades[name] != "assumption" or not number:
            continue
        first, second, third, _ = block(seed, place, 0, Purpose.POPULATION_COUNT, index)
        if name in city.ranges:
            low, high = city.ranges[name]
            numbers[name] = round(low * exp(third * log(high / low)))
        else:
            numbers[name] = max(1, round(number * exp(SPREAD * normal(first, second))))
    return _with(city, numbers)


def _with(city: City, numbers: dict[str, int]) -> City:
    changes: dict[str, object] = dict(numbers)
    return replace(city, **changes) if changes else city  # type: ignore[arg-type]
