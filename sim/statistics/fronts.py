"""Fronts: what nothing else is better than in every aim, how much room it leaves behind it, and a few to show it by.

Of every aim, less is better here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.statistics.pairs import Numbers

Truths = NDArray[np.bool_]


def front(aims: Numbers) -> Truths:
    """Return which points no other is better than: as good in every aim and better in one. Equal points are all in it.

    Args:
        aims: [points, aims].
    """
    no_worse = np.all(aims[None, :, :] <= aims[:, None, :], axis=2)
    better = np.any(aims[None, :, :] < aims[:, None, :], axis=2)
    return np.asarray(~np.any(no_worse & better, axis=1))


def hypervolume(aims: Numbers, worst: Sequence[float] | Numbers) -> float:
    """Return the volume that points are better than, up to a point that is worse than all that matters.

    Args:
        aims: [points, aims]; those beyond `worst` add nothing.
        worst: an end for every aim.

    Raises:
        ModuleNotFoundError: if moocore, which computes it exactly, is not installed.
    """
    import moocore

    end = np.asarray(worst, dtype=np.float64)
    inside = aims[(aims < end).all(axis=1)]
    return float(moocore.hypervolume(inside, ref=end)) if len(inside) else 0.0


def spread_out(aims: Numbers, number: int) -> list[int]:
    """Return so many points that lie far apart: the best by each aim, then always the one farthest from those taken.

    Args:
        aims: [points, aims]; each aim is measured by its own span.
        number: how many at most.
    """
    if not len(aims):
        return []
    span = np.ptp(aims, axis=0)
    scaled = (aims - aims.min(axis=0)) / np.where(span > 0, span, 1.0)
    taken = list(dict.fromkeys(int(scaled[:, aim].argmin()) for aim in range(aims.shape[1])))[:number]
    while len(taken) < min(number, len(aims)):
        away = np.linalg.norm(scaled[:, None, :] - scaled[None, taken, :], axis=2).min(axis=1)
        away[taken] = -1.0
        taken.append(int(away.argmax()))
    return sorted(taken)
