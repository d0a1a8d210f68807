"""Equal tax, credit and land treatment takes away the cost disadvantage of private firms."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def supplied_value(level: float, meters: MeterRow) -> float:
    """Value supplied to the military side this quarter, weighted by how far the lever is in force."""
    return meters.ladder_value * level


LEVER = Lever(
    name="equal_treatment",
    label="Equal treatment",
    label_zh="同等待遇",
    words="Give private firms the tax, credit, land and fund treatment that military enterprises enjoy.",
    moves=(Move("barriers.unequal_policy_treatment", How.REDUCE, 0.8),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=10.0,
    variable_cost=0.13,
    variable_cost_unit="yuan of tax forgone per yuan supplied by private firms",
    metered=supplied_value,
    side_effect="more firms enter, and the clearance offices carry more load",
    source="assumption (effect, ramp); tax share: VAT of 13 % (sourced); seed 4.3",
)
