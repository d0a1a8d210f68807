"""The state of a run: all its tables under one name each, and all settings in one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.agents import AgentSettings
from sim.barriers.forms import FormSettings
from sim.mechanisms import MechanismSettings
from sim.tables import (
    CaseRow,
    CityRow,
    DealRow,
    DirectionRow,
    FieldRow,
    Floats,
    HistoryRow,
    IntegerGrid,
    Integers,
    KindRow,
    LedgerRow,
    LeverRow,
    LoanRow,
    MeterRow,
    MoveRow,
    OfficeRow,
    OrganisationRow,
    PurseRow,
    RegionRow,
    Rows,
    ShockRow,
    TallyRow,
    WayRow,
)


class AllSettings(AgentSettings, MechanismSettings, FormSettings):
    """What rules read this quarter; phases name no barrier, and read none of the settings of one."""

    barriers: Floats  # intensities in force


class World(NamedTuple):
    """All tables of one run; the phases are functions of it.

    Two of them are the memory of another one under a second name, see `VECTOR_OF`; a copy of a world has its own.
    """

    organisations: Rows[OrganisationRow]
    expertise: Floats  # [organisations, fields], 0..1
    deals: Rows[DealRow]
    open_deals: Integers  # rows of deals under way, oldest first
    tallies: Rows[TallyRow]  # by place in open_deals, of deals in search: why partners were missed
    cases: Rows[CaseRow]
    queue: IntegerGrid  # [offices, cases] rows of waiting cases by filing time
    order: Integers  # rows of organisations by key; every loop whose order matters follows it
    anchor_rows: Integers  # rows of this quarter's lead enterprises by key, the first region.anchors count
    offices: Rows[OfficeRow]
    purses: Rows[PurseRow]  # the common pot, jurisdictions, cities, organisations
    ways: Rows[WayRow]  # by code of Money
    loans: Rows[LoanRow]  # the first region.loans; those before region.loans_due have fallen due
    clerk_free: Floats  # [counters, clerks] heaps of next free times, quarters: see `counter_of`
    cities: Rows[CityRow]
    city_pair: Floats  # [6, cities, cities]: see sim/tables/codes.py; km, three 0..1, two million yuan, fading
    gravity: Floats  # [searching kind, sought kind, city, field of the deal, cities] running sums of search weights
    fields: Rows[FieldRow]
    relatedness: Floats
    bucket_start: Integers  # (kind, city, field) -> first place in bucket_rows
    bucket_rows: Integers
    field_attention: Floats  # [kinds, cities, field of the deal, fields] running sums of search weights within a city
    kinds: Rows[KindRow]
    directions: Rows[DirectionRow]
    settings: Rows[AllSettings]  # one row: what rules read this quarter
    values: Floats  # the same memory as a vector
    base_settings: Rows[AllSettings]  # one row: the scenario's own, before levers
    base_values: Floats  # the same memory as a vector
    levers: Rows[LeverRow]
    moves: Rows[MoveRow]
    shocks: Rows[ShockRow]
    ledger: Rows[LedgerRow]
    peers: Floats  # [kinds, cities] what taking part returned to peers when the quarter began
    meters: Rows[MeterRow]
    region: Rows[RegionRow]
    history: Rows[HistoryRow]
    history_by_barrier: Floats  # [quarters, barriers] intensities in force, after levers and backlash
    history_by_field: Floats  # [quarters, fields] share of harmonised standards
    history_by_office: Floats  # [quarters, offices, HISTORY_BY_OFFICE]
    history_by_city: Floats  # [quarters, cities, HISTORY_BY_CITY]

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a copy is made: of the tables that have memory of their own; a second name is no second table."""
        return whole, ({name: table for name, table in self._asdict().items() if name not in VECTOR_OF},)


VECTOR_OF = {"values": "settings", "base_values": "base_settings"}
"""Fields that show a table's one row as a vector, by that table: what is written to one is read from the other."""


def vector(table: Rows[AllSettings]) -> Floats:
    """Return the numbers of the row of settings as a vector on the same memory; the words of structure lie behind."""
    columns = table.dtype
    numbers = sum(columns[name].itemsize for name in columns.names or () if columns[name].base.kind == "f")
    row: Floats = table.view(np.ndarray).view(np.float64)[: numbers // 8]
    return row


def whole(tables: Mapping[str, Any]) -> World:
    """Put a world together of every field but those of `VECTOR_OF`, by name."""
    vectors: dict[str, Any] = {name: vector(tables[table]) for name, table in VECTOR_OF.items()}
    return World(**tables, **vectors)
