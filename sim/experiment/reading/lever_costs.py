"""What levers cost is not known either: every reading has its own prices, the same in all arms.

Costs in the catalogue are assumptions. A reading multiplies both costs of a lever by one factor, drawn evenly on a
logarithmic scale between the ends of its range; levers are independent of one another. What a scenario prices itself,
no reading moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

from sim.declared import DeclarationError
from sim.language import _
from sim.levers import LEVERS, Lever

Range = tuple[float, float]
FIXED, VARIABLE = "fixed_cost_million_yuan_per_year", "variable_cost"
STRATA = 8
"""Readings among which the factors of a lever are spread evenly."""
DIGITS = 4


def cost_range(lever: str) -> Range:
    """Return the ends of the factor by which readings multiply the costs of a lever, as it declares them."""
    return next(one.cost_range for one in LEVERS if one.name == lever)


def costs_in(reading: int, seed: int = 0) -> dict[str, float]:
    """Return what levers cost in a reading, by dotted key of a scenario.

    Args:
        reading: its number; of any eight that follow on a multiple of eight, one is in each eighth of every range.
        seed: of the order in which readings take their parts.
    """
    found: dict[str, float] = {}
    for lever in priced():
        low, high = cost_range(lever.name)
        factor = low * (high / low) ** _share(lever.name, reading, seed)
        for name, cost in ((FIXED, lever.fixed_cost_million_yuan_per_year), (VARIABLE, lever.variable_cost)):
            if cost > 0.0:
                found[f"levers.{lever.name}.{name}"] = float(f"{cost * factor:.{DIGITS}g}")
    return found


def catalogue_costs() -> Mapping[str, float]:
    """Return what levers cost in the catalogue, by dotted key; without those that are nothing."""
    costs = [(lever, FIXED, lever.fixed_cost_million_yuan_per_year) for lever in priced()]
    costs += [(lever, VARIABLE, lever.variable_cost) for lever in priced()]
    return {f"levers.{lever.name}.{name}": cost for lever, name, cost in costs if cost > 0.0}


def is_cost(key: str) -> bool:
    """Tell whether a scenario key is a cost of a lever."""
    return key.startswith("levers.") and key.rpartition(".")[2] in (FIXED, VARIABLE)


@cache
def priced() -> tuple[Lever, ...]:
    """Return the levers of the catalogue.

    Raises:
        DeclarationError: if one is free.
    """
    return refuse_free(LEVERS)


def refuse_free(levers: Iterable[Lever]) -> tuple[Lever, ...]:
    """Return levers, each of which has a cost.

    Raises:
        DeclarationError: if one has none: whatever it brought would be the best for the money.
    """
    given = tuple(levers)
    for lever in given:
        if lever.fixed_cost_million_yuan_per_year <= 0.0 and lever.variable_cost <= 0.0:
            raise DeclarationError(
                _(
                    "lever {name!r} is free: fixed_cost_million_yuan_per_year and variable_cost are both "
                    "0, and whatever it brought would be the best for the money; give it one of them",
                    name=lever.name,
                )
            )
    return given


def _share(lever: str, reading: int, seed: int) -> float:
    """Return a share 0..1: in each turn of STRATA readings every eighth is taken once, in an order by lot."""
    turn, place = divmod(reading, STRATA)
    lots = [hashlib.sha256(f"{seed} costs {lever} {turn} {index}".encode()).digest() for index in range(STRATA)]
    stratum = sorted(range(STRATA), key=lots.__getitem__)[place]
    within = int.from_bytes(lots[stratum][:4], "big") / 2**32
    return (stratum + within) / STRATA
