"""One quarter, read aloud: what happens, in this order.

Updating is synchronous within a phase. A deal passes at most one clocked stage per quarter, but stages it
does not need at once. Whatever is scarce is resolved by value and key, never by position in memory.
"""

from __future__ import annotations

from typing import Any

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
from sim.phases.room import has_room
from sim.rules import ByReference, kernel
from sim.state import World

PHASES = (
    policy,  # levers move settings; clerks, bases and lead enterprises follow
    research,  # expertise grows and fades, shelves fill
    entry_exit,  # what has paid is looked back on; firms enter and leave by it
    opening,  # holders of technology and suppliers open deals
    search_and_match,  # candidates are seen, weighed and matched
    access,  # licences, reviews, second approvals
    conversion,  # to the other side's standards
    finance,  # loans fall due; fund, own cash, lenders
    absorption,  # readiness steps
    delivery,  # learning, trust, ladder, spin-offs
    renewal,  # firms are founded, shrink and fail
    leakage,  # exposure, leaks, backlash
    governments,  # once a year: money, offices, protection
    observe,
)

_world = ByReference(World)


@kernel
def quarter(tables: tuple[Any, ...]) -> bool:  # Any: arrays of as many types as there are tables
    """Run one quarter; or do nothing and return False if the tables may be too short for it.

    The phases are called one by one, as written here: compiled code cannot walk through a tuple of functions.

    Args:
        tables: a World as a plain tuple, which crosses from Python to machine code in microseconds.
    """
    world = _world(tables)
    if not has_room(world):
        return False
    policy(world)
    research(world)
    entry_exit(world)
    opening(world)
    search_and_match(world)
    access(world)
    conversion(world)
    finance(world)
    absorption(world)
    delivery(world)
    renewal(world)
    leakage(world)
    governments(world)
    observe(world)
    return True
