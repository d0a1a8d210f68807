"""Private payers pay for credit what others pay; the public purse pays the difference."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def interest_forgone(level: float, meters: MeterRow) -> float:
    """Interest on the loans of this quarter, until they fall due, that payers are spared, million yuan."""
    return meters.interest_forgone


LEVER = Lever(
    name="interest_relief",
    label="Interest relief",
    label_zh="贷款贴息",
    words="Pay the interest that private firms are asked for beyond others.",
    moves=(Move("interest_gap", How.REDUCE, 1.0),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=1.0,
    variable_cost_unit="yuan per yuan of interest paid in the place of firms",
    metered=interest_forgone,
    side_effect="more deals are worth their cost and ask the fund and the banks for money",
    source="assumption (effect, ramp); cost: the interest paid; seed 4.3",
    cost_range=(0.8, 1.3),  # part of it would not have been paid; its administration comes on top
)
