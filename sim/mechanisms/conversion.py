"""Conversion to the other side's standards takes time, and what is learnt stays in the field as a commons (M9).

Every completed conversion harmonises a little of the field's standards for all who come after, and the
commons decays: fields can take off or stay locked.
"""

from __future__ import annotations

from typing import Any

from sim.rules import rule
from sim.scales import number, share

SETTINGS = (
    number(
        "std_rate",
        "speed of conversion at no gap",
        "per quarter",
        0.65,
        (0.3, 1.0),
        "assumption",
        "assumption, tuned",
        allowed=(0.0, 100.0),
    ),
    number(
        "std_giveup",
        "rate of giving up at a full gap",
        "per quarter",
        0.28,
        (0.1, 0.5),
        "assumption",
        "assumption, tuned",
        allowed=(0.0, 100.0),
    ),
    number(
        "std_learning",
        "standards harmonised per completed conversion, at the default population",
        "share",
        0.0028,
        (0.0, 0.005),
        "assumption",
        "assumption, tuned",
        allowed=(0.0, 1.0),
        per_population=-1,
    ),
    share(
        "std_decay",
        "harmonised standards that fall out of use",
        0.02,
        (0.0, 0.05),
        "assumption",
        "assumption; per quarter",
    ),
)


@rule
def conversion_rate(gap: float, settings: Any) -> float:
    """Rate of finishing a conversion, per quarter; none at a full gap."""
    return settings.std_rate * (1.0 - gap)


@rule
def abandonment_rate(gap: float, settings: Any) -> float:
    """Rate of giving a conversion up because of one barrier's gap, per quarter."""
    return settings.std_giveup * gap


@rule
def harmonised_after(harmonised: float, settings: Any) -> float:
    """Share of harmonised standards after one more conversion."""
    return harmonised + min(1.0, settings.std_learning) * (1.0 - harmonised)
