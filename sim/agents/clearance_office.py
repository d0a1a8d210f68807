"""A clearance office decides licences and reviews with the same few clerks, first come first served (ODD, licences).

Clearance times are queue phenomena: applications beyond what the clerks can handle show up as waiting, and
what is added for one purpose is missing for the other.
"""

from __future__ import annotations

from sim.agents.tiers import TierSettings, passes
from sim.rules import rule
from sim.scales import number, share


class ClearanceSettings(TierSettings):
    """Clerks, the work of a file and how long a licence holds."""

    clerks: float = number(
        "clerks of all clearance offices at the default population, shared by organisations",
        "number",
        41,
        (26, 150),
        allowed=(0, 100_000),
        per_population=1,
        source="tuned to a wait of 1-3 quarters",
    )
    licence_clerk_quarters: float = number(
        "clerk time per licence application of class 1, for each hand that it passes",
        "clerk-quarters",
        0.35,
        (0.2, 0.8),
        allowed=(0.0, 1000.0),
        source="single certificates reported to take 8-12 months when delayed",
    )
    review_clerk_quarters: float = number(
        "clerk time per review or second approval, for each hand that it passes",
        "clerk-quarters",
        0.45,
        (0.2, 0.8),
        allowed=(0.0, 1000.0),
    )
    licence_class_markup: float = number(
        "extra clerk time per licence class above the first", "factor", 0.6, (0.3, 1.0), allowed=(0.0, 100.0)
    )
    overlap: float = number(
        "chance that a file bounces where it passes",
        "share",
        0.25,
        (0.0, 0.5),
        allowed=(0.0, 0.99),
        grade="coded",
        source="seed 3.1: overlapping responsibilities",
    )
    overlap_relief: float = share(
        "share of this bouncing that is spared to files of deals across the boundary between jurisdictions",
        0.0,
        (0.0, 1.0),
        source="none unless a body coordinates across the boundary",
    )
    licence_life: float = number(
        "validity of a licence",
        "quarters",
        20,
        (12, 20),
        allowed=(1, 4000),
        source="a quality certificate is valid for 3 years",
    )
    wait_memory: float = share("weight of the last quarter in the office's published expected wait", 0.5, (0.2, 0.8))


@rule
def layer_factor(rung: int, own_office: float, jurisdictions_differ: bool, settings: ClearanceSettings) -> float:
    """Clerk time of a file over that of one clean pass: the hands it passes, and bouncing between them.

    Args:
        rung, own_office: see `passes`.
        jurisdictions_differ: the parties sit in different jurisdictions: only such files can be spared bouncing.
    """
    spared = settings.overlap_relief if jurisdictions_differ else 0.0
    return passes(rung, own_office, settings) / (1.0 - settings.overlap * (1.0 - spared))


@rule
def licence_work(licence_class: int, factor: float, chance: float, settings: ClearanceSettings) -> float:
    """Clerk-quarters of a licence application; `chance` is a unit exponential."""
    return (
        settings.licence_clerk_quarters * (1.0 + settings.licence_class_markup * (licence_class - 1)) * factor * chance
    )


@rule
def review_work(factor: float, chance: float, settings: ClearanceSettings) -> float:
    """Clerk-quarters of a review or second approval; `chance` is a unit exponential."""
    return settings.review_clerk_quarters * factor * chance


@rule
def valid_through(expiry: float, quarter: float) -> bool:
    """Whether a licence is valid to the end of a quarter: one granted in a quarter serves as many as it lives."""
    return expiry >= quarter + 1.0


@rule
def holds_licence(licence_class: int, expiry: float, needed: int, quarter: float) -> bool:
    """Whether an organisation's licence is of the class needed and still valid."""
    return needed <= 0 or (licence_class >= needed and valid_through(expiry, quarter))
