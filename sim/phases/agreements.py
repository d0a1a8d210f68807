"""Cities of different jurisdictions see what comes to them from one another, and once a year sign agreements or not."""

from __future__ import annotations

from sim.agents import (
    agreement_after,
    expected_a_quarter,
    kept,
    perceived_return,
    prior,
    sharpness_in_force,
    sign_chance,
)
from sim.barriers import points
from sim.draws import Purpose, uniform
from sim.phases.facts import NOWHERE
from sim.rules import rule
from sim.state import World
from sim.tables import AGREEMENT, CAME, EXPECTED

PAIR_KEY = 1000  # the key of a pair of cities is this times the lower row plus the higher


@rule
def across(world: World, here: int, there: int) -> bool:
    """Tell whether two cities lie in different jurisdictions."""
    return bool(world.cities[here].jurisdiction != world.cities[there].jurisdiction)


@rule
def look_on_exchange(world: World) -> None:
    """Let what came to every city from each across the boundary fade, and book what an agreement must bring."""
    settings = world.settings[0]
    expected, came = world.city_pair[EXPECTED], world.city_pair[CAME]
    for here in range(world.cities.shape[0]):
        for there in range(world.cities.shape[0]):
            if across(world, here, there):
                expected[here, there] = kept(expected[here, there], settings) + expected_a_quarter(settings)
                came[here, there] = kept(came[here, there], settings)


@rule
def peers_of_pairs(world: World, weight: float) -> float:
    """Return what exchange across the boundary has brought all cities together, over what agreements must bring.

    Args:
        weight: of the prior, million yuan.
    """
    expected, came = 0.0, 0.0
    for here in range(world.cities.shape[0]):
        for there in range(world.cities.shape[0]):
            expected += world.city_pair[EXPECTED, here, there]
            came += world.city_pair[CAME, here, there]
    return perceived_return(expected, came, 1.0, weight)


@rule
def consent(world: World, here: int, there: int, peers: float, weight: float) -> float:
    """Return the chance that one city would sign with another, 0..1, by what has come to it from there.

    Args:
        peers: what exchange has brought all cities.
        weight: of `peers` against the own record, million yuan.
    """
    settings = world.settings[0]
    perceived = perceived_return(
        world.city_pair[EXPECTED, here, there], world.city_pair[CAME, here, there], peers, weight
    )
    return sign_chance(perceived, sharpness_in_force(settings.sharpness_agreements, settings), settings)


@rule
def renew_agreements(world: World) -> None:
    """Let every two cities across a boundary sign if both would; part of what was agreed lapses (ODD, agreements)."""
    settings, region, agreed = world.settings[0], world.region[0], world.city_pair[AGREEMENT]
    lapsing = points.LAPSE.joined(settings.barriers, NOWHERE, settings)
    weight = prior(expected_a_quarter(settings), settings)
    peers = peers_of_pairs(world, weight)
    for here in range(world.cities.shape[0]):
        for there in range(here + 1, world.cities.shape[0]):
            if across(world, here, there):
                chance = consent(world, here, there, peers, weight) * consent(world, there, here, peers, weight)
                pair = PAIR_KEY * here + there
                signed = chance > 0.0 and uniform(region.seed, pair, region.quarter, Purpose.SIGN, 0) < chance
                now = agreement_after(agreed[here, there], signed, lapsing, settings)
                agreed[here, there], agreed[there, here] = now, now
