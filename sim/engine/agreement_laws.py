"""Agreements bind two cities of different jurisdictions alike: laws of what cities signed, read off the tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.state import World
from sim.tables import AGREEMENT, CAME, EXPECTED


def broken(world: World) -> Iterator[str]:
    """Yield, a sentence each, which laws of agreements do not hold now."""
    agreed, jurisdiction = world.city_pair[AGREEMENT], world.cities["jurisdiction"]
    if not ((agreed >= 0.0) & (agreed <= 1.0)).all():
        yield "C7: an agreement of two cities is not between 0 and 1"
    if not np.array_equal(agreed, agreed.T):
        yield "C7: two cities do not hold their agreement alike"
    within = jurisdiction[:, None] == jurisdiction[None, :]
    if agreed[within].any():
        yield "C7: an agreement is booked between cities of one jurisdiction"
    for layer, words in ((EXPECTED, "what an agreement must bring"), (CAME, "exchange")):
        if world.city_pair[layer][within].any():
            yield f"C7: {words} is booked between cities of one jurisdiction"
        if (world.city_pair[layer] < 0.0).any():
            yield f"C7: {words} between two cities is negative"
