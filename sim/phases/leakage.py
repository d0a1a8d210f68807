"""Classified technology that has moved may leak; a leak tightens what secrecy does for a while."""

from __future__ import annotations

from sim.draws import Purpose, uniform
from sim.mechanisms.leakage import backlash_after, leak_chance
from sim.rules import rule
from sim.state import World


@rule
def leakage(world: World) -> None:
    """Draw a leak, let its backlash rise and fade, and let exposure fade (ODD, leakage)."""
    region, settings = world.region[0], world.settings[0]
    chance = leak_chance(region.exposure, settings)
    leaked = uniform(region.seed, 0, region.quarter, Purpose.LEAK, 0) < chance
    region.leak = 1.0 if leaked else 0.0
    region.backlash = backlash_after(region.backlash, leaked, settings)
    region.exposure *= 1.0 - settings.exposure_decay
