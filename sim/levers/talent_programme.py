"""A programme for professional personnel lets expertise spread faster inside every city and field."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def organisations_that_gained(level: float, meters: MeterRow) -> float:
    """Organisations to which people brought expertise this quarter, times how far the programme is in force."""
    return meters.talent_gained * level


LEVER = Lever(
    name="talent_programme",
    label="Talent programme",
    label_zh="专业人才计划",
    words="Pay for exchange, joint posts and training of professional personnel, three times what there is.",
    moves=(Move("talent_flow", How.RAISE, 2.0),),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=0.3,
    variable_cost_unit="million yuan per organisation and year that gained expertise by it",
    metered=organisations_that_gained,
    side_effect="organisations of one city and field grow alike, so that they have less to bring to one another",
    source="assumption (effect, ramp, cost); seed 2.2, 2.4: human resources, professional personnel",
    cost_range=(0.3, 3.0),
)
