"""Grading secrecy and declassifying in time opens technology to others, at the risk of leaks and their backlash."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move
from sim.rules import rule
from sim.tables import MeterRow


@rule
def review_count(level: float, meters: MeterRow) -> float:
    """Reviews decided this quarter, while the lever is in force."""
    return meters.reviews if level > 0.0 else 0.0


LEVER = Lever(
    name="graded_declassification",
    label="Graded declassification",
    label_zh="分级解密",
    words="Grade secrecy levels, declassify in time, and give units a body that evaluates what may be released.",
    moves=(Move("barriers.secrecy", How.REDUCE, 0.6),),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=60.0,
    variable_cost=0.2,
    variable_cost_unit="million yuan per review decided",
    metered=review_count,
    side_effect="exposure rises, leaks follow, and their backlash tightens secrecy",
    source="assumption (effect, ramp, cost); seed 3.4; Gross 2023",
)
