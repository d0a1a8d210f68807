"""Who loses by a policy: directions of transfer, as a whole and city by city, that deliver less in most readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.statistics import Numbers, losers

SIDES = ("source", "recipient")
"""Columns of a table of deliveries that hold a city."""


class Lost(NamedTuple):
    """A loss that an arm brings in most readings.

    Args:
        arm: its name.
        direction: of the transfers.
        side: "source" if they come out of the city, "recipient" if they go into it; empty for the whole region.
        city: key of the city; empty for the whole region.
        change: mean over readings of deliveries more, below 0.
        worse: readings in which there are fewer.
        readings: all of them.
    """

    arm: str
    direction: str
    side: str
    city: str
    change: float
    worse: int
    readings: int


def lost_by(deliveries: pd.DataFrame, study: PairedRuns) -> tuple[Lost, ...]:
    """Return who loses by each arm but the first, the largest losses of an arm first.

    Args:
        deliveries: columns arm, draw, seed, source, recipient, direction, delivered; cells of a run that it lacks
            have none.
        study: the runs.
    """
    cells = pd.concat([_cells(deliveries, side) for side in ("", *SIDES)], ignore_index=True)
    names = ["direction", "side", "city"]
    wide = cells.pivot_table(index=["arm", "draw", "seed"], columns=names, values="delivered", aggfunc="sum")
    order = pd.MultiIndex.from_frame(study.runs[["arm", "draw", "seed"]])
    counts = wide.reindex(order).fillna(0.0).to_numpy(dtype=np.float64)
    shape = (len(study.arms), study.pairs.count, counts.shape[1])
    by_cell = np.moveaxis(counts.reshape(shape), 2, 0)
    values = np.array([study.by_reading(cell) for cell in by_cell]).reshape(shape[2], shape[0], -1)
    return tuple(_of_arms(values, study.arms, [tuple(map(str, one)) for one in wide.columns]))


def _cells(deliveries: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return deliveries by direction and by the cities of one side; by direction alone without a side."""
    city = deliveries[side].astype(str) if side else ""
    return deliveries[["arm", "draw", "seed", "direction", "delivered"]].assign(side=side, city=city)


def _of_arms(values: Numbers, arms: tuple[str, ...], cells: list[tuple[str, ...]]) -> Iterator[Lost]:
    """Yield the losses of every arm; `values` is [cells, arms, readings]."""
    for index, arm in enumerate(arms[1:], 1):
        for one in losers((values[:, index] - values[:, 0]).T):
            direction, side, city = cells[one.cell]
            yield Lost(arm, direction, side, city, one.change, one.worse, one.readings)
