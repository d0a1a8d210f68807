"""Every column of every table, with its unit and meaning."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.tables.codes import CLOCK_BARRIERS, FIRST_BARRIER, PARTNERS_REMEMBERED


def record(*columns: tuple[Any, ...]) -> np.dtype[Any]:
    """Return an aligned record type whose rows can be read by attribute."""
    return np.dtype((np.record, np.dtype(list(columns), align=True)))


ORGANISATION = record(  # first what is asked of every organisation that a look finds, so that it lies close together
    ("perceived_success", "f8"),  # own record of deals, 0..1
    ("trust", "f8"),  # trust in partners of the other side, 0..1
    ("licence_expiry", "f8"),  # quarter in which the licence lapses
    ("key", "i4"),  # address of every draw of this organisation; never reused
    ("city", "i4"),
    ("open_deals", "i4"),
    ("partner_count", "i4"),  # partners ever; the last ones are remembered
    ("kind", "i1"),
    ("side", "i1"),
    ("jurisdiction", "i1"),
    ("field", "i1"),
    ("licence_class", "i1"),  # 0 none, 1 parts, 2 key subsystems, 3 complete machines
    ("refused_cause", "i1"),
    ("rung", "i1"),  # rung of the supply ladder aimed at, 1..3
    ("alive", "?"),
    ("active", "?"),  # takes part in the other side's market
    ("anchor", "?"),  # lead enterprise at present
    ("founding_anchor", "?"),  # lead enterprise from the start
    ("places_used", "i4"),  # supplier places given this year (lead enterprises)
    ("open_shelf", "i4"),  # technologies ready for transfer, not classified
    ("classified_shelf", "i4"),  # the same, classified
    ("pending_case", "i4"),  # row of the licence application under way, -1 if none
    ("last_case", "i4"),  # row of the last licence application filed, -1 if none
    ("revenue", "f8"),  # million yuan a year; research income for universities and institutes
    ("research_million_yuan", "f8"),  # own R&D, million yuan a year
    ("research_relative", "f8"),  # own R&D intensity over the region's, 1 = average
    ("cash", "f8"),  # million yuan that may be spent on transfer now
    ("interest_until", "f8"),  # when the last deal that waits for its licence application loses interest
    ("licence_started", "f8"),  # when a clerk took up the application that it was last granted
    ("refused", "f8"),  # when its last licence application was refused
    ("applications", "i4"),  # licence applications filed so far
    ("deliveries", "i4"),  # deals delivered, as source or recipient
    ("supplies", "i4"),  # products delivered to the other side's market: moves the ladder
    ("last_delivery", "i4"),  # quarter, -1000 if never
    ("partners", "i4", (PARTNERS_REMEMBERED,)),  # rows of past partners, a ring
)

OFFICE = record(
    ("mean_wait", "f8"),  # quarters, exponential average; public, read by agents
    ("waits", "f8"),  # sum of waits of cases started this quarter, quarters
    ("started", "i4"),  # cases started this quarter
    ("waiting", "i4"),  # cases in the queue
    ("clerks", "i4"),  # clerks on duty
    ("share", "f8"),  # share of all clerks and of the fund, by organisations
)

CASE = record(
    ("filed", "f8"),  # quarters since the start of the run
    ("work", "f8"),  # clerk-quarters
    ("started", "f8"),
    ("decided", "f8"),
    ("organisation", "i4"),
    ("deal", "i4"),  # -1 for a licence: it belongs to the organisation
    ("ordinal", "i4"),  # how many licence applications the organisation had filed before
    ("office", "i1"),
    ("kind", "i1"),
    ("status", "i1"),
    ("licence_class", "i1"),
    ("granted", "?"),
)

CITY = record(
    ("value_left", "f8"),  # million yuan of delivered value that left for the other jurisdiction this year
    ("value_came", "f8"),
    ("value_all", "f8"),  # delivered value the city took part in this year
    ("jurisdiction", "i1"),
    ("own_office", "?"),  # has a coordination office of its own
    ("founded_base", "?"),  # has a demonstration base from the start
    ("chosen", "?"),  # named by the demonstration programme
)

FIELD = record(("harmonised", "f8"), ("conversions", "f8"))  # share of standards harmonised by use

KIND = record(
    ("size_reference", "f8"),  # median revenue, million yuan a year
    ("effort", "i2"),  # the i2 columns are places in the settings vector, -1 for none
    ("capacity", "i2"),
    ("arrival", "i2"),
    ("classified_share", "i2"),
    ("bank", "i2"),
    ("distance_factor", "i2"),
    ("tries", "i1"),
    ("side", "i1"),
    ("disadvantaged", "?"),  # unequal policy treatment falls on this kind
    ("enters", "?"),  # is dormant until it enters the other side's market
    ("leads", "?"),  # large ones can be lead enterprises
)

DIRECTION = record(
    ("gap_exponent", "f8"),
    (
        "chance",
        "i2",
    ),  # place in the settings vector of the chance that an opened deal goes this way, -1: always
    ("seen", "i2"),  # place of the chance that the technology is seen at all, -1: always
    ("waiver", "i2"),  # place of the share of the boundary that is waived, -1: none
    ("source_kind", "i1"),
    ("partner_kind", "i1"),
    ("licence_class", "i1"),  # class needed by the civilian party: 0 none, -1 the deal's rung
    ("steps_low", "i1"),
    ("steps_high", "i1"),
    ("sides_differ", "?"),
    ("outward", "?"),  # military technology leaves the military side
    ("climbs", "?"),  # a supply on the ladder parts - subsystems - machines
    ("needs_shelf", "?"),
    ("source_pays", "?"),
)

LEVER = record(
    ("strength", "f8"),
    ("fixed_cost", "f8"),  # million yuan a year at full strength
    ("variable_cost", "f8"),
    ("now", "f8"),  # strength x ramp in this quarter
    ("start_quarter", "i4"),
    ("ramp_quarters", "i4"),
    ("logistic", "?"),
)

MOVE = record(("amount", "f8"), ("lever", "i2"), ("target", "i2"), ("how", "i1"))
SHOCK = record(("value", "f8"), ("quarter", "i4"), ("target", "i2"))

METERS = record(
    ("reviews", "f8"),  # decisions of clearance offices this quarter other than licences
    ("ladder_value", "f8"),  # value of supplies delivered this quarter, million yuan
    ("fund_spent", "f8"),
    ("guaranteed_credit", "f8"),  # bank credit of disadvantaged payers, million yuan
    ("research_base", "f8"),  # own R&D of all organisations, million yuan this quarter
    ("subsidy_share", "f8"),
    ("clerks_added", "f8"),
    ("fund_added", "f8"),
    ("fund_spent_on_added", "f8"),  # the added fund's share of the money spent
    ("bases", "f8"),  # demonstration bases, weighted by how far the programme is in force
    ("anchors_added", "f8"),
)

REGION = record(
    ("seed", "i8"),
    ("scale", "f8"),  # organisations over the default population
    ("exposure", "f8"),
    ("backlash", "f8"),
    ("leak", "f8"),  # 1 if technology leaked this quarter
    ("fund_spent", "f8"),
    ("fund_deadweight", "f8"),
    ("social_capital", "f8"),
    ("cost", "f8"),  # programme cost of this quarter, million yuan
    ("arrivals", "f8", (2,)),  # technologies that arrived this quarter: civil, military side
    ("quarter", "i4"),
    ("organisations", "i4"),
    ("deals", "i4"),
    ("open_deals", "i4"),
    ("anchors", "i4"),  # lead enterprises in this quarter
    ("cases", "i4"),
    ("entries", "i4"),
    ("exits", "i4"),
)

HISTORY_COLUMNS = (
    "open_deals",
    "active_firms",
    "licensed_firms",
    "licensed_class_2",
    "licensed_class_3",
    "anchors",
    "queue",
    "started",
    "waits",
    "clerks",
    "fund_spent",
    "fund_deadweight",
    "social_capital",
    "programme_cost",
    "leaks",
    "backlash",
    "exposure",
    "harmonised",
    "protection_across",
    "mean_expertise",
    "arrivals_civil",
    "arrivals_military",
    "entries",
    "exits",
    "shelf_open",
    "shelf_classified",
)


HISTORY = record(*((name, "f8") for name in HISTORY_COLUMNS))
HISTORY_BY_CITY = ("active_firms", "licensed_firms")
HISTORY_BY_OFFICE = ("queue", "started", "waits")


def deal_record(barriers: int) -> np.dtype[Any]:
    """Return the row type of a deal in a world with that many barriers."""
    return record(
        ("slot", "i1"),  # first what every phase asks of a deal
        ("direction", "i1"),
        ("stage", "i1"),
        ("status", "i1"),
        ("cause", "i1"),
        ("field", "i1"),
        ("rung", "i1"),
        ("steps", "i1"),
        ("class_held", "i1"),  # licence class when conversion began
        ("money", "i1"),
        ("classified", "?"),
        ("jurisdictions_differ", "?"),
        ("review_pending", "?"),  # still needs a secrecy review
        ("second_pending", "?"),  # still needs the other office's approval
        ("deadweight", "?"),  # took fund money though it could have paid itself
        ("initiator", "i4"),  # key of the organisation that opened it
        ("opened", "i4"),
        ("source", "i4"),
        ("recipient", "i4"),
        ("payer", "i4"),
        ("clocked", "i4"),  # last quarter in which one of its clocks ran
        ("case", "i4"),  # case at an office it waits for, -1 if none
        ("quality", "f8"),
        ("filed", "f8"),  # when its present wait at an office began; times are quarters since the start of the run
        ("distance", "f8"),  # cognitive distance, 1 - cosine of expertise
        ("threshold", "f8"),  # readiness to be gained, in unit-rate quarters
        ("hazard", "f8", (CLOCK_BARRIERS + barriers,)),  # accumulated in the present stage
        ("value", "f8"),  # million yuan in use
        ("cost", "f8"),  # million yuan of conversion and absorption
        ("score", "f8"),  # perceived net value at match, million yuan
        ("matched", "f8"),  # this and the other f8 times: NaN if not reached
        ("cleared", "f8"),
        ("converted", "f8"),
        ("financed", "f8"),
        ("ended", "f8"),
        ("office_wait", "f8"),  # quarters spent in queues of clearance offices
        ("fund_paid", "f8"),
        ("refused_by", "i4"),  # row of who refused the best offer that was ever refused, -1 if nobody was asked
        ("refused_quarter", "i4"),
        ("refused_value", "f8"),  # what was offered, as value, cost and score; NaN if nobody was asked
        ("refused_cost", "f8"),
        ("refused_score", "f8"),  # above 0: it would have paid, but the partner was turned away
        ("refused_burden", "f8", (barriers,)),  # million yuan by which each barrier raised what had to be exceeded
    )


def tally_record(barriers: int) -> np.dtype[Any]:
    """Return the row type of what a deal in search remembers of its looks: points by cause."""
    causes = FIRST_BARRIER + barriers
    return record(
        ("search", "f8", (causes,)),  # why partners were missed
        ("match", "f8", (causes,)),  # why partners declined
    )


def desk_record(barriers: int, directions: int) -> np.dtype[Any]:
    """Return the type of the room that rules of the match work in; it means nothing between two deals.

    Args:
        barriers, directions: how many there are.
    """
    return record(
        ("gap", "f8", (barriers,)),  # what each barrier does to the decision about a deal
        ("markup", "f8", (barriers,)),
        ("preference", "f8", (barriers,)),
        ("point", "f8", (barriers,)),  # what each does at some other point
        ("pivotal", "f8", (barriers,)),  # 1 for a barrier without which a candidate would have accepted, else 0
        ("crossing", "f8", (directions,)),  # chance that a look finds anyone
        ("hiding", "f8", (directions, FIRST_BARRIER + barriers)),  # shares of one point of blame for looks that do not
    )
