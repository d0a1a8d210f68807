"""Rules of the life of a deal that belong to no single agent, barrier or lever, each with its settings."""

from __future__ import annotations

from sim.mechanisms import (
    absorption,
    clustering,
    conversion,
    deal_value,
    finance,
    leakage,
    learning,
    partner_search,
    research,
)

MECHANISMS = (
    research,
    partner_search,
    deal_value,
    conversion,
    finance,
    absorption,
    learning,
    clustering,
    leakage,
)
SETTINGS = tuple(setting for mechanism in MECHANISMS for setting in mechanism.SETTINGS)
