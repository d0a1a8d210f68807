"""Places and technologies: cities, fields of technology, and the region as a whole."""

from __future__ import annotations

from sim.tables.column import Floats, Int8, Int32, Int64, TableRow, column

FREED, BOUND = 0, 1
"""Supplies without a licence, and with one, as a choosing centre counts them."""
SCOPES = 2


class CityRow(TableRow, table="cities"):
    """One city and its government."""

    value_left: float = column("delivered value that left for the other jurisdiction this year", "million yuan")
    value_came: float = column("delivered value that came from the other jurisdiction this year", "million yuan")
    value_all: float = column("delivered value the city took part in this year", "million yuan")
    revenue: float = column("revenue of its organisations when governments last met", "million yuan a year")
    budget: float = column("money of its government for instruments this year", "million yuan")
    kept_base: float = column("demonstration base that this money keeps up", "0..1")
    kept_office: float = column("coordination office that this money keeps up", "0..1")
    jurisdiction: Int8 = column("index of its jurisdiction")
    own_office: bool = column("has a coordination office of its own from the start")
    founded_base: bool = column("has a demonstration base from the start")
    chosen: bool = column("is named by the demonstration programme")
    hightech_zone: bool = column("has a national high-tech zone")
    pilot_fields: Int64 = column("fields of its pilot zone: a bit each, that of field 0 the lowest")


class FieldRow(TableRow, table="fields"):
    """One field of technology."""

    harmonised: float = column("share of its standards harmonised by use", "share")
    conversions: float = column("conversions completed this quarter")
    project: bool = column("major projects are of this field, if there are any")


class RegionRow(TableRow, table="region"):
    """The region as a whole, in one row: time, sums of the quarter and how far tables are filled."""

    seed: Int64 = column("seed of the run")
    scale: float = column("organisations over those of the default population", "multiple")
    exposure: float = column("classified technology that has moved and may leak")
    backlash: float = column("tightening of secrecy after leaks", "intensity")
    leak: float = column("1 if technology leaked this quarter")
    fund_spent: float = column("spent by the public fund this quarter", "million yuan")
    fund_deadweight: float = column("of it, on deals that could have paid themselves", "million yuan")
    aid_spent: float = column("of it, from the aid of cities", "million yuan")
    social_capital: float = column("money that came with the fund's", "million yuan")
    lent: float = column("lent this quarter by bills, banks, bonds and equity", "million yuan")
    repaid: float = column("paid back to them this quarter", "million yuan")
    credit_losses: float = column("not paid back to them this quarter when it was due", "million yuan")
    credit_owed: float = column("lent by them and not yet due", "million yuan")
    cost: float = column("programme cost of this quarter", "million yuan")
    scope_tried: Floats = column(
        "matched supplies that ended, fading, if the centre counts them: without a licence, with one",
        length=SCOPES,
    )
    scope_brought: Floats = column(
        "what they brought, fading: without a licence, with one", "median technologies", length=SCOPES
    )
    arrivals: Floats = column("technologies that arrived this quarter: civil, military side", length=2)
    quarter: Int32 = column("quarters that have been run", "quarters")
    organisations: Int32 = column("rows of organisations that were ever there")
    deals: Int32 = column("rows of deals")
    open_deals: Int32 = column("deals under way")
    anchors: Int32 = column("lead enterprises in this quarter")
    cases: Int32 = column("rows of cases")
    loans: Int32 = column("rows of loans")
    loans_due: Int32 = column("of them, those that have fallen due")
    entries: Int32 = column("organisations that entered this quarter")
    exits: Int32 = column("organisations that left this quarter, by choice or as they failed")
    founded: Int32 = column("firms founded this quarter")
    spin_offs: Int32 = column("of them, founded by a delivered technology")
    failed: Int32 = column("firms that failed this quarter")
    foundings_refused: Int32 = column("firms not founded this quarter, as there was no row left for them")
