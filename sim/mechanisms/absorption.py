"""From finance to use a technology climbs readiness steps, as fast as its user can absorb it (M11)."""

from __future__ import annotations

from typing import Any

from sim.rules import rule
from sim.scales import number

SETTINGS = (
    number(
        "absorb_rate",
        "readiness steps at best",
        "per quarter",
        1.2,
        (0.6, 2.2),
        "assumption",
        "calibrated, docs/calibration.md; outcome check: 23 % of US defence-type SBIR phase-II projects in use",
        allowed=(0.0, 100.0),
    ),
    number(
        "fail_rate",
        "technical failure at zero absorptive capacity",
        "per quarter",
        0.05,
        (0.05, 0.25),
        "assumption",
        "tuned; outcome check as for absorb_rate",
        allowed=(0.0, 100.0),
    ),
    number(
        "fail_floor",
        "technical failure at full absorptive capacity",
        "per quarter",
        0.02,
        (0.0, 0.05),
        "assumption",
        "assumption",
        allowed=(0.0, 100.0),
    ),
    number(
        "attrition",
        "ordinary loss of interest",
        "per quarter",
        0.05,
        (0.01, 0.05),
        "assumption",
        "assumption, tuned",
        allowed=(0.0, 100.0),
    ),
    number(
        "same_city_contact",
        "extra contact inside a city",
        "factor",
        0.25,
        (0.0, 0.5),
        "assumption",
        "assumption",
        allowed=(0.0, 100.0),
    ),
)


@rule
def contact_of(same_city: bool, with_anchor: bool, base: float, settings: Any) -> float:
    """Contact between the parties, 1 = ordinary.

    Args:
        base: how far a demonstration base is in force in the recipient's city, 0..1.
    """
    contact = 1.0
    if same_city:
        contact += settings.same_city_contact
    if with_anchor:
        contact += settings.anchor_contact
    return contact + settings.base_contact * base


@rule
def absorption_rate(capacity: float, comprehension: float, contact: float, slowed: float, settings: Any) -> float:
    """Readiness steps per quarter; `slowed` is what the barriers leave of it."""
    return settings.absorb_rate * capacity * comprehension * contact * slowed


@rule
def failure_rate(capacity: float, settings: Any) -> float:
    """Technical failure, per quarter."""
    return settings.fail_rate * (1.0 - capacity) + settings.fail_floor
