"""Private suppliers are freed of the tax that military enterprises do not pay."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def tax_forgone(level: float, meters: MeterRow) -> float:
    """Tax that is not taken this quarter of prices from which it would have been, million yuan."""
    return meters.tax_forgone


LEVER = Lever(
    name="tax_relief",
    label="Tax relief",
    label_zh="税收减免",
    words="Exempt what private firms supply from the tax that military enterprises do not pay.",
    moves=(Move("tax_gap", How.REDUCE, 1.0),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=1.0,
    variable_cost_unit="yuan per yuan of tax forgone",
    metered=tax_forgone,
    side_effect="taking part pays better, more firms enter, and the clearance offices carry more load",
    source="assumption (effect, ramp); cost: the tax forgone; seed 4.3",
    cost_range=(0.5, 1.2),  # a part comes back from what firms earn more; its administration comes on top
)
