"""C8: firms are those that were there, more what was founded, less what failed; and a search finds the living alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.state import World


def living_firms(world: World) -> int:
    """Return how many firms there are."""
    organisations = world.organisations
    return int((organisations["alive"] & world.kinds["enters"][organisations["kind"]]).sum())


def broken_laws(world: World, before: int, since: int) -> Iterator[str]:
    """Yield, a sentence each, which laws of firms do not hold.

    Args:
        world: after a quarter.
        before: firms that there were when it was looked at last.
        since: quarters that had been run then.
    """
    used, later = int(world.region[0].organisations), world.history[since : int(world.region[0].quarter)]
    living, expected = living_firms(world), before + int(later["founded"].sum() - later["failed"].sum())
    if living != expected:
        yield f"C8: there are {living} firms, and by foundings and failures there should be {expected}"
    there = world.organisations[:used]
    if not (np.diff(there["key"][world.order[:used]]) > 0).all():
        yield "C8: two organisations have one key, or their order is not that of keys"
    if world.organisations["alive"][used:].any():
        yield "C8: an organisation lives in a row that is not in use"
    listed = world.bucket_rows[: int(world.bucket_start[-1])]
    if not np.array_equal(np.sort(listed), np.flatnonzero(there["alive"])):
        yield "C8: a search would not find just those organisations that live"
