"""Worlds laid side by side: copied, advanced phase by phase, and compared to the last bit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks import phase_kernels
from sim import CollaborationModel
from sim.model import engine
from sim.state import World


def run(scenario: Any, seed: int) -> dict[str, float]:
    """Make a run as a sweep does and return its outcomes: the next one finds its memory free."""
    model = CollaborationModel(scenario, seed=seed)
    outcomes = model.run().outcomes()
    model.__dict__.clear()
    return outcomes


def start(scenario: Any, seed: int) -> World:
    """Return the world of a scenario at quarter 0."""
    from sim.world import build

    return build(scenario, seed)


def in_numba(name: str) -> Callable[[World], float]:
    """Return a phase of the model, timed: processor seconds, the call from Python included."""
    which = phase_kernels.NAMES.index(name) if name else phase_kernels.NONE

    def act(world: World) -> float:
        tables = tuple(world)
        begin = time.process_time()
        phase_kernels.run_phase(tables, which)
        return time.process_time() - begin

    return act


def step(world: World, other: Mapping[str, Callable[[World], float]], spent: dict[str, float]) -> World:
    """Run a quarter, some phases by other means, and add up what each phase cost.

    Args:
        other: by name of a phase, what to run instead of the model's own.
        spent: processor seconds so far, by name; "" for a call that does nothing.
    """
    world = engine.with_room(world)
    first, *others = phase_kernels.NAMES
    for name in (first, "", *others):  # not first of all: then it would pay for tables that just moved
        act = other.get(name) or in_numba(name)
        spent[name] = spent.get(name, 0.0) + act(world)
    return world


def differences(one: World, other: World) -> list[str]:
    """Name the tables and columns in which two worlds differ by a bit, leaving out what lies between columns."""
    found = []
    for table in World._fields:
        ours, theirs = np.asarray(getattr(one, table)), np.asarray(getattr(other, table))
        columns = ours.dtype.names
        if columns is None:
            found += [table] if ours.tobytes() != theirs.tobytes() else []
            continue
        found += [f"{table}.{name}" for name in columns if ours[name].tobytes() != theirs[name].tobytes()]
    return found
