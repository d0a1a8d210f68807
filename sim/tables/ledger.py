"""The ledger: what taking part has cost and brought an organisation, which is all that its choice reads."""

from __future__ import annotations

from sim.tables.column import TableRow, column


class LedgerRow(TableRow, table="ledger"):
    """What one firm has put into the other side's market and got out of it, fading; other kinds keep 0."""

    put_in: float = column("what taking part has cost, fading", "million yuan")
    got_out: float = column("what it has brought, fading", "million yuan")
