"""City governments keep up bases and offices, sign agreements, and protect their own against rivals.

Similarity cuts both ways: partners in the same fields are easier to match, but the cities are rivals, so its
net effect is open.
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number, share


class GovernmentSettings(Settings):
    """How strongly and how fast a city protects its own."""

    rivalry: float = number(
        "strength of city protection", "factor", 0.9, (0.0, 2.0), allowed=(0.0, 100.0), source="seed 4.2"
    )
    year_length: float = number(
        "time between meetings of city governments, and until lead enterprises give their supplier places anew",
        "quarters",
        4,
        (2, 8),
        allowed=(1, 400),
        whole=True,
        source="a year",
    )
    size_likeness: float = number(
        "how strongly cities must be of one size to be rivals",
        "exponent",
        1.0,
        (0.0, 2.0),
        allowed=(0.0, 10.0),
        source="promotion is a tournament among equals (Li & Zhou 2005)",
    )
    city_budget: float = number(
        "money of a city government for its base, aid and office, over the revenue of its organisations",
        "share a year",
        0.0005,
        (0.0002, 0.001),
        allowed=(0.0, 1.0),
    )
    base_price: float = number(
        "money that keeps up half of what a demonstration base can be",
        "million yuan a year",
        50.0,
        (20.0, 200.0),
        allowed=(1e-6, 1e9),
        per_population=1,
    )
    office_price: float = number(
        "money that keeps up half of what a coordination office can be",
        "million yuan a year",
        20.0,
        (8.0, 80.0),
        allowed=(1e-6, 1e9),
        per_population=1,
    )
    office_looks: float = number(
        "looks a quarter that a full coordination office adds to a deal of its city",
        "number",
        2.0,
        (0.5, 4.0),
        allowed=(0.0, 100.0),
    )
    looks_abroad: float = share(
        "looks of an office that go to other cities",
        0.16,
        (0.05, 0.5),
        source="the mean of offices that learned where looks had paid (docs/who_decides.md)",
    )
    protection_adjustment: float = number(
        "speed at which city protection adjusts",
        "share per year",
        0.25,
        (0.1, 1.0),
        allowed=(0.0, 1.0),
        source="seed 4.2",
    )


@rule
def year_begins(quarter: int, settings: GovernmentSettings) -> bool:
    """Whether what is given for a year is given anew in a quarter."""
    return quarter % int(settings.year_length) == 0


@rule
def year_ends(quarter: int, settings: GovernmentSettings) -> bool:
    """Whether a quarter is the last of a year, in which governments look back on it."""
    return (quarter + 1) % int(settings.year_length) == 0


@rule
def likeness(similarity: float, revenue: float, other: float, settings: GovernmentSettings) -> float:
    """How far two cities are rivals, 0..1: they must live by the same fields, and be of one size.

    Args:
        similarity: cosine of their revenue by field, 0..1.
        revenue, other: of all organisations of either, million yuan a year.
    """
    larger = max(revenue, other)
    if larger <= 0.0:
        return 0.0
    return similarity * power(min(revenue, other) / larger, settings.size_likeness)


@rule
def instrument_money(revenue: float, settings: GovernmentSettings) -> float:
    """Money of a year for each of a city's three instruments (base, aid and office), million yuan."""
    return settings.city_budget * revenue / 3.0


@rule
def level_bought(money: float, price: float) -> float:
    """How far an instrument is kept up, 0..1.

    Args:
        money: spent on it a year, million yuan.
        price: money that keeps up half of it, million yuan a year.
    """
    return money / (money + price)


@rule
def extra_looks(office: float, chance: float, settings: GovernmentSettings) -> int:
    """Looks that a city's office adds to a deal in a quarter; `chance` is uniform and rounds up or down."""
    return int(settings.office_looks * office + chance)


@rule
def shown_chance(elsewhere: bool, settings: GovernmentSettings) -> float:
    """Chance that an office shows what its look found; equal shares of looks show all.

    Args:
        elsewhere: the look fell on another city.
    """
    abroad = settings.looks_abroad
    return min(1.0, 2.0 * abroad if elsewhere else 2.0 * (1.0 - abroad))


@rule
def value_lost(left: float, came: float, taken_part_in: float) -> float:
    """Net value that left for the other jurisdiction over all value the city took part in, -1..1."""
    if taken_part_in <= 0.0:
        return 0.0
    return min(1.0, max(-1.0, (left - came) / taken_part_in))


@rule
def protection_target(alike: float, lost: float, barriers: float, settings: GovernmentSettings) -> float:
    """Protection a city aims at towards another, 0..1; `alike` is their likeness."""
    return min(1.0, max(0.0, settings.rivalry * alike * (0.5 + lost) * barriers))


@rule
def protection_after(protection: float, target: float, settings: GovernmentSettings) -> float:
    """Protection a year later."""
    return protection + settings.protection_adjustment * (target - protection)
