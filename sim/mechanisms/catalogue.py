"""A catalogue of transfer shows what is listed in it to those who would not have looked across the sides.

Seed 3.4: a catalogue has been formulated, and its effect is not satisfactory; so few technologies are listed.
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, share


class CatalogueSettings(Settings):
    """How much of what is offered across the sides is listed, and how far a list reaches."""

    catalogue_share: float = share(
        "part of the open technologies offered across the sides that are listed in the catalogue of transfer",
        0.1,
        (0.0, 0.3),
        grade="coded",
        source="seed 3.4: a catalogue has been formulated, its effect is not satisfactory",
    )
    catalogue_reach: float = share(
        "how far a list brings a look at the other side to somebody: 0 not at all, 1 always but for complete barriers",
        0.5,
        (0.1, 0.9),
        source="seed 3.4, without a number",
    )


@rule
def crossing_if_listed(crossing: float, settings: CatalogueSettings) -> float:
    """Chance that a look for a listed technology finds anyone, 0..1; what a complete barrier closes stays closed.

    Args:
        crossing: the same of a technology that is not listed, 0..1.
    """
    return power(crossing, 1.0 - settings.catalogue_reach) if crossing > 0.0 else 0.0
