"""Conversion to the other side's standards takes time, and what is learnt stays in the field as a commons.

Every completed conversion harmonises a little of the field's standards for all who come after, and the
commons decays: fields can take off or stay locked.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, share


class ConversionSettings(Settings):
    """How fast standards are converted, given up, harmonised and lost."""

    conversion_speed: float = number(
        "speed of conversion at no gap", "per quarter", 0.7, (0.3, 1.0), allowed=(0.0, 100.0), source="tuned"
    )
    conversion_abandonment_rate: float = number(
        "rate of giving up at a full gap", "per quarter", 0.3, (0.1, 0.5), allowed=(0.0, 100.0), source="tuned"
    )
    harmonisation_step: float = number(
        "standards harmonised per completed conversion, at the default population",
        "share",
        0.001,
        (0.0, 0.005),
        allowed=(0.0, 1.0),
        per_population=-1,
    )
    harmonisation_decay: float = share(
        "harmonised standards that fall out of use", 0.02, (0.0, 0.05), source="per quarter"
    )


@rule
def conversion_rate(gap: float, settings: ConversionSettings) -> float:
    """Rate of finishing a conversion, per quarter; none at a full gap."""
    return settings.conversion_speed * (1.0 - gap)


@rule
def abandonment_rate(gap: float, settings: ConversionSettings) -> float:
    """Rate of giving a conversion up because of one barrier's gap, per quarter."""
    return settings.conversion_abandonment_rate * gap


@rule
def harmonised_after(harmonised: float, settings: ConversionSettings) -> float:
    """Share of harmonised standards after one more conversion."""
    return harmonised + min(1.0, settings.harmonisation_step) * (1.0 - harmonised)
