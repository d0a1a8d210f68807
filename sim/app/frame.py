"""A frame is what the page may read of a model: a frozen copy, made between two quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.app.tallies import Tallies, city_measures, series_of, tallies_of
from sim.barriers import BARRIERS
from sim.dates import Calendar
from sim.levers import LEVERS
from sim.model import CollaborationModel
from sim.outcomes import measure_all
from sim.region import Region
from sim.tables import PROTECTION


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
        title: of the scenario.
        seed: of the run.
        quarter: quarters run; quarters: to be run; fill: of those, the first in which nothing is measured.
        calendar: the dates of quarters.
        region: cities and jurisdictions.
        since: first quarter that tallies count: that of the policy horizon, or 0 before it.
        tallies: deals counted by direction, stage, cause and cities.
        cities: measures by name, [cities] each.
        anchors: [cities] lead enterprises; chosen: [cities] named by the demonstration programme.
        stance: [cities, cities] protection of the row's city against the column's, 0..1.
        offices: one per jurisdiction.
        series: quarterly series by name, [quarters run] each.
        barriers, levers: what is in force now, 0..1, by name.
        lever_starts: first quarter of the levers in force, by name.
        outcomes: by name, NaN where there is nothing to average.
    """

    title: str
    seed: int
    quarter: int
    quarters: int
    fill: int
    calendar: Calendar
    region: Region
    since: int
    tallies: Tallies
    cities: Mapping[str, NDArray[np.float64]]
    anchors: NDArray[np.int64]
    chosen: NDArray[np.bool_]
    stance: NDArray[np.float64]
    offices: tuple[Office, ...]
    series: Mapping[str, NDArray[np.float64]]
    barriers: Mapping[str, float]
    levers: Mapping[str, float]
    lever_starts: Mapping[str, int]
    outcomes: Mapping[str, float]

    @property
    def policy_quarter(self) -> int:
        """First quarter that outcomes count."""
        return self.calendar.policy_quarter

    @property
    def done(self) -> bool:
        """Whether the run has reached its horizon."""
        return self.quarter >= self.quarters


def frame_of(model: CollaborationModel) -> Frame:
    """Copy what the page shows of a model; nothing else may step or change the model meanwhile."""
    record, world, scenario = model.record(), model.world, model.in_force
    since = scenario.run.policy_quarter if record.quarter > scenario.run.policy_quarter else 0
    tallies = tallies_of(record, since)
    organisations = world.organisations
    led = organisations["city"][organisations["alive"] & organisations["anchor"]]
    started = record.quarter > 0
    intensities = world.settings[0].barriers if started else [scenario.barriers[one.name] for one in BARRIERS]
    return Frame(
        title=scenario.title,
        seed=model.run_seed,
        quarter=record.quarter,
        quarters=scenario.run.quarters,
        fill=scenario.run.fill,
        calendar=scenario.run.calendar,
        region=model.region,
        since=since,
        tallies=tallies,
        cities=city_measures(record, tallies),
        anchors=frozen(np.bincount(led, minlength=len(world.cities))),
        chosen=frozen(world.cities["chosen"].copy()),
        stance=frozen(world.city_pair[PROTECTION].copy()),
        offices=tuple(_offices(model)),
        series=series_of(record, world, model.region.fields.names),
        barriers=_named([one.name for one in BARRIERS], intensities),
        levers=_named([one.name for one in LEVERS], world.levers["now"]),
        lever_starts=MappingProxyType(
            {one.name: int(row.start_quarter) for one, row in zip(LEVERS, world.levers, strict=True) if row.strength}
        ),
        outcomes=MappingProxyType(measure_all(record)),
    )


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """Return the same values, made read-only."""
    values.flags.writeable = False
    return values


def _named(names: list[str], values: Any) -> Mapping[str, float]:
    return MappingProxyType({name: float(value) for name, value in zip(names, values, strict=True)})


def _offices(model: CollaborationModel) -> list[Office]:
    queue = model.world.history_by_office[model.quarter - 1, :, 0] if model.quarter else np.zeros(99)
    rows = zip(model.region.jurisdictions, model.world.offices, queue, strict=False)
    return [Office(name, int(waiting), int(row.clerks), float(row.mean_wait)) for name, row, waiting in rows]
