"""A delivered deal teaches the recipient, binds the partners and encourages both; a failed one discourages (M12).

Learning shrinks cognitive distance, so partners who repeat themselves run out of novelty (Boschma 2005).
"""

from __future__ import annotations

from typing import Any

from sim.rules import rule
from sim.scales import share

SETTINGS = (
    share(
        "transfer_share",
        "part of the source's lead in expertise that a delivery passes on",
        0.35,
        (0.1, 0.6),
        "assumption",
        "assumption after SKIN (Ahrweiler, Gilbert & Pyka)",
    ),
    share(
        "trust_step",
        "trust gained per delivery",
        0.25,
        (0.1, 0.5),
        "assumption",
        "assumption after Gulati & Gargiulo 1999",
    ),
    share(
        "success_step",
        "part of the way to certainty that a delivery moves perceived success",
        0.25,
        (0.1, 0.5),
        "assumption",
        "assumption",
    ),
    share(
        "failure_factor",
        "perceived success kept after a failed deal",
        0.93,
        (0.85, 0.98),
        "assumption",
        "assumption",
    ),
    share(
        "technical_failure_factor",
        "perceived success kept after a technical failure",
        0.85,
        (0.7, 0.95),
        "assumption",
        "assumption",
    ),
    share("initial_success", "perceived success at the start", 0.30, (0.2, 0.5), "assumption", "assumption"),
)


@rule
def expertise_taught(recipient: float, source: float, settings: Any) -> float:
    """Recipient's expertise in the deal's field after delivery, 0..1."""
    return recipient + settings.transfer_share * max(0.0, source - recipient)


@rule
def success_after_delivery(success: float, settings: Any) -> float:
    """Perceived success after a delivery, 0..1."""
    return success + settings.success_step * (1.0 - success)


@rule
def success_after_failure(success: float, technical: bool, settings: Any) -> float:
    """Perceived success after a deal failed once matched, 0..1."""
    return success * (settings.technical_failure_factor if technical else settings.failure_factor)
