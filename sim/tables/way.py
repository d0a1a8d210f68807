"""Money by the way it came: what each has paid and got back, and every loan, from the day it is paid out."""

from __future__ import annotations

from sim.tables.column import Int8, Int32, TableRow, column


class WayRow(TableRow, table="ways"):
    """One way of money, in the order of its codes, nobody's among them; sums since the run began."""

    paid: float = column("paid for deals", "million yuan")
    repaid: float = column("of it, paid back", "million yuan")
    interest: float = column("interest received beside it", "million yuan")
    lost: float = column("of it, not paid back when it was due", "million yuan")


class LoanRow(TableRow, table="loans"):
    """One loan, in the order of paying out, which is that of falling due."""

    principal: float = column("what was lent", "million yuan")
    interest: float = column("what is to be paid beside it", "million yuan")
    repaid: float = column("what was paid when it fell due, interest included", "million yuan")
    lost: float = column("of what was lent, not paid back", "million yuan")
    deal: Int32 = column("row of the deal that it paid")
    lent: Int32 = column("when it was paid out", "quarter")
    way: Int8 = column("who lent it")
