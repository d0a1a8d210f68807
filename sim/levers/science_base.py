"""More state key laboratories move the frontier of the region, so that its organisations can learn more."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def laboratories_added(level: float, meters: MeterRow) -> float:
    """Laboratories beyond those that are there; the setting that adds them is already ramped."""
    return meters.laboratories_added


LEVER = Lever(
    name="science_base",
    label="Science base",
    label_zh="科学基础设施",
    words="Set up 30 more state key laboratories in the region, which has 21.",
    moves=(Move("laboratories_added", How.ADD, 30.0),),
    ramp_quarters=16,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=15.0,
    variable_cost_unit="million yuan per laboratory and quarter (60 a year)",
    metered=laboratories_added,
    side_effect="organisations grow more alike in what they know, so that they have less to bring to one another",
    source="assumption (effect, ramp, cost); seed 4.1: 21 laboratories against 116 in Beijing and 44 in Shanghai",
    cost_range=(0.3, 3.0),
)
