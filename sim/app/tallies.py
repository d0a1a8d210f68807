"""Deals counted in every way that panels need, straight from the tables, in a few milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sim.agents import DIRECTIONS
from sim.barriers import BARRIERS
from sim.outcomes import quarterly
from sim.outcomes.measure import Record
from sim.state import World
from sim.tables import HISTORY_BY_OFFICE, HistoryRow, Stage, Status

Counts = NDArray[np.int64]
STAGES = tuple(stage for stage in Stage if stage is not Stage.DELIVERED)
RUNGS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """Deals counted.

    Args:
        under_way: [directions, stages] deals open now.
        died: [directions, stages, causes] deals that died since the first quarter counted.
        delivered: [directions] deals delivered since.
        between: [cities, cities] the same by city of source and of recipient.
        rungs: [quarters, 3] supplies delivered by quarter and rung of the ladder.
    """

    under_way: Counts
    died: Counts
    delivered: Counts
    between: Counts
    rungs: Counts


def tallies_of(record: Record, since: int) -> Tallies:
    """Count the deals of a run.

    Args:
        record: what the run has left behind.
        since: first quarter in which deals are counted as dead or delivered.
    """
    deals, ways, cities = record.deals, len(DIRECTIONS), record.city_count
    way, status = deals["direction"].astype(np.int64), deals["status"]
    when = record.quarter_of_delivery
    delivered, is_open = when >= since, status == Status.OPEN
    died = record.quarter_of_death >= since
    causes = len(record.cause_names)
    source = record.organisations["city"][deals["source"]]
    recipient = record.organisations["city"][deals["recipient"]]
    climbs = np.isin(way, [place for place, one in enumerate(DIRECTIONS) if one.climbs]) & (when >= 0)
    return Tallies(
        under_way=_count((ways, len(STAGES)), is_open & (deals["stage"] < len(STAGES)), way, deals["stage"]),
        died=_count((ways, len(STAGES), causes), died, way, deals["stage"], deals["cause"]),
        delivered=_count((ways,), delivered, way),
        between=_count((cities, cities), delivered, source, recipient),
        rungs=_count((max(1, record.quarter), RUNGS + 1), climbs, np.maximum(when, 0), deals["rung"])[:, 1:],
    )


def _count(shape: tuple[int, ...], chosen: NDArray[np.bool_], *codes: NDArray[np.int64]) -> Counts:
    rows = np.flatnonzero(chosen)
    place = np.ravel_multi_index(tuple(code[rows].astype(np.int64) for code in codes), shape)
    counted = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)
    counted.flags.writeable = False
    return counted


def series_of(record: Record, world: World, fields: Sequence[str]) -> Mapping[str, NDArray[np.float64]]:
    """Return the quarterly series of a run by name, [quarters run] each."""
    count = record.quarter
    series = {name: record.history[name].copy() for name in HistoryRow.columns}
    for place, barrier in enumerate(BARRIERS):
        series[f"barrier_{barrier.name}"] = world.history_by_barrier[:count, place].copy()
    for place, field in enumerate(fields):
        series[f"harmonised_{field}"] = world.history_by_field[:count, place].copy()
    for column, name in enumerate(HISTORY_BY_OFFICE):
        for place in range(len(world.offices)):
            series[f"{name}_office_{place}"] = world.history_by_office[:count, place, column].copy()
    series.update({name: values.astype(np.float64) for name, values in quarterly(record).items()})
    for values in series.values():
        values.flags.writeable = False
    return MappingProxyType(series)
