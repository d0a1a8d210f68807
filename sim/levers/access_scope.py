"""A narrower scope of control lets suppliers in without a licence, parts first, at the risk of leaks."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move, unmetered

LEVER = Lever(
    name="access_scope",
    label="Narrower scope of control",
    label_zh="缩小许可管理范围",
    words="Take supplies out of the licence catalogue: most parts, half of the subsystems, few complete machines.",
    moves=(
        Move("access_scope_1", How.REDUCE, 0.8),
        Move("access_scope_2", How.REDUCE, 0.5),
        Move("access_scope_3", How.REDUCE, 0.2),
    ),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=5.0,
    variable_cost=0.0,
    variable_cost_unit="",
    metered=unmetered,
    side_effect="supplies without a licence are exposed, leaks follow, and their backlash tightens secrecy",
    source="assumption (effect by rung, ramp, cost); seed 2.3; the cut of September 2015 spared machines (Xinhua)",
)
