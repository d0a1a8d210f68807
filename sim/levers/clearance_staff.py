"""More clerks at the clearance offices decide more licences and reviews in parallel."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def clerks_added(level: float, meters: MeterRow) -> float:
    """Clerks on duty beyond those of the scenario without the lever."""
    return meters.clerks_added


LEVER = Lever(
    name="clearance_staff",
    label="Clearance staff",
    label_zh="增加审批人员",
    words="Add clerks to the clearance offices.",
    moves=(Move("clerks", How.RAISE, 1.0),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=0.1,
    variable_cost_unit="million yuan per added clerk and quarter (0.4 a year)",
    metered=clerks_added,
    side_effect="shorter waits let more deals reach standards and finance",
    source="assumption (effect, ramp, cost); seed 2.3",
    cost_range=(0.75, 1.5),  # wages and overheads of clerks: less open than the price of a programme
)
