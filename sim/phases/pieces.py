"""A quarter in pieces, for regions so large that threads share the work: the same rules in the same order.

Pieces are done one after the other. One that is cut into blocks changes nothing that another block of it reads, so its
blocks may be done at the same time, in any order.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from sim.phases.absorption import absorption
from sim.phases.access import expire_licences, work_at_offices
from sim.phases.blocks import blocks_of
from sim.phases.conversion import conversion
from sim.phases.delivery import delivery
from sim.phases.entry_exit import add_up_entries, come_and_go, look_back
from sim.phases.finance import fill_purses, spend
from sim.phases.governments import governments
from sim.phases.leakage import leakage
from sim.phases.match import match, propose
from sim.phases.observe import observe
from sim.phases.opening import add_openings, before_each, choose_openings, open_chosen
from sim.phases.policy import policy
from sim.phases.renewal import renewal
from sim.phases.research import add_up_research, research_of
from sim.rules import ByReference, kernel
from sim.state import World
from sim.tables import Floats, Indices


class Notes(NamedTuple):
    """What one piece leaves for the next."""

    sums: Floats  # [blocks of organisations + 1, SUMS] what a phase takes of a block; of all in the last row
    opened: Indices  # by place in the order of organisations: see `try_to_open`
    proposed: Indices  # by place in the list of open deals: see `propose`
    nets: Floats


class Cut(IntEnum):
    """What a piece is cut into."""

    WHOLE = 0
    ORGANISATIONS = 1
    OPEN_DEALS = 2


PIECES = (
    Cut.WHOLE,  # 0: policy
    Cut.ORGANISATIONS,  # 1: research
    Cut.WHOLE,
    Cut.ORGANISATIONS,  # 3: entry and exit
    Cut.WHOLE,
    Cut.ORGANISATIONS,  # 5: who opens deals
    Cut.WHOLE,
    Cut.ORGANISATIONS,  # 7: opening
    Cut.WHOLE,
    Cut.OPEN_DEALS,  # 9: search
    Cut.WHOLE,
    Cut.ORGANISATIONS,  # 11: licences expire
    Cut.WHOLE,
    Cut.ORGANISATIONS,  # 13: purses
    Cut.WHOLE,
)
"""How the pieces of `piece` are cut."""

_world, _notes = ByReference(World), ByReference(Notes)


def blocks_in(world: World, cut: Cut) -> int:
    """Return how many blocks a piece has that is cut so."""
    region = world.region[0]
    if cut == Cut.WHOLE:
        return 1
    return blocks_of(int(region.organisations if cut == Cut.ORGANISATIONS else region.open_deals))


@kernel
def piece(tables: Any, noted: Any, number: int, first: int, end: int) -> None:  # a line for each of PIECES
    """Do some blocks of one piece of a quarter.

    Args:
        tables: a World as a plain tuple, with room for a quarter: see `has_room`.
        noted: Notes as a plain tuple.
        number: place of the piece in PIECES.
        first, end: the first block, and the first that is left to others.
    """
    world, notes = _world(tables), _notes(noted)
    organisations = blocks_of(world.region[0].organisations)
    for block in range(first, end):
        if number == 0:
            policy(world)
        elif number == 1:
            research_of(world, block, notes.sums[block])
        elif number == 2:
            add_up_research(world, notes.sums)
            look_back(world)
        elif number == 3:
            come_and_go(world, block, notes.sums[block])
        elif number == 4:
            add_up_entries(world, notes.sums)
        elif number == 5:
            choose_openings(world, block, notes.opened, notes.sums[block])
        elif number == 6:
            notes.sums[organisations, 0] = before_each(world, notes.sums)
        elif number == 7:
            open_chosen(world, block, notes.opened, notes.sums[block])
        elif number == 8:
            add_openings(world, int(notes.sums[organisations, 0]))
        elif number == 9:
            propose(world, block, notes.proposed, notes.nets)
        elif number == 10:
            match(world, notes.proposed, notes.nets)
        elif number == 11:
            expire_licences(world, block)
        elif number == 12:
            work_at_offices(world)
            conversion(world)
        elif number == 13:
            fill_purses(world, block)
        elif number == 14:
            spend(world)
            absorption(world)
            delivery(world)
            renewal(world)
            leakage(world)
            governments(world)
            observe(world)
