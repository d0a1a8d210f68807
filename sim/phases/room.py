"""Compiled code cannot lengthen a table, so a quarter begins by asking whether all that it may add has a place."""

from __future__ import annotations

from sim.rules import rule
from sim.state import World


@rule
def rows_needed(world: World) -> tuple[int, int, int, int, int]:
    """Return the rows that deals, open deals, cases, the longest queue and loans may fill by the end of a quarter.

    Every organisation may open as many deals as the busiest kind and apply for a licence, every deal may file a case
    and borrow once. Firms that are founded open and file from the next quarter on; without a row left, none is founded.
    """
    region = world.region[0]
    tries, waiting = 0, 0
    for index in range(world.kinds.shape[0]):
        tries = max(tries, int(world.kinds[index].tries))
    for index in range(world.offices.shape[0]):
        waiting = max(waiting, int(world.offices[index].waiting))
    organisations, listed = int(region.organisations), int(region.open_deals)
    openings = tries * organisations
    filings = organisations + listed + openings
    deals, cases, loans = int(region.deals), int(region.cases), int(region.loans)
    return deals + openings, listed + openings, cases + filings, waiting + filings, loans + listed + openings


@rule
def has_room(world: World) -> bool:
    """Tell whether the tables can take everything that one more quarter may add."""
    deals, listed, cases, waiting, loans = rows_needed(world)
    lists = min(world.open_deals.shape[0], world.tallies.shape[0])
    enough = deals <= world.deals.shape[0] and listed <= lists and cases <= world.cases.shape[0]
    enough = enough and loans <= world.loans.shape[0]
    return bool(enough and waiting <= world.queue.shape[1] and world.region[0].quarter < world.history.shape[0])
