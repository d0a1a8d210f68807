"""The machine code is loaded, or compiled, before the first run asks for it, so that no run has to answer for it."""

from __future__ import annotations

from functools import cache

from sim.engine.run import Run
from sim.scenario import Scenario


@cache
def warm_up() -> None:
    """Load the machine code, once in a process; whatever goes wrong with it is no fault of a run."""
    Run(Scenario.load("tiny"), seed=0, threads=1).step()
