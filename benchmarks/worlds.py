"""Worlds as benchmarks need them: made, run to the end, advanced phase by phase."""

from __future__ import annotations

import time
from typing import Any

from benchmarks import phase_kernels
from sim.engine import Run, quarters
from sim.state import World


def run(scenario: Any, seed: int) -> dict[str, float]:
    """Make a run as a sweep does and return its outcomes."""
    return Run(scenario, seed).run().outcomes()


def start(scenario: Any, seed: int) -> World:
    """Return the world of a scenario at quarter 0."""
    from sim.world import build

    return build(scenario, seed)


def step(world: World, spent: dict[str, float]) -> World:
    """Run a quarter phase by phase and add up what each phase cost.

    Args:
        spent: processor seconds so far, by name, the call from Python included; "" for a call that does nothing.
    """
    world = quarters.with_room(world)
    tables = tuple(world)
    first, *others = phase_kernels.NAMES
    for name in (first, "", *others):  # not first of all: then it would pay for tables that just moved
        which = phase_kernels.NAMES.index(name) if name else phase_kernels.NONE
        begin = time.process_time()
        phase_kernels.run_phase(tables, which)
        spent[name] = spent.get(name, 0.0) + time.process_time() - begin
    return world
