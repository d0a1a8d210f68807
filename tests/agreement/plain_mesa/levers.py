"""Levers; each moves named settings, along a ramp, at a cost (ODD M0, docs/levers.md)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


def cut(value: float, amount: float, level: float) -> float:
    """REDUCE."""
    return value * (1.0 - amount * level)


def raised(value: float, amount: float, level: float) -> float:
    """RAISE."""
    return value * (1.0 + amount * level)


def plus(value: float, amount: float, level: float) -> float:
    """ADD."""
    return value + amount * level


def towards_one(value: float, amount: float, level: float) -> float:
    """APPROACH."""
    return value + amount * level * (1.0 - value)


@dataclass(frozen=True)
class Lever:
    """What a lever moves, and what is metered for its variable cost."""

    name: str
    moves: tuple[tuple[str, Callable[[float, float, float], float], float], ...]
    metered: Callable = lambda level, meters: 0.0


LEVERS = (
    Lever("standards_convergence", (("standards_mismatch", cut, 0.6),)),
    Lever(
        "graded_declassification",
        (("secrecy", cut, 0.6),),
        lambda level, meters: meters["reviews"] if level > 0.0 else 0.0,
    ),
    Lever("market_opening", (("market_separation", cut, 0.6),)),
    Lever(
        "equal_treatment",
        (("unequal_policy_treatment", cut, 0.8),),
        lambda level, meters: meters["ladder_value"] * level,
    ),
    Lever(
        "coordination_body",
        (
            ("missing_coordination_body", cut, 0.8),
            ("overlap_relief", towards_one, 0.6),
            ("fund_pooled", towards_one, 1.0),
        ),
    ),
    Lever("clearance_staff", (("clerks", raised, 1.0),), lambda level, meters: meters["clerks_added"]),
    Lever(
        "fund_pool",
        (("fund", plus, 480.0),),
        lambda level, meters: 0.02 * meters["fund_added"] + 0.40 * meters["fund_spent_on_added"],
    ),
    Lever(
        "tech_credit_guarantee",
        (("credit_guarantee", towards_one, 0.5),),
        lambda level, meters: meters["guaranteed_credit"] * level,
    ),
    Lever(
        "rd_subsidy",
        (("subsidy_share", plus, 0.5),),
        lambda level, meters: meters["research_base"] * meters["subsidy_share"],
    ),
    Lever(
        "demonstration_bases",
        (("demonstration_base_strength", towards_one, 1.0),),
        lambda level, meters: meters["bases"],
    ),
    Lever(
        "university_ip_alliance",
        (("university_visibility", towards_one, 0.6), ("boundary_waiver", towards_one, 1.0)),
    ),
    Lever(
        "anchor_programme",
        (("anchors_added", plus, 6.0), ("lead_revenue", cut, 0.5)),
        lambda level, meters: meters["anchors_added"],
    ),
    Lever("science_base", (("laboratories_added", plus, 30.0),), lambda level, meters: meters["laboratories_added"]),
    Lever("talent_programme", (("talent_flow", raised, 2.0),), lambda level, meters: meters["talent_gained"] * level),
    Lever(
        "transfer_catalogue",
        (("catalogue_share", towards_one, 0.5),),
        lambda level, meters: meters["listed"] if level > 0.0 else 0.0,
    ),
    Lever("major_projects", (("project_size", plus, 1.0),), lambda level, meters: meters["procurement_added"]),
    Lever("access_scope", (("access_scope_1", cut, 0.8), ("access_scope_2", cut, 0.5), ("access_scope_3", cut, 0.2))),
    Lever("tax_relief", (("tax_gap", cut, 1.0),), lambda level, meters: meters["tax_forgone"]),
    Lever("interest_relief", (("interest_gap", cut, 1.0),), lambda level, meters: meters["interest_forgone"]),
    Lever("land_access", (("land_gap", cut, 1.0),), lambda level, meters: meters["land_forgone"]),
    Lever(
        "financing_channels",
        (("bill", plus, 0.3), ("bond", plus, 0.1), ("equity", plus, 0.1)),
        lambda level, meters: meters["channel_losses"],
    ),
)


def ramp(quarter: int, start: int, length: int, shape: str) -> float:
    """Return the share of full effect that is reached."""
    if quarter < start:
        return 0.0
    if quarter >= start + length:
        return 1.0
    done = (quarter - start + 1) / (length + 1)
    if shape == "linear":
        return done

    def s(x: float) -> float:
        return 1.0 / (1.0 + math.exp(-10.0 * (x - 0.5)))

    return (s(done) - s(0.0)) / (s(1.0) - s(0.0))
