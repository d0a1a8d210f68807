"""Converging military and civilian standards narrows the gap that every transfer across the sides must convert."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move, unmetered

LEVER = Lever(
    name="standards_convergence",
    label="Standards convergence",
    label_zh="标准融合",
    words="Revise and unify military and civilian technical standards.",
    moves=(Move("barriers.standards_mismatch", How.REDUCE, 0.6),),
    ramp_quarters=12,
    fixed_cost_million_yuan_per_year=120.0,
    variable_cost=0.0,
    variable_cost_unit="",
    metered=unmetered,
    side_effect="more deals reach finance, and the fund runs dry sooner",
    source="assumption (effect, ramp, cost); seed 3.4",
)
