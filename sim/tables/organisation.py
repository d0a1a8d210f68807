"""An organisation: what it is, where it sits, what it knows, has and has done."""

from __future__ import annotations

from sim.tables.codes import PARTNERS_REMEMBERED
from sim.tables.column import Int8, Int32, Integers, TableRow, column


class OrganisationRow(TableRow, table="organisations"):
    """One military enterprise, private firm, university or institute.

    First comes what is asked of every organisation that a look finds, so that it lies close together.
    """

    perceived_success: float = column("own record of deals", minimum=0.0, maximum=1.0, settable=True)
    trust: float = column("trust in partners of the other side", minimum=0.0, maximum=1.0, settable=True)
    licence_expiry: float = column("when the licence lapses", "quarter", minimum=0.0, maximum=1e6, settable=True)
    key: Int32 = column("address of every draw of this organisation; never reused")
    city: Int32 = column("row of its city")
    open_deals: Int32 = column("deals under way, as source or recipient")
    partner_count: Int32 = column("partners ever; the last ones are remembered")
    kind: Int8 = column("row of its kind")
    side: Int8 = column("innovation system: 0 civil, 1 military")
    jurisdiction: Int8 = column("index of its jurisdiction")
    field: Int8 = column("index of its technology field")
    licence_class: Int8 = column("0 none, 1 parts, 2 subsystems, 3 machines", minimum=0, maximum=3, settable=True)
    refused_cause: Int8 = column("cause of the last refusal of a licence")
    refusals: Int8 = column("licence applications refused since the last one that was granted or was no further try")
    rung: Int8 = column("rung of the supply ladder aimed at", minimum=1, maximum=3, settable=True)
    alive: bool = column("exists")
    active: bool = column("takes part in the other side's market", minimum=0, maximum=1, settable=True)
    anchor: bool = column("lead enterprise at present")
    founding_anchor: bool = column("lead enterprise from the start")
    places_used: Int32 = column("supplier places given this year, of a lead enterprise")
    open_shelf: Int32 = column("open technologies ready for transfer", minimum=0, maximum=10_000, settable=True)
    classified_shelf: Int32 = column("classified technologies ready", minimum=0, maximum=10_000, settable=True)
    pending_case: Int32 = column("row of the licence application under way, -1 if none")
    last_case: Int32 = column("row of the last licence application filed, -1 if none")
    revenue: float = column(
        "revenue or research income", "million yuan a year", minimum=0.001, maximum=1e9, settable=True
    )
    research_million_yuan: float = column("own R&D", "million yuan a year")
    research_relative: float = column("own R&D intensity over the region's, 1 is average", "multiple")
    cash: float = column("money that may go into transfer now", "million yuan", minimum=0.0, maximum=1e9, settable=True)
    owed: float = column("principal of loans that have not fallen due", "million yuan")
    interest_until: float = column("when the last deal that waits for its application loses interest", "quarter")
    licence_started: float = column("when a clerk took up the application that it was last granted", "quarter")
    refused: float = column("when its last licence application was refused", "quarter")
    refused_by: Int32 = column("barriers that refused it: a bit each, that of barrier 0 the lowest")
    applications: Int32 = column("licence applications filed so far")
    deliveries: Int32 = column("deals delivered, as source or recipient")
    supplies: Int32 = column("products delivered to the other side's market, which moves the ladder")
    last_delivery: Int32 = column("last delivery across the sides, -1000 if never", "quarter")
    partners: Integers = column("rows of past partners, a circular buffer", length=PARTNERS_REMEMBERED)
