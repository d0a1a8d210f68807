"""Classified technology that moves is exposed; exposure can leak, and a leak tightens secrecy for a while.

Controls trade leakage against diffusion (National Academy of Sciences 1982; Gross 2023). Leaks are an
outcome to be traded off; they are never netted into value.
"""

from __future__ import annotations

from sim.elementary import exp, power
from sim.rules import rule
from sim.scales import Settings, number, share


class LeakageSettings(Settings):
    """How exposure leaks and how long a leak is felt."""

    leak_rate: float = number(
        "chance of a leak per unit of exposure, at the default population",
        "per quarter",
        0.0004,
        (0.0, 0.006),
        allowed=(0.0, 1.0),
        per_population=-1,
    )
    backlash_step: float = share("how far one leak tightens secrecy", 0.10, (0.0, 0.3), source="intensity")
    backlash_limit: float = share("how far leaks can tighten secrecy together", 0.30, (0.1, 0.5), source="intensity")
    backlash_half_life_quarters: float = number(
        "time in which half of a tightening fades", "quarters", 6.0, (2.0, 12.0), allowed=(0.01, 1000.0)
    )
    exposure_decay: float = share("exposure that fades", 0.10, (0.05, 0.3), source="per quarter")


@rule
def leak_chance(exposure: float, settings: LeakageSettings) -> float:
    """Chance that classified technology leaks in a quarter."""
    return 1.0 - exp(-settings.leak_rate * exposure)


@rule
def backlash_after(backlash: float, leaked: bool, settings: LeakageSettings) -> float:
    """Tightening of secrecy after this quarter's fading and leak, an intensity."""
    faded = backlash * power(0.5, 1.0 / settings.backlash_half_life_quarters)
    return min(settings.backlash_limit, faded + settings.backlash_step) if leaked else faded
