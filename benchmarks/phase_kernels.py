"""Each phase of a quarter as a kernel of its own, so that it can be timed and laid beside C."""

from __future__ import annotations

from typing import Any

from sim.phases import PHASES
from sim.phases.absorption import absorption
from sim.phases.access import access
from sim.phases.conversion import conversion
from sim.phases.delivery import delivery
from sim.phases.entry_exit import entry_exit
from sim.phases.finance import finance
from sim.phases.governments import governments
from sim.phases.leakage import leakage
from sim.phases.match import search_and_match
from sim.phases.observe import observe
from sim.phases.opening import opening
from sim.phases.policy import policy
from sim.phases.renewal import renewal
from sim.phases.research import research
from sim.rules import ByReference, kernel
from sim.state import World

NAMES = tuple(phase.__name__ for phase in PHASES)
NONE = -1
_world = ByReference(World)


@kernel
def run_phase(tables: Any, which: int) -> None:  # one line a phase, in the order of PHASES
    """Run one phase of a quarter, or none: that costs what the call costs.

    Args:
        tables: a World as a plain tuple.
        which: place of the phase in PHASES.
    """
    world = _world(tables)
    if which == 0:
        policy(world)
    elif which == 1:
        research(world)
    elif which == 2:
        entry_exit(world)
    elif which == 3:
        opening(world)
    elif which == 4:
        search_and_match(world)
    elif which == 5:
        access(world)
    elif which == 6:
        conversion(world)
    elif which == 7:
        finance(world)
    elif which == 8:
        absorption(world)
    elif which == 9:
        delivery(world)
    elif which == 10:
        renewal(world)
    elif which == 11:
        leakage(world)
    elif which == 12:
        governments(world)
    elif which == 13:
        observe(world)
