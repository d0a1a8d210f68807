"""Words that tables hold as numbers: sides, stages, causes, kinds of case.

A rule that keeps or returns a member writes `Cause.ATTRITION + 0`: to Numba a member is of the type of its class, and
a variable that is now a member, now a number read from a table has two types and does not compile.
"""

from __future__ import annotations

from enum import IntEnum

PARTNERS_REMEMBERED = 6
CLOCK_FINISH, CLOCK_ATTRITION, CLOCK_TECHNICAL, CLOCK_FINANCE, CLOCK_BARRIERS = 0, 1, 2, 3, 4
NEVER = 1e18
COUNTERS = 2  # of an office: that of licences, or of everything; and that of reviews, where clerks are separate
CITY_PAIR_LAYERS = 6
DISTANCE, PROTECTION, SIMILARITY, AGREEMENT, EXPECTED, CAME = range(CITY_PAIR_LAYERS)  # of World.city_pair


class Side(IntEnum):
    """The two innovation systems a deal may have to cross between."""

    CIVIL = 0
    MILITARY = 1


class Stage(IntEnum):
    """Where a deal stands; a dead deal keeps the stage in which it died."""

    SEARCH = 0
    MATCH = 1
    ACCESS = 2
    STANDARDS = 3
    FINANCE = 4
    ABSORPTION = 5
    DELIVERED = 6


class Status(IntEnum):
    """Whether a deal is still under way."""

    OPEN = 0
    DELIVERED = 1
    DEAD = 2


class Cause(IntEnum):
    """Why a deal died, other than by a barrier; a barrier's own cause is FIRST_BARRIER plus its place.

    What a candidate is asked for stands in the order of asking, from PARTNER_FULLY_BOOKED to LOW_VALUE: of several
    candidates that decline, the one that came furthest says why.
    """

    NONE = 0
    NO_PARTNER_FOUND = 1
    TECHNOLOGY_NOT_SEEN = 2
    PARTNER_FULLY_BOOKED = 3
    NO_LEAD_ENTERPRISE_PLACE = 4
    NO_PROCUREMENT_BUDGET = 5
    MADE_IN_HOUSE = 6
    LOW_VALUE = 7
    OFFICE_CONGESTION = 8
    ATTRITION = 9
    LACK_OF_FINANCE = 10
    TECHNICAL_FAILURE = 11
    ORGANISATION_CLOSED = 12
    FIRST_BARRIER = 13


FIRST_BARRIER = int(Cause.FIRST_BARRIER)


class CaseKind(IntEnum):
    """What a clearance office is asked to decide."""

    LICENCE = 0
    REVIEW = 1
    SECOND_APPROVAL = 2


class CaseStatus(IntEnum):
    """Where a case at a clearance office stands."""

    WAITING = 0
    IN_SERVICE = 1
    DECIDED = 2
    WITHDRAWN = 3


class Money(IntEnum):
    """The ways of money: who paid for a deal. They are asked in another order, see the phase of finance."""

    NOBODY = 0
    OWN_CASH = 1
    BANK = 2
    FUND = 3
    BILL = 4
    BOND = 5
    EQUITY = 6
