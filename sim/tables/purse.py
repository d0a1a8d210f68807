"""Purses: budgets that are set for a while and spent, of whoever has one."""

from __future__ import annotations

from sim.tables.column import Int32, TableRow, column


class PurseRow(TableRow, table="purses"):
    """One purse: the common pot, then one for each jurisdiction, each city and each organisation, in their orders."""

    left: float = column("may still be spent", "million yuan")
    granted: float = column("what it held when the budget was set, money carried over included", "million yuan")
    spent: float = column("spent of it since", "million yuan")
    returned: float = column("came back since, from orders that were cancelled", "million yuan")
    since: Int32 = column("when its budget was set", "quarter")
