"""Once a year cities of different jurisdictions sign agreements, and part of what was agreed lapses."""

from __future__ import annotations

from sim.agents import agreement_after, sign_chance
from sim.barriers import points
from sim.draws import Purpose, uniform
from sim.phases.facts import NOWHERE
from sim.rules import rule
from sim.state import World
from sim.tables import AGREEMENT, EXCHANGED

PAIR_KEY = 1000  # the key of a pair of cities is this times the lower row plus the higher


@rule
def renew_agreements(world: World) -> None:
    """Let every two cities across a boundary sign or not, after what they exchanged this year (ODD, agreements)."""
    settings, region = world.settings[0], world.region[0]
    agreed, exchanged = world.city_pair[AGREEMENT], world.city_pair[EXCHANGED]
    lapsing = points.LAPSE.joined(settings.barriers, NOWHERE, settings)
    for here in range(world.cities.shape[0]):
        for there in range(here + 1, world.cities.shape[0]):
            if world.cities[here].jurisdiction == world.cities[there].jurisdiction:
                continue
            chance = sign_chance(exchanged[here, there], settings)
            pair = PAIR_KEY * here + there
            signed = chance > 0.0 and uniform(region.seed, pair, region.quarter, Purpose.SIGN, 0) < chance
            now = agreement_after(agreed[here, there], signed, lapsing, settings)
            agreed[here, there], agreed[there, here] = now, now
            exchanged[here, there], exchanged[there, here] = 0.0, 0.0
