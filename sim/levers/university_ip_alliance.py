"""An alliance of universities shows their technology to more partners, across the boundary as well."""

from __future__ import annotations

from sim.levers.lever import How, Lever, Move, unmetered

LEVER = Lever(
    name="university_ip_alliance",
    label="University IP alliance",
    label_zh="高校知识产权联盟",
    words="Pool the intellectual-property information of the universities of both jurisdictions.",
    moves=(
        Move("university_visibility", How.APPROACH, 0.6),
        Move("boundary_waiver", How.APPROACH, 1.0),
    ),
    ramp_quarters=4,
    fixed_cost_million_yuan_per_year=15.0,
    variable_cost=0.0,
    variable_cost_unit="",
    metered=unmetered,
    side_effect="partners' attention leaves the supply of private products",
    source="assumption (effect, cost); seed 2.2",
)
