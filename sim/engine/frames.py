"""The tables of a run as data frames with words instead of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim import barriers
from sim.agents import DIRECTIONS, KINDS
from sim.engine.record import CAUSE_NAMES, record_of
from sim.outcomes import quarterly
from sim.region import Region
from sim.state import World
from sim.tables import HISTORY_BY_CITY, HISTORY_BY_OFFICE, HistoryRow, Money, Stage, Status

NUMBERS = [
    "initiator",
    "opened",
    "slot",
    "source",
    "recipient",
    "rung",
    "steps",
    "quality",
    "distance",
    "value",
    "cost",
    "classified",
    "jurisdictions_differ",
    "matched",
    "filed",
    "cleared",
    "converted",
    "financed",
    "ended",
    "office_wait",
    "price",
    "capital",
    "need",
    "fund_paid",
    "deadweight",
    "controlled",
    "listed",
    "class_held",
    "brokered",
    "refused_by",
    "refused_quarter",
    "refused_value",
    "refused_cost",
    "refused_score",
]


def deals_frame(world: World, region: Region, rows: Any = None) -> pd.DataFrame:
    """Return one row per deal ever opened; times in quarters since the start of the run, NaN if not reached."""
    deals = world.deals[: int(world.region[0].deals)]
    numbers = np.arange(len(deals)) if rows is None else np.asarray(rows)
    deals = deals[numbers]
    columns: dict[str, Any] = {"deal": numbers}
    columns["direction"] = _words([direction.name for direction in DIRECTIONS], deals["direction"])
    columns["stage"] = _words([stage.name.lower() for stage in Stage], deals["stage"])
    columns["status"] = _words([status.name.lower() for status in Status], deals["status"])
    columns["cause"] = _words(CAUSE_NAMES, deals["cause"])
    columns["field"] = _words(list(region.fields.names), deals["field"])
    columns["money"] = _words([money.name.lower() for money in Money], deals["money"])
    for party in ("source", "recipient", "refused_by"):
        row = deals[party]
        known = row >= 0
        kind = np.where(known, world.organisations["kind"][row], -1)
        city = np.where(known, world.organisations["city"][row], -1)
        columns[f"{party}_kind"] = _words([kind.name for kind in KINDS], kind)
        columns[f"{party}_city"] = _words([city.key for city in region.cities], city)
    columns.update({name: deals[name] for name in NUMBERS})
    for index, barrier in enumerate(barriers.BARRIERS):
        columns[f"refused_burden_{barrier.name}"] = np.where(
            deals["refused_by"] >= 0, deals["refused_burden"][:, index], np.nan
        )
    return pd.DataFrame(columns)


def _parts(world: World, region: Region) -> Iterator[tuple[str, Any]]:
    for index, barrier in enumerate(barriers.BARRIERS):
        yield f"barrier_{barrier.name}", world.history_by_barrier[:, index]
    for index, field in enumerate(region.fields.names):
        yield f"harmonised_{field}", world.history_by_field[:, index]
    for index, jurisdiction in enumerate(region.jurisdictions):
        for column, name in enumerate(HISTORY_BY_OFFICE):
            yield f"{name}_{jurisdiction.lower()}", world.history_by_office[:, index, column]
    for index, city in enumerate(region.cities):
        for column, name in enumerate(HISTORY_BY_CITY):
            yield f"{name}_{city.key}", world.history_by_city[:, index, column]


def history_frame(world: World, region: Region, policy_quarter: int) -> pd.DataFrame:
    """Return one row per quarter run: totals, deliveries and deaths, intensities in force, parts by place and field."""
    record = record_of(world, policy_quarter)
    columns = {name: record.history[name] for name in HistoryRow.columns}
    columns.update({name: series[: record.quarter] for name, series in _parts(world, region)})
    frame = pd.DataFrame(columns)
    for name, series in quarterly(record).items():
        frame[name] = series
    with np.errstate(invalid="ignore"):
        frame["mean_wait"] = np.where(frame["started"] > 0, frame["waits"] / frame["started"].clip(lower=1), np.nan)
    frame.index.name = "quarter"
    return frame


def _words(names: Any, codes: Any) -> pd.Categorical:
    categories: Any = list(names)
    words: pd.Categorical = pd.Categorical.from_codes(np.asarray(codes, dtype=np.int64), categories=categories)
    return words
