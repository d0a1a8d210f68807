"""A body across the two jurisdictions shows partners over the boundary, recognises approvals and pools the funds."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move, unmetered

LEVER = Lever(
    name="coordination_body",
    label="Cross-region coordination body",
    label_zh="跨区域协调机构",
    words="Set up one body that coordinates across both jurisdictions.",
    moves=(
        Move("barriers.missing_coordination_body", How.REDUCE, 0.8),
        Move("overlap_relief", How.APPROACH, 0.6),
        Move("fund_pooled", How.APPROACH, 1.0),
    ),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=50.0,
    variable_cost=0.0,
    variable_cost_unit="",
    metered=unmetered,
    side_effect="deals across the boundary displace local ones, and bring more cases to the offices",
    source="assumption (effect, ramp, cost); seed 3.1; Provan & Kenis 2008",
)
