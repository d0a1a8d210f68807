"""The levers: which named settings each moves, how far, along which ramp, at what cost.

To add one, write its file and list it in LEVERS.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.declared import check_distinct
from sim.levers import (
    access_scope,
    anchor_programme,
    clearance_staff,
    coordination_body,
    demonstration_bases,
    equal_treatment,
    financing_channels,
    fund_pool,
    graded_declassification,
    interest_relief,
    land_access,
    major_projects,
    market_opening,
    rd_subsidy,
    science_base,
    standards_convergence,
    talent_programme,
    tax_relief,
    tech_credit_guarantee,
    transfer_catalogue,
    university_ip_alliance,
)
from sim.levers.lever import How, Lever, Move, moved, ramp
from sim.rules import rule, written
from sim.scales import Setting
from sim.tables import LeverRow, MeterRow, Rows

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
    science_base.LEVER,
    talent_programme.LEVER,
    transfer_catalogue.LEVER,
    access_scope.LEVER,
    tax_relief.LEVER,
    interest_relief.LEVER,
    land_access.LEVER,
    financing_channels.LEVER,
    major_projects.LEVER,
)
check_distinct("lever", (lever.name for lever in LEVERS))
COUNT = len(LEVERS)
SETTINGS: tuple[Setting, ...] = ()


@rule
def cost(row: LeverRow, metered: float, scale: float) -> float:
    """Cost of one lever this quarter, million yuan; `metered` is how much variable cost accrues."""
    fixed = row.fixed_cost * 0.25 * row.now * scale
    return fixed + (row.variable_cost * metered if row.now > 0.0 else 0.0)


def _bill(levers: tuple[Lever, ...]) -> Callable[[Rows[LeverRow], MeterRow, float], float]:
    """Join the levers' cost rules into one that returns the bill of a quarter, added up from the last to the first."""
    names: dict[str, Callable[..., float]] = {
        "cost": cost,
        **{f"metered_{index}": lever.metered for index, lever in enumerate(levers)},
    }
    indices = reversed(range(len(levers)))
    lines = [f"total = cost(rows[{i}], metered_{i}(rows[{i}].now, meters), scale) + total" for i in indices]
    return written("bill_of_levers", "rows, meters, scale", ["total = 0.0", *lines, "return total"], names)


bill = _bill(LEVERS)

__all__ = ["COUNT", "LEVERS", "SETTINGS", "How", "Lever", "Move", "bill", "moved", "ramp"]
