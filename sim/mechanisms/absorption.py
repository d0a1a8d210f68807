"""From finance to use a technology climbs readiness steps, as fast as its user can absorb it (ODD, absorption)."""

from __future__ import annotations

from sim.mechanisms.clustering import ClusteringSettings
from sim.rules import rule
from sim.scales import number


class AbsorptionSettings(ClusteringSettings):
    """How fast a technology is absorbed, fails or is given up; contact is closer where deals cluster."""

    absorption_speed: float = number(
        "readiness steps at best",
        "per quarter",
        1.2,
        (0.6, 2.2),
        allowed=(0.0, 100.0),
        source="calibrated, docs/calibration.md; outcome check: 23 % of US defence-type SBIR phase-II projects in use",
    )
    technical_failure_rate: float = number(
        "technical failure at zero absorptive capacity",
        "per quarter",
        0.23,
        (0.05, 0.25),
        allowed=(0.0, 100.0),
        source="tuned; outcome check as for absorption_speed",
    )
    technical_failure_floor: float = number(
        "technical failure at full absorptive capacity", "per quarter", 0.03, (0.0, 0.05), allowed=(0.0, 100.0)
    )
    attrition: float = number(
        "ordinary loss of interest", "per quarter", 0.05, (0.01, 0.05), allowed=(0.0, 100.0), source="tuned"
    )
    same_city_contact: float = number("extra contact inside a city", "factor", 0.25, (0.0, 0.5), allowed=(0.0, 100.0))


@rule
def contact_of(same_city: bool, with_anchor: bool, base: float, settings: AbsorptionSettings) -> float:
    """Contact between the parties, 1 = ordinary.

    Args:
        base: how far the recipient's city is a demonstration base for the deal's field, 0..2.
    """
    contact = 1.0
    if same_city:
        contact += settings.same_city_contact
    if with_anchor:
        contact += settings.anchor_contact
    return contact + settings.demonstration_base_contact * base


@rule
def absorption_rate(
    capacity: float, comprehension: float, contact: float, slowed: float, settings: AbsorptionSettings
) -> float:
    """Readiness steps per quarter; `slowed` is what the barriers leave of it."""
    return settings.absorption_speed * capacity * comprehension * contact * slowed


@rule
def failure_rate(capacity: float, settings: AbsorptionSettings) -> float:
    """Technical failure, per quarter."""
    return settings.technical_failure_rate * (1.0 - capacity) + settings.technical_failure_floor
