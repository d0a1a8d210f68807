"""Threads share the work of a quarter of a large region; what comes out is the same for any number of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from threading import Thread
from typing import Any

import numpy as np

from sim.phases.blocks import SUMS, blocks_of
from sim.phases.pieces import PIECES, Notes, blocks_in, piece
from sim.phases.room import has_room, rows_needed
from sim.rules import empty_indices
from sim.state import World

SHARES = 4  # of a piece, for each thread: who is done early takes another
_unused: list[Notes] = []
"""Notes of quarters that are over: fresh memory costs more time than the notes themselves."""


def quarter_by(threads: int, world: World) -> bool:
    """Run one quarter; or do nothing and return False if the tables may be too short for it.

    Args:
        threads: how many share the work, this one included.
        world: all tables of the run.
    """
    if not has_room(world):
        return False
    notes = notes_for(world)
    given = tuple(world), tuple(notes)
    for number, cut in enumerate(PIECES):
        blocks = blocks_in(world, cut)
        shares = min(blocks, threads * SHARES)
        ends = [blocks * share // max(1, shares) for share in range(shares + 1)]
        _do([(*given, number, *span) for span in pairwise(ends)], threads)
    put_back(notes)
    return True


def _do(shares: Iterable[tuple[Any, ...]], threads: int) -> None:
    """Do all shares of a piece.

    Args:
        shares: arguments of `piece`.
        threads: that may take them.

    Raises:
        MemoryError: if a share had no memory left.
    """
    left, failed = deque(shares), list[BaseException]()

    def work() -> None:
        try:
            while left:
                piece(*left.popleft())
        except IndexError:
            return  # another thread took the last one
        except BaseException as error:  # noqa: BLE001  # it is raised in the thread that asked
            failed.append(error)

    helpers = [Thread(target=work) for _ in range(min(threads, len(left)) - 1)]
    for helper in helpers:
        helper.start()
    work()
    for helper in helpers:
        helper.join()
    if failed:
        raise failed[0]


def put_back(notes: Notes) -> None:
    """Keep notes that are no longer needed for the next quarter."""
    _unused[:] = [notes]


def notes_for(world: World) -> Notes:
    """Return notes that are long enough for a quarter; the last that were put back, if they are."""
    organisations, open_deals = len(world.organisations), rows_needed(world)[1]
    try:
        notes = _unused.pop()
    except IndexError:
        pass
    else:
        if len(notes.opened) >= organisations and len(notes.proposed) >= open_deals:
            return notes
    return Notes(
        sums=np.empty((blocks_of(organisations) + 1, SUMS)),
        opened=empty_indices(organisations),
        proposed=empty_indices(3 * open_deals // 2),
        nets=np.empty(3 * open_deals // 2),
    )
