"""A larger public fund pays for deals that nobody else would, and for some that would have been paid anyway."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def fund_cost(level: float, meters: MeterRow) -> float:
    """Management of the added fund and the part of the added money spent that is not recovered, million yuan."""
    return 0.02 * meters.fund_added + 0.40 * meters.fund_spent_on_added


LEVER = Lever(
    name="fund_pool",
    label="Development fund pool",
    label_zh="发展基金",
    words="Enlarge the public development fund for military-civilian projects.",
    moves=(Move("fund", How.ADD, 480.0),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=1.0,
    variable_cost_unit="of 2 % of the added fund (management) and 40 % of the added money spent (not recovered)",
    metered=fund_cost,
    side_effect="part of the money goes to payers who could have paid themselves",
    source="assumption (effect, cost); size: two funds of 10 bn yuan over about ten years (sourced); seed 3.3",
)
