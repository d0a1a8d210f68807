"""Runs quarters on a world's tables, making room as they grow."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.phases import quarter
from sim.phases.pieces import piece
from sim.phases.room import rows_needed
from sim.state import World
from sim.tables import longer
from sim.world.population import draw_traits, enlist

KERNELS: tuple[Any, ...] = (quarter, piece, draw_traits, enlist)


def needs_compiling() -> bool:
    """Tell whether the next run has to compile the model first, or a part of it; the whole takes a minute or two."""
    ready = [kernel.is_ready() for kernel in KERNELS]  # all are looked at: all damage is said
    return not all(ready)


def with_room(world: World) -> World:
    """Return a world whose tables can take everything one more quarter may add; room not used costs no memory."""
    deals, listed, cases, waiting, loans = rows_needed(world)
    region = world.region[0]
    changes: dict[str, Any] = {}
    for name, needed, used in (
        ("deals", deals, region.deals),
        ("open_deals", listed, region.open_deals),
        ("tallies", listed, region.open_deals),
        ("cases", cases, region.cases),
        ("loans", loans, region.loans),
    ):
        table = getattr(world, name)
        if needed > len(table):
            changes[name] = longer(table, max(needed, len(table) * 3 // 2), int(used))
    if waiting > world.queue.shape[1]:
        queue = np.zeros((world.queue.shape[0], max(waiting, 2 * world.queue.shape[1])), world.queue.dtype)
        queue[:, : world.queue.shape[1]] = world.queue
        changes["queue"] = queue
    if int(world.region[0].quarter) >= len(world.history):
        for name in (name for name in world._fields if name.startswith("history")):
            changes[name] = longer(getattr(world, name), 2 * len(world.history))
    return world._replace(**changes) if changes else world


def step(world: World, threads: int = 1) -> World:
    """Run one quarter and return the world, whose tables may have moved to make room.

    Args:
        world: all tables of the run.
        threads: that share the work; the result is the same for any number.
    """
    if not _quarter(world, threads):
        world = with_room(world)
        _quarter(world, threads)
    return world


def _quarter(world: World, threads: int) -> bool:
    if threads == 1:
        return bool(quarter(tuple(world)))
    from sim.engine.crew import quarter_by

    return quarter_by(threads, world)
