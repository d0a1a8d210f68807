"""Subsidised R&D adds to expertise and to new technology, less what organisations withdraw of their own."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def subsidy(level: float, meters: MeterRow) -> float:
    """Subsidy on the whole R&D base this quarter, million yuan."""
    return meters.research_base * meters.subsidy_share


LEVER = Lever(
    name="rd_subsidy",
    label="R&D subsidy",
    label_zh="研发补贴",
    words="Subsidise the R&D of all organisations.",
    moves=(Move("subsidy_share", How.ADD, 0.5),),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=0.0,
    variable_cost=0.03,
    variable_cost_unit="yuan per yuan of subsidy on the whole R&D base, of which about 3 % is dual-use",
    metered=subsidy,
    side_effect="own R&D is partly withdrawn; profiles draw closer or drift apart",
    source="assumption (effect, cost); Dimos & Pugh 2016; seed 3.3",
)
