"""Major projects let the buyers of their fields order more from outside, and pull suppliers up with them."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def procurement_added(level: float, meters: MeterRow) -> float:
    """Orders of this quarter that buyers could not have paid without the projects, million yuan."""
    return meters.procurement_added


LEVER = Lever(
    name="major_projects",
    label="Major projects",
    label_zh="重大工程",
    words="Start major projects that double the procurement money of military buyers in their fields.",
    moves=(Move("project_size", How.ADD, 1.0),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=1.0,
    variable_cost_unit="yuan per yuan ordered that buyers could not have paid without",
    metered=procurement_added,
    side_effect="more supplies are under way: suppliers are busy, and files wait longer at the offices",
    source="assumption (effect, ramp); its cost is what it orders; seed 2.4: traction of major projects",
    takes_fields=True,
    cost_range=(0.9, 1.1),  # the price of what is ordered is known; only overheads are open
)
