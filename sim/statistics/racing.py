"""Racing: whoever is beaten in most of the readings that both have met need not meet more (Birattari et al. 2002)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.statistics.pairs import Numbers

BEATEN = 0.8
"""Share of shared readings in which another must be better for a candidate to be dropped."""
ALIKE = 1e-12


def outrun(rows: Numbers, rivals: Numbers) -> NDArray[np.bool_]:
    """Return which candidates some rival beats: no worse in any aim and better in one, in BEATEN of the readings.

    Args:
        rows: [candidates, readings, aims], less is better.
        rivals: [rivals, readings, aims] under the same readings; candidates may be among them.
    """
    found = np.zeros(len(rows), dtype=bool)
    for rival in rivals:
        no_worse = (rival[None] <= rows + ALIKE).all(axis=2)
        better = (rival[None] < rows - ALIKE).any(axis=2)
        found |= (no_worse & better).mean(axis=1) >= BEATEN
    return found
