"""A demand platform and competitive purchase show military needs to private firms and let them bid."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move, unmetered

LEVER = Lever(
    name="market_opening",
    label="Market opening",
    label_zh="市场开放",
    words="Publish demand on a platform and purchase competitively.",
    moves=(Move("barriers.market_separation", How.REDUCE, 0.6),),
    ramp_quarters=8,
    fixed_cost_million_yuan_per_year=80.0,
    variable_cost=0.0,
    variable_cost_unit="",
    metered=unmetered,
    side_effect="licence applications crowd out secrecy reviews at the clearance offices",
    source="assumption (effect, ramp, cost); seed 3.4, 4.3",
)
