"""The history of a run: one row per quarter, and the parts by office and by city."""

from __future__ import annotations

from sim.tables.column import TableRow, column


class HistoryRow(TableRow, table="history"):
    """What is written down of one quarter."""

    open_deals: float = column("deals under way at its end")
    active_firms: float = column("firms that take part in the other side's market")
    licensed_firms: float = column("firms with a valid licence")
    licensed_class_2: float = column("of them, of class 2 or 3")
    licensed_class_3: float = column("of them, of class 3")
    anchors: float = column("lead enterprises")
    queue: float = column("cases that wait at clearance offices")
    started: float = column("cases that clerks took up")
    waits: float = column("sum of the waits of those cases", "quarters")
    clerks: float = column("clerks on duty")
    fund_spent: float = column("spent by the public fund", "million yuan")
    fund_deadweight: float = column("of it, on deals that could have paid themselves", "million yuan")
    social_capital: float = column("money that came with the fund's", "million yuan")
    lent: float = column("lent by bills, banks, bonds and equity", "million yuan")
    repaid: float = column("paid back of what they lent", "million yuan")
    credit_losses: float = column("not paid back to them when it was due", "million yuan")
    credit_owed: float = column("lent by them and not yet due, at its end", "million yuan")
    programme_cost: float = column("bill of the levers", "million yuan")
    leaks: float = column("leaks of classified technology")
    backlash: float = column("tightening of secrecy after leaks", "intensity")
    exposure: float = column("classified technology that has moved and may leak")
    harmonised: float = column("share of standards harmonised, mean of the fields", "share")
    protection_across: float = column("protection between cities of different jurisdictions, mean", "0..1")
    agreement_across: float = column("how far cities of different jurisdictions have agreed, mean", "0..1")
    mean_expertise: float = column("expertise of organisations in their own field, mean", "0..1")
    arrivals_civil: float = column("technologies that arrived on shelves of the civil side")
    arrivals_military: float = column("technologies that arrived on shelves of the military side")
    entries: float = column("firms that entered the other side's market")
    exits: float = column("firms that left it, by choice or as they failed")
    firms: float = column("firms that exist")
    founded: float = column("firms founded")
    spin_offs: float = column("of them, founded by a delivered technology")
    failed: float = column("firms that failed")
    foundings_refused: float = column("firms not founded, as there was no row left for them")
    shelf_open: float = column("open technologies ready for transfer")
    shelf_classified: float = column("classified technologies ready for transfer")


HISTORY_BY_CITY = ("active_firms", "licensed_firms")
HISTORY_BY_OFFICE = ("queue", "started", "waits")
