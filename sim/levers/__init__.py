"""The twelve levers: which named settings each moves, how far, along which ramp, at what cost.

To add one, write its file and list it in LEVERS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.declared import check_distinct
from sim.levers import (
    anchor_programme,
    clearance_staff,
    coordination_body,
    demonstration_bases,
    equal_treatment,
    fund_pool,
    graded_declassification,
    market_opening,
    rd_subsidy,
    standards_convergence,
    tech_credit_guarantee,
    university_ip_alliance,
)
from sim.levers.lever import How, Lever, Move, moved, ramp
from sim.rules import named, rule

LEVERS: tuple[Lever, ...] = (
    standards_convergence.LEVER,
    graded_declassification.LEVER,
    market_opening.LEVER,
    equal_treatment.LEVER,
    coordination_body.LEVER,
    clearance_staff.LEVER,
    fund_pool.LEVER,
    tech_credit_guarantee.LEVER,
    rd_subsidy.LEVER,
    demonstration_bases.LEVER,
    university_ip_alliance.LEVER,
    anchor_programme.LEVER,
)
check_distinct("lever", (lever.name for lever in LEVERS))
COUNT = len(LEVERS)
SETTINGS = ()


def _bill(levers: tuple[Lever, ...], place: int) -> Callable[..., float]:
    """Join the levers' cost rules into one that returns the bill of a quarter."""
    if not levers:

        def nothing(rows: Any, meters: Any, scale: float) -> float:
            return 0.0

        return rule(named(nothing, "levers_bill_end"))
    metered, rest = levers[0].metered, _bill(levers[1:], place + 1)

    def bill(rows: Any, meters: Any, scale: float) -> float:
        row = rows[place]
        fixed = row.fixed_cost * 0.25 * row.now * scale
        variable = row.variable_cost * metered(row.now, meters) if row.now > 0.0 else 0.0
        return fixed + variable + rest(rows, meters, scale)

    return rule(named(bill, f"levers_bill_{place}_of_{len(levers)}"))


bill = _bill(LEVERS, 0)

__all__ = ["COUNT", "LEVERS", "SETTINGS", "How", "Lever", "Move", "bill", "moved", "ramp"]
