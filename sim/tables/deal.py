"""A deal: who transfers what to whom, how far it has come, what it is worth and what it waited for."""

from __future__ import annotations

from sim.tables.codes import CLOCK_BARRIERS, FIRST_BARRIER
from sim.tables.column import Floats, Int8, Int32, TableRow, column


class DealRow(TableRow, table="deals"):
    """One deal ever opened; first comes what every phase asks of it. Times are NaN until they are reached."""

    slot: Int8 = column("which of the deals that its initiator opened in the quarter")
    direction: Int8 = column("row of its direction of transfer")
    stage: Int8 = column("where it stands, or stood when it died")
    status: Int8 = column("open, delivered or dead")
    cause: Int8 = column("why it died")
    shut: Int32 = column("barriers that shut it out, if one did: a bit each, that of barrier 0 the lowest")
    field: Int8 = column("index of its technology field")
    rung: Int8 = column("rung of the supply ladder, 1 to 3")
    steps: Int8 = column("readiness steps still to climb at the start")
    class_held: Int8 = column("licence class of the civilian party (of two: the source) when it left access")
    money: Int8 = column("who paid")
    classified: bool = column("its technology is classified")
    jurisdictions_differ: bool = column("it crosses the boundary between jurisdictions")
    review_pending: bool = column("it still needs a secrecy review")
    second_pending: bool = column("it still needs the other office's approval")
    brokered: bool = column("its partner was found by a look of a city's office")
    controlled: bool = column("a supply that is under control, or no supply: a licence is needed if its direction asks")
    listed: bool = column("its technology stands in the catalogue of transfer")
    deadweight: bool = column("it took fund money though it could have paid itself")
    initiator: Int32 = column("key of the organisation that opened it")
    opened: Int32 = column("when it was opened", "quarter")
    source: Int32 = column("row of the organisation that offers")
    recipient: Int32 = column("row of the organisation that takes, -1 until matched")
    payer: Int32 = column("row of the party that pays, -1 until matched")
    clocked: Int32 = column("last quarter in which one of its clocks ran", "quarter")
    case: Int32 = column("row of its own case at an office that it waits for, -1 if none")
    quality: float = column("quality of the technology, 1 in the mean", "multiple")
    filed: float = column("when its present wait at an office began, NaN if it does not wait", "quarter")
    distance: float = column("cognitive distance of the parties at match, 1 - cosine of expertise", "0..1")
    threshold: float = column("readiness to be gained", "unit-rate quarters")
    hazard: Floats = column(
        "accumulated in the present stage, by clock", "rate x quarters", length=CLOCK_BARRIERS, per_barrier=True
    )
    value: float = column("value in use", "million yuan")
    cost: float = column("cost of conversion and absorption", "million yuan")
    capital: float = column("capital that a supply needs, land at the price of the favoured", "million yuan")
    need: float = column("money that it needs, land included, as of when it last asked for it", "million yuan")
    price: float = column("price that the recipient pays on delivery, of its procurement budget", "million yuan")
    score: float = column("perceived net value at match", "million yuan")
    matched: float = column("when it found its partner", "quarter")
    cleared: float = column("when it left access", "quarter")
    converted: float = column("when it was converted to the other side's standards", "quarter")
    financed: float = column("when it was paid", "quarter")
    ended: float = column("when it was delivered or died", "quarter")
    office_wait: float = column("time spent in queues of clearance offices", "quarters")
    fund_paid: float = column("paid by the public fund", "million yuan")
    refused_by: Int32 = column("row of who refused the best offer that was ever refused, -1 if nobody was asked")
    refused_quarter: Int32 = column("when that was, -1 if nobody was asked", "quarter")
    refused_value: float = column("value of that offer, NaN if nobody was asked", "million yuan")
    refused_cost: float = column("cost of that offer", "million yuan")
    refused_score: float = column(
        "perceived net value of that offer; above 0: worth it, but the partner was turned away",
        "million yuan",
    )
    refused_burden: Floats = column(
        "by which each barrier raised what that offer had to exceed", "million yuan", per_barrier=True
    )


class TallyRow(TableRow, table="tallies"):
    """What a deal in search remembers of its looks: points by cause."""

    search: Floats = column("why partners were missed", "points by cause", length=FIRST_BARRIER, per_barrier=True)
    match: Floats = column("why partners declined", "points by cause", length=FIRST_BARRIER, per_barrier=True)
