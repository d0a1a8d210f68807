"""A guarantee makes banks lend to private payers they would refuse."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def guaranteed_credit(level: float, meters: MeterRow) -> float:
    """Bank credit of private payers this quarter, weighted by how far the lever is in force, million yuan."""
    return meters.guaranteed_credit * level


LEVER = Lever(
    name="tech_credit_guarantee",
    label="Technology credit guarantee",
    label_zh="科技信贷担保",
    words="Guarantee bank credit for technology transfer of private firms.",
    moves=(Move("credit_guarantee", How.APPROACH, 0.5),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=20.0,
    variable_cost=0.08,
    variable_cost_unit="yuan per yuan of guaranteed credit",
    metered=guaranteed_credit,
    side_effect="credit takes the place of the public fund",
    source="assumption (effect, cost); bank exposure of Sichuan 2016 (sourced order of magnitude); seed 3.3",
    cost_range=(0.5, 1.75),  # share of guaranteed credit that is called, 4 to 14 %
)
