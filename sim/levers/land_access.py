"""Private firms get land at the price that military enterprises pay, so that a supply needs less capital."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def land_forgone(level: float, meters: MeterRow) -> float:
    """Price of land that is not asked of the deals paid this quarter, million yuan."""
    return meters.land_forgone


LEVER = Lever(
    name="land_access",
    label="Access to land",
    label_zh="用地保障",
    words="Give private firms that supply the military side land at the price that military enterprises pay.",
    moves=(Move("land_gap", How.REDUCE, 1.0),),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=1.0,
    variable_cost_unit="yuan per yuan of the price of land forgone",
    metered=land_forgone,
    side_effect="supplies need less capital, so that the same fund and credit pay for more of them",
    source="assumption (effect, ramp); cost: the price forgone; seed 4.3",
    cost_range=(0.3, 1.5),  # land that would have found no other buyer costs less than its price, scarce land more
)
