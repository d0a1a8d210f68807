"""Bills, bonds and equity are opened to deals, by guidance and by who bears a part of what is lost on them."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def channel_losses(level: float, meters: MeterRow) -> float:
    """Losses this quarter on bills, bonds and equity, as far as the lever has added them, million yuan."""
    return meters.channel_losses


LEVER = Lever(
    name="financing_channels",
    label="Financing channels",
    label_zh="多层次融资渠道",
    words="Guide commercial bills, bonds and social capital into deals, and stand in for what is lost.",
    moves=(
        Move("bill", How.ADD, 0.3),
        Move("bond", How.ADD, 0.1),
        Move("equity", How.ADD, 0.1),
    ),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=20.0,
    variable_cost=0.5,
    variable_cost_unit="yuan per yuan lost on the bills, bonds and equity that it adds",
    metered=channel_losses,
    side_effect="losses of lenders; banks and the fund are asked for less",
    source="assumption (effect, ramp, cost); seed 3.3",
    cost_range=(0.3, 2.0),
)
