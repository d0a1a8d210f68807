"""A clearance office decides licences and reviews with the same few clerks, first come first served (ODD, licences).

Clearance times are queue phenomena: applications beyond what the clerks can handle show up as waiting, and
what is added for one purpose is missing for the other.
"""

from __future__ import annotations

from sim.agents.tiers import TierSettings, passes
from sim.rules import rule
from sim.scales import number, number_of, share, switch
from sim.tables import NEVER


class ClearanceSettings(TierSettings):
    """Clerks, the work of a file and how long a licence holds."""

    clerks: float = number(
        "clerks of all clearance offices at the default population, shared by organisations",
        "number",
        37,
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
    offices: int = switch(
        "how clerks and files come together at a clearance office",
        {
            "shared": "all files wait in one queue for all clerks",
            "separate": "licences have clerks of their own, reviews and second approvals the others",
            "statutory_clock": "one queue, and a file is decided statutory_quarters after it was filed at the latest",
        },
        source="the sources tell of no counters, and of no deadline that was kept",
    )
    licence_clerks: float = share(
        "part of an office's clerks who decide licences, under offices = separate",
        0.6,
        (0.4, 0.8),
        source="about their part of the work",
    )
    statutory_quarters: float = number(
        "time after which a file is decided, ready or not, under offices = statutory_clock",
        "quarters",
        2.0,
        (0.5, 4.0),
        allowed=(0.0, 4000.0),
        source="a deadline of half a year",
    )
    refusal: int = switch(
        "what a refused licence means for the deals that wait for it",
        {
            "final": "they end",
            "re_application": "they wait while the firm files again, a pause later and a few times",
        },
        source="no source tells how many refused firms file again",
    )
    cooling: float = number(
        "pause between a refusal and the next filing, under refusal = re_application",
        "quarters",
        2.0,
        (1.0, 4.0),
        allowed=(0.0, 4000.0),
    )
    attempts: float = number(
        "further filings after a refusal at most, under refusal = re_application",
        "number",
        2,
        (1, 4),
        allowed=(0, 100),
        whole=True,
    )
    wait_memory: float = share("weight of the last quarter in the office's published expected wait", 0.5, (0.2, 0.8))


SEPARATE = number_of(ClearanceSettings.offices, "separate")
STATUTORY_CLOCK = number_of(ClearanceSettings.offices, "statutory_clock")
RE_APPLICATION = number_of(ClearanceSettings.refusal, "re_application")


@rule
def clerks_for_reviews(clerks: int, settings: ClearanceSettings) -> int:
    """Clerks of an office who decide reviews and second approvals alone, 0 if all decide everything.

    Where clerks are separate, each counter has at least one; a single clerk decides everything.
    """
    if settings.offices != SEPARATE or clerks < 2:
        return 0
    return clerks - min(clerks - 1, max(1, int(settings.licence_clerks * clerks + 0.5)))


@rule
def due(filed: float, quarter: float, settings: ClearanceSettings) -> float:
    """When a file is decided at the latest, in quarters; a deadline that was shortened meanwhile holds from now on."""
    return max(filed + settings.statutory_quarters, quarter) if settings.offices == STATUTORY_CLOCK else NEVER


@rule
def files_again(refusals: int, settings: ClearanceSettings) -> bool:
    """Tell whether a firm that was refused so often in a row files once more."""
    return settings.refusal == RE_APPLICATION and 0 < refusals <= settings.attempts


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
