"""The ledger: what every owner's two options have cost and brought, which is all that a choice by experience reads."""

from __future__ import annotations

from sim.tables.column import Floats, TableRow, column

AWAY, HOME = 0, 1
"""Options: the other side's market, release, the military side, another city; and what is not that."""
OPTIONS = 2


class LedgerRow(TableRow, table="ledger"):
    """What one owner has put into its options and got out of them, fading; cities first, then organisations.

    An organisation counts million yuan. A city counts looks put in, and values got out in those of a median technology.
    """

    put_in: Floats = column("what the option has cost, fading: away, at home", "million yuan or looks", length=OPTIONS)
    got_out: Floats = column(
        "what it has brought, fading: away, at home", "million yuan or median technologies", length=OPTIONS
    )
