"""A delivered deal teaches the recipient, binds the partners and encourages both; a failed one discourages.

Learning shrinks cognitive distance, so partners who repeat themselves run out of novelty (Boschma 2005).
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, share


class LearningSettings(Settings):
    """What deliveries teach, and how success and failure are remembered."""

    transfer_share: float = share(
        "part of the source's lead in expertise that a delivery passes on",
        0.35,
        (0.1, 0.6),
        source="after SKIN (Ahrweiler, Gilbert & Pyka)",
    )
    trust_step: float = share("trust gained per delivery", 0.25, (0.1, 0.5), source="after Gulati & Gargiulo 1999")
    success_step: float = share(
        "part of the way to certainty that a delivery moves perceived success", 0.25, (0.1, 0.5)
    )
    failure_factor: float = share("perceived success kept after a failed deal", 0.93, (0.85, 0.98))
    technical_failure_factor: float = share("perceived success kept after a technical failure", 0.85, (0.7, 0.95))
    initial_success: float = share("perceived success at the start", 0.30, (0.2, 0.5))


@rule
def expertise_taught(recipient: float, source: float, settings: LearningSettings) -> float:
    """Recipient's expertise in the deal's field after delivery, 0..1."""
    return recipient + settings.transfer_share * max(0.0, source - recipient)


@rule
def success_after_delivery(success: float, settings: LearningSettings) -> float:
    """Perceived success after a delivery, 0..1."""
    return success + settings.success_step * (1.0 - success)


@rule
def success_after_failure(success: float, technical: bool, settings: LearningSettings) -> float:
    """Perceived success after a deal failed once matched, 0..1."""
    return success * (settings.technical_failure_factor if technical else settings.failure_factor)
