"""A catalogue of transfer that is kept up shows open technology to partners who would not have looked across."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def listed(level: float, meters: MeterRow) -> float:
    """Technologies that were listed this quarter, while the lever is in force."""
    return meters.listed if level > 0.0 else 0.0


LEVER = Lever(
    name="transfer_catalogue",
    label="Catalogue of transfer",
    label_zh="军用技术转民用推广目录",
    words="List half of the open technology that is offered across the sides in a catalogue that is kept up.",
    moves=(Move("catalogue_share", How.APPROACH, 0.5),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=20.0,
    variable_cost=0.05,
    variable_cost_unit="million yuan per technology listed",
    metered=listed,
    side_effect="partners and clerks are busy with what is listed, and have less time for the rest",
    source="assumption (effect, ramp, cost); seed 3.4",
)
