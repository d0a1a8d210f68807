"""Secrecy rules hide technology from those who could use it, stop it at review and slow its absorption.

Acts on the shelf (what is classified is seldom released), in search (partners across the sides are not seen), at the
clearance office (licences and reviews are refused, open technology is reviewed out of caution), and in absorption of
classified technology (tacit contact is restricted, work is broken off). A leak of classified technology raises it for
a while.
"""

from __future__ import annotations

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.forms import FormSettings, felt, left_open
from sim.barriers.pair import Pair
from sim.rules import rule
from sim.scales import number, share


class SecrecySettings(FormSettings):
    """How much secrecy hides, refuses and slows."""

    secrecy_visibility_exponent: float = number(
        "how strongly secrecy hides partners across the two sides",
        "exponent",
        0.75,
        (0.2, 1.0),
        allowed=(0.0, 10.0),
        source="tuned",
    )
    licence_exponent_1: float = number(
        "how strongly secrecy lowers the grant of a class-1 licence (parts)",
        "exponent",
        0.25,
        (0.1, 0.5),
        allowed=(0.0, 10.0),
        source="two statutory classes with different scrutiny",
    )
    licence_exponent_2: float = number(
        "how strongly secrecy lowers the grant of a class-2 licence (key subsystems)",
        "exponent",
        0.3,
        (0.2, 0.8),
        allowed=(0.0, 10.0),
        source="two statutory classes with different scrutiny, tuned",
    )
    licence_exponent_3: float = number(
        "how strongly secrecy lowers the grant of a class-3 licence (complete machines)",
        "exponent",
        0.4,
        (0.3, 1.0),
        allowed=(0.0, 10.0),
        source="licences for complete systems are limited in number, tuned",
    )
    cautious_review: float = share(
        "chance, at full secrecy, that open technology is reviewed out of caution",
        0.5,
        (0.2, 0.8),
        source="units 'dare not touch the red line'",
    )
    cautious_exponent: float = number(
        "how strongly secrecy lowers the passing of a cautious review",
        "exponent",
        0.1,
        (0.05, 0.3),
        allowed=(0.0, 10.0),
    )
    secrecy_drag: float = share(
        "share of the speed of absorption of classified technology lost at full secrecy",
        0.35,
        (0.1, 0.6),
        source="tacit know-how needs contact, which secrecy restricts",
    )
    secrecy_withdrawal: float = number(
        "rate at which absorption of classified technology is broken off at full secrecy",
        "per quarter",
        0.06,
        (0.0, 0.15),
        allowed=(0.0, 10.0),
        source="after Gross 2023 (secrecy orders restricted follow-on work)",
    )


@rule
def release(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Chance that a classified technology is released, as a multiple (ODD, research)."""
    return 1.0 - felt(intensity, settings)


@rule
def across(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Chance that a look at the other side finds anyone in spite of secrecy (ODD, search)."""
    if not pair.sides_differ:
        return 1.0
    return left_open(intensity, settings.secrecy_visibility_exponent, settings)


@rule
def licence_grant(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Chance that a licence application is granted, by class (ODD, licences)."""
    exponent = settings.licence_exponent_1
    if pair.licence_class == 2:
        exponent = settings.licence_exponent_2
    elif pair.licence_class >= 3:
        exponent = settings.licence_exponent_3
    return left_open(intensity, exponent, settings)


@rule
def review_needed(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Chance that technology leaving the military side is reviewed: always if classified (ODD, secrecy review)."""
    if not pair.outward:
        return 0.0
    return 1.0 if pair.classified else settings.cautious_review * intensity


@rule
def review_pass(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Chance that a secrecy review is passed (ODD, secrecy review)."""
    if pair.classified:
        return 1.0 - felt(intensity, settings)
    return left_open(intensity, settings.cautious_exponent, settings)


@rule
def contact(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Speed of absorption of classified technology, as a multiple (ODD, absorption)."""
    return 1.0 - settings.secrecy_drag * intensity if pair.classified else 1.0


@rule
def withdrawal(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Rate at which absorption of classified technology is broken off, per quarter (ODD, absorption)."""
    return settings.secrecy_withdrawal * intensity if pair.classified else 0.0


@rule
def people(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    """Part of the people who may join an organisation on the military side (ODD, talent)."""
    return 1.0 - felt(intensity, settings) if pair.sides_differ else 1.0


BARRIER = Barrier(
    name="secrecy",
    label="Secrecy",
    label_zh="保密制度",
    words="How far secrecy rules hide technology and partners, refuse licences and reviews, and restrict contact.",
    default=0.65,
    source="seed 3.4: the secrecy system 'cannot meet the needs', in both directions; tuned",
    acts=(
        Act(points.RELEASE, release, "keeps classified technology from being released"),
        Act(points.ACROSS, across, "hides partners on the other side"),
        Act(points.LICENCE, licence_grant, "refuses licences, more so for higher classes"),
        Act(points.REVIEW_NEEDED, review_needed, "sends technology to review, open technology out of caution"),
        Act(points.REVIEW_PASS, review_pass, "stops technology at review"),
        Act(points.CONTACT, contact, "restricts the contact that tacit know-how needs"),
        Act(points.WITHDRAWAL, withdrawal, "breaks off the absorption of classified technology"),
        Act(points.PEOPLE, people, "keeps people out of organisations on the military side"),
    ),
    settings=SecrecySettings,
    tightens_after_leak=True,
)
