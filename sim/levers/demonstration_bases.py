"""A demonstration base draws partners' attention to its city and eases contact there."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def bases(level: float, meters: MeterRow) -> float:
    """Bases, weighted by how far the programme is in force."""
    return meters.bases


LEVER = Lever(
    name="demonstration_bases",
    label="Demonstration bases",
    label_zh="示范基地",
    words="Set up military-civilian demonstration bases in chosen cities.",
    moves=(Move("demonstration_base_strength", How.APPROACH, 1.0),),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=25.0,
    variable_cost_unit="million yuan per base and quarter (100 a year)",
    metered=bases,
    side_effect="other cities lose attention",
    source="assumption (effect, cost); seed 2.4",
    takes_cities=True,
)
