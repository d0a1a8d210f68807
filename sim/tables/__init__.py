"""The world is a handful of tables; every column is named here with its unit and meaning.

Each table is one NumPy record array: a row is one organisation, deal, case, office, city or field, and a
column is a strided view of it. Rules and phases read `row.column`, compiled or not, and the same memory is
what Mesa agents and data frames show.
"""

from __future__ import annotations

from sim.tables.codes import (
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINANCE,
    CLOCK_FINISH,
    CLOCK_TECHNICAL,
    DISTANCE,
    FIRST_BARRIER,
    NEVER,
    PARTNERS_REMEMBERED,
    PROTECTION,
    SIMILARITY,
    CaseKind,
    CaseStatus,
    Cause,
    Money,
    Side,
    Stage,
    Status,
)
from sim.tables.records import (
    CASE,
    CITY,
    DIRECTION,
    FIELD,
    HISTORY_COLUMNS,
    KIND,
    LEVER,
    METERS,
    MOVE,
    OFFICE,
    ORGANISATION,
    REGION,
    SHOCK,
    deal_record,
    history_record,
    record,
)
from sim.tables.world import (
    Floats,
    Integers,
    Records,
    World,
)

__all__ = [
    "CASE",
    "CITY",
    "CLOCK_ATTRITION",
    "CLOCK_BARRIERS",
    "CLOCK_FINANCE",
    "CLOCK_FINISH",
    "CLOCK_TECHNICAL",
    "DIRECTION",
    "DISTANCE",
    "FIELD",
    "FIRST_BARRIER",
    "HISTORY_COLUMNS",
    "KIND",
    "LEVER",
    "METERS",
    "MOVE",
    "NEVER",
    "OFFICE",
    "ORGANISATION",
    "PARTNERS_REMEMBERED",
    "PROTECTION",
    "REGION",
    "SHOCK",
    "SIMILARITY",
    "CaseKind",
    "CaseStatus",
    "Cause",
    "Floats",
    "Integers",
    "Money",
    "Records",
    "Side",
    "Stage",
    "Status",
    "World",
    "deal_record",
    "history_record",
    "record",
]
