"""A case at a clearance office: a licence application, a secrecy review or a second approval."""

from __future__ import annotations

from sim.tables.column import Int8, Int32, TableRow, column


class CaseRow(TableRow, table="cases"):
    """One case ever filed."""

    filed: float = column("when it was filed", "quarter")
    work: float = column("clerk time that it takes", "clerk-quarters")
    started: float = column("when a clerk took it up, NaN if none has", "quarter")
    decided: float = column("when it is decided, NaN if no clerk has taken it up", "quarter")
    organisation: Int32 = column("row of the organisation that filed it")
    deal: Int32 = column("row of the deal, -1 for a licence: it belongs to the organisation")
    ordinal: Int32 = column("licence applications that the organisation had filed before")
    office: Int8 = column("row of the office")
    kind: Int8 = column("licence, review or second approval")
    status: Int8 = column("waiting, in service, decided or withdrawn")
    licence_class: Int8 = column("class applied for")
    granted: bool = column("it was granted")
