"""The world is a handful of tables; every column is declared here, with its type, unit, meaning and range.

Each table is one NumPy record array: a row is one organisation, deal, case, office, city or field, and a
column is a strided view of it. Rules and phases read `row.column`, compiled or not, and the same memory is
what Mesa agents and data frames show. The type checker knows a row by its class.
"""

from __future__ import annotations

from sim.tables.case import CaseRow
from sim.tables.catalogue import DirectionRow, KindRow
from sim.tables.codes import (
    AGREEMENT,
    CAME,
    CITY_PAIR_LAYERS,
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINANCE,
    CLOCK_FINISH,
    CLOCK_TECHNICAL,
    COUNTERS,
    DISTANCE,
    EXPECTED,
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
from sim.tables.column import (
    Column,
    Floats,
    Indices,
    IntegerGrid,
    Integers,
    Records,
    Rows,
    TableRow,
    integers,
    longer,
    rows,
)
from sim.tables.deal import DealRow, TallyRow
from sim.tables.history import HISTORY_BY_CITY, HISTORY_BY_OFFICE, HistoryRow
from sim.tables.ledger import LedgerRow
from sim.tables.office import OfficeRow
from sim.tables.organisation import OrganisationRow
from sim.tables.place import BOUND, FREED, SCOPES, CityRow, FieldRow, RegionRow
from sim.tables.programme import LeverRow, MeterRow, MoveRow, ShockRow
from sim.tables.purse import PurseRow
from sim.tables.way import LoanRow, WayRow

__all__ = [
    "AGREEMENT",
    "BOUND",
    "CAME",
    "CITY_PAIR_LAYERS",
    "CLOCK_ATTRITION",
    "CLOCK_BARRIERS",
    "CLOCK_FINANCE",
    "CLOCK_FINISH",
    "CLOCK_TECHNICAL",
    "COUNTERS",
    "DISTANCE",
    "EXPECTED",
    "FIRST_BARRIER",
    "FREED",
    "HISTORY_BY_CITY",
    "HISTORY_BY_OFFICE",
    "NEVER",
    "PARTNERS_REMEMBERED",
    "PROTECTION",
    "SCOPES",
    "SIMILARITY",
    "CaseKind",
    "CaseRow",
    "CaseStatus",
    "Cause",
    "CityRow",
    "Column",
    "DealRow",
    "DirectionRow",
    "FieldRow",
    "Floats",
    "HistoryRow",
    "Indices",
    "IntegerGrid",
    "Integers",
    "KindRow",
    "LedgerRow",
    "LeverRow",
    "LoanRow",
    "MeterRow",
    "Money",
    "MoveRow",
    "OfficeRow",
    "OrganisationRow",
    "PurseRow",
    "Records",
    "RegionRow",
    "Rows",
    "ShockRow",
    "Side",
    "Stage",
    "Status",
    "TableRow",
    "TallyRow",
    "WayRow",
    "integers",
    "longer",
    "rows",
]
