"""What outcomes and frames read of a run: its tables, cut to what has happened."""

from __future__ import annotations

from typing import Any

from sim import barriers
from sim.agents import DIRECTIONS
from sim.outcomes.measure import Record
from sim.state import World
from sim.tables import Cause, Records

CAUSE_NAMES = tuple(cause.name.lower() for cause in Cause if cause != Cause.FIRST_BARRIER) + tuple(
    barrier.name for barrier in barriers.BARRIERS
)


def record_of(world: World, policy_quarter: int) -> Record:
    """Return what outcomes may read of a run, up to now."""
    region = world.region[0]
    return Record(
        deals=_first(world.deals, int(region.deals)),
        cases=_first(world.cases, int(region.cases)),
        history=_first(world.history, int(region.quarter)),
        organisations=_first(world.organisations, int(region.organisations)),
        policy_quarter=policy_quarter,
        quarter=int(region.quarter),
        direction_names=tuple(direction.name for direction in DIRECTIONS),
        barrier_names=tuple(barrier.name for barrier in barriers.BARRIERS),
        cause_names=CAUSE_NAMES,
        city_count=len(world.cities),
        blame=int(world.settings[0].blame),
    )


def _first(table: Records, count: int) -> Records:
    rows: Any = table[:count]
    cut: Records = rows
    return cut
