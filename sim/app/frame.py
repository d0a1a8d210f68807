"""A frame is what the page may read of a model: a frozen copy, made between two quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.app.tallies import Tallies, series_of, tallies_of
from sim.dates import Calendar
from sim.levers import LEVERS
from sim.model import CollaborationModel
from sim.region import Region


@dataclass(frozen=True, slots=True)
class Office:
    """A clearance office at the end of a quarter: cases waiting, clerks on duty, mean wait in quarters."""

    jurisdiction: str
    waiting: int
    clerks: int
    mean_wait: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment of one run.

    Args:
        quarter: quarters run; quarters: to be run; fill: of those, the first in which nothing is measured.
        calendar: the dates of quarters.
        region: cities and jurisdictions.
        since: first quarter that tallies count: that of the policy horizon, or 0 before it.
        tallies: deals counted by direction, stage, cause and cities.
        anchors: [cities] lead enterprises; chosen: [cities] named by the demonstration programme.
        offices: one per jurisdiction.
        series: quarterly series by name, [quarters run] each.
        lever_starts: first quarter of the levers in force, by name.
    """

    quarter: int
    quarters: int
    fill: int
    calendar: Calendar
    region: Region
    since: int
    tallies: Tallies
    anchors: NDArray[np.int64]
    chosen: NDArray[np.bool_]
    offices: tuple[Office, ...]
    series: Mapping[str, NDArray[np.float64]]
    lever_starts: Mapping[str, int]

    @property
    def policy_quarter(self) -> int:
        """First quarter that outcomes count."""
        return self.calendar.policy_quarter


def frame_of(model: CollaborationModel) -> Frame:
    """Copy what the page shows of a model; nothing else may step or change the model meanwhile."""
    record, world, scenario = model.record(), model.world, model.in_force
    since = scenario.run.policy_quarter if record.quarter > scenario.run.policy_quarter else 0
    organisations = world.organisations
    led = organisations["city"][organisations["alive"] & organisations["anchor"]]
    return Frame(
        quarter=record.quarter,
        quarters=scenario.run.quarters,
        fill=scenario.run.fill,
        calendar=scenario.run.calendar,
        region=model.region,
        since=since,
        tallies=tallies_of(record, since),
        anchors=frozen(np.bincount(led, minlength=len(world.cities))),
        chosen=frozen(world.cities["chosen"].copy()),
        offices=tuple(_offices(model)),
        series=series_of(record, world, model.region.fields.names),
        lever_starts=MappingProxyType(
            {one.name: int(row.start_quarter) for one, row in zip(LEVERS, world.levers, strict=True) if row.strength}
        ),
    )


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """Return the same values, made read-only."""
    values.flags.writeable = False
    return values


def _offices(model: CollaborationModel) -> list[Office]:
    queue = model.world.history_by_office[model.quarter - 1, :, 0] if model.quarter else np.zeros(99)
    rows = zip(model.region.jurisdictions, model.world.offices, queue, strict=False)
    return [Office(name, int(waiting), int(row.clerks), float(row.mean_wait)) for name, row, waiting in rows]
