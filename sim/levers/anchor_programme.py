"""More lead enterprises give private suppliers places for subsystems and machines; large firms integrate their own."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def anchors_added(level: float, meters: MeterRow) -> float:
    """Lead enterprises beyond those of the scenario without the lever."""
    return meters.anchors_added


LEVER = Lever(
    name="anchor_programme",
    label="Lead-enterprise programme",
    label_zh="“珠峰”企业计划",
    words="Raise large military organisations and the largest private firms to lead ('Qomolangma') enterprises.",
    moves=(Move("anchors_added", How.ADD, 6.0), Move("lead_revenue", How.REDUCE, 0.5)),
    ramp_quarters=12,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=50.0,
    variable_cost_unit="million yuan per lead enterprise and quarter (200 a year)",
    metered=anchors_added,
    side_effect="lead enterprises draw large deals away from others",
    source="assumption (effect, cost); seed 4.1; Agrawal & Cockburn 2003",
)
