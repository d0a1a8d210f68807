"""Private firms grow by what they supply, shrink, fail and are founded; the largest may lead (ODD, firms).

A founded firm knows part of what its parent knows and sits beside it (Klepper & Sleeper 2005), so that clusters grow
around what is there. Small firms fail more often.
"""

from __future__ import annotations

import math

from sim.agents.choice import QUARTERS_A_YEAR
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch

LEAST_REVENUE = 1.0  # million yuan a year, below which no firm shrinks; assumption


class FirmLifeSettings(Settings):
    """How firms grow, shrink, fail and are founded, and from which size on one may lead."""

    supply_growth: float = number(
        "revenue a year that a firm gains by a delivered supply, over what the supply brought",
        "share",
        0.5,
        (0.0, 2.0),
        allowed=(0.0, 100.0),
        source="a supply that is sold again every other year",
    )
    revenue_decay: float = share("revenue that a firm loses", 0.002, (0.0, 0.02), source="per quarter")
    failure_rate: float = share(
        "chance that a firm of median revenue or less fails; larger ones fail less, by the root of their revenue",
        0.012,
        (0.005, 0.03),
        source="per quarter; no count of failed high-tech firms of the region was found",
    )
    spin_off: float = share(
        "chance that a technology delivered by a university or a military enterprise founds a firm",
        0.02,
        (0.0, 0.1),
        source="no count of spin-offs per licence was found for the region",
    )
    foundings: float = number(
        "firms founded by firms of the city in a place without a high-tech zone",
        "per 1,000 firms a year",
        22.0,
        (20.0, 120.0),
        allowed=(0.0, 1000.0),
        source="tuned: with incubation it balances what fails",
    )
    incubation: float = number(
        "foundings in a city with a high-tech zone and spin-offs in a demonstration base, beyond those elsewhere",
        "factor",
        1.0,
        (0.0, 3.0),
        allowed=(0.0, 100.0),
        source="seed 2.4: incubator and platform, without a number",
    )
    inherit: float = share(
        "part of its parent's expertise that a founded firm begins with",
        0.8,
        (0.5, 1.0),
        source="after Klepper & Sleeper 2005",
    )
    founded_revenue: float = number(
        "revenue of a firm when it is founded",
        "million yuan a year",
        8.0,
        (2.0, 10.0),
        allowed=(0.001, 1e6),
        source="below the median of those there are; with 2, firms founded in twenty years halve the revenue of all",
    )
    lead_revenue: float = number(
        "revenue above which a private firm is a lead enterprise",
        "million yuan a year",
        1000.0,
        (500.0, 10_000.0),
        allowed=(0.0, 1e9),
        source="national statistics call an industrial firm large from 400 on, if it has 1,000 employees",
    )
    firm_size: int = switch(
        "whether the revenue of a private firm changes",
        {
            "growing": "it grows by what the firm supplies, and shrinks a little every quarter",
            "fixed": "it stays as it was at the start, or when the firm was founded",
        },
        source="seed 4.1: few leading enterprises; the first version knew no growth",
    )


FIXED_SIZE = number_of(FirmLifeSettings.firm_size, "fixed")


@rule
def grown(revenue: float, earned: float, settings: FirmLifeSettings) -> float:
    """Revenue of a firm after a delivered supply, million yuan a year; `earned` is what the supply brought it."""
    return revenue if settings.firm_size == FIXED_SIZE else revenue + settings.supply_growth * earned


@rule
def shrunk(revenue: float, settings: FirmLifeSettings) -> float:
    """Revenue of a firm after a quarter, million yuan a year; none shrinks below a floor, and none rises to it."""
    if settings.firm_size == FIXED_SIZE:
        return revenue
    return min(revenue, max(LEAST_REVENUE, revenue * (1.0 - settings.revenue_decay)))


@rule
def failure_chance(revenue: float, median: float, settings: FirmLifeSettings) -> float:
    """Chance that a firm fails within a quarter, 0..1.

    Args:
        revenue: of the firm, million yuan a year.
        median: revenue of its kind, million yuan a year.
    """
    return settings.failure_rate * min(1.0, math.sqrt(median / revenue))


@rule
def foundings_expected(firms: int, in_zone: bool, settings: FirmLifeSettings) -> float:
    """Firms that the firms of a city found in a quarter, in the mean; `in_zone`: it has a national high-tech zone."""
    a_firm = settings.foundings / 1000.0 / QUARTERS_A_YEAR
    return firms * a_firm * (1.0 + settings.incubation) if in_zone else firms * a_firm


@rule
def spin_off_chance(base: float, settings: FirmLifeSettings) -> float:
    """Chance that a delivered technology founds a firm, 0..1; `base` is how far its city is a demonstration base."""
    return min(1.0, settings.spin_off * (1.0 + settings.incubation * base))


@rule
def leads_by_size(revenue: float, settings: FirmLifeSettings) -> bool:
    """Tell whether a private firm is so large that it is a lead enterprise; `revenue` in million yuan a year."""
    return revenue > settings.lead_revenue
