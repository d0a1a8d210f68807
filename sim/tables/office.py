"""A clearance office: its queue, its clerks and the wait that it publishes."""

from __future__ import annotations

from sim.tables.column import Int32, TableRow, column


class OfficeRow(TableRow, table="offices"):
    """The clearance office of one jurisdiction."""

    mean_wait: float = column(
        "expected wait it publishes, an exponential average", "quarters", minimum=0.0, maximum=1e6, settable=True
    )
    waits: float = column("sum of the waits of cases started this quarter", "quarters")
    started: Int32 = column("cases started this quarter")
    waiting: Int32 = column("cases in its queue")
    clerks: Int32 = column("clerks on duty")
    review_clerks: Int32 = column("of them, those who decide reviews and second approvals alone")
    licences_decided: Int32 = column("licence applications decided this year")
    licences_granted: Int32 = column("licences granted this year")
    granted_share: float = column("share of applications granted in the last year with any, as it publishes", "share")
    share: float = column("share of all clerks and of the fund, by organisations", "share")
