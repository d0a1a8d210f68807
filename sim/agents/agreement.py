"""Cities that exchange across the boundary sign agreements; without a body to keep them, they lapse (ODD, agreements).

The source says that a number were signed and that the effect has not yet appeared (seed 3.1): they are signed at the
same pace with and without a body, and a body keeps what is signed. Provan & Kenis 2008 propose, without a measure,
that many members who trust one another little need an administration of their own.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch


class AgreementSettings(Settings):
    """How agreements between cities of two jurisdictions come and go."""

    agreements: int = switch(
        "what agreements between cities of two jurisdictions do",
        {
            "lapsing": "they are signed where there is exchange, lift part of the boundary, and lapse without a body",
            "none": "there are none; a body lifts the boundary by itself",
        },
        source="seed 3.1: a number were signed, and their effect has not yet appeared",
    )
    sign_rate: float = share(
        "chance that two cities sign in a year in which much is exchanged between them",
        0.5,
        (0.1, 1.0),
        grade="coded",
        source="seed 3.1: 'a number of' agreements",
    )
    sign_step: float = share(
        "part of what is not yet agreed that one more agreement settles",
        0.3,
        (0.1, 0.5),
        grade="coded",
        source="seed 3.1: 'a number of' agreements",
    )
    sign_value: float = number(
        "value exchanged between two cities in a year from which on they sign as often as they ever do",
        "million yuan a year",
        50.0,
        (10.0, 200.0),
        allowed=(0.0, 1e9),
        per_population=1,
    )
    agreement_lapse: float = share(
        "part of what is agreed that lapses in a year if no body coordinates at all",
        0.6,
        (0.3, 0.9),
        grade="coded",
        source="seed 3.1: 'the effect has not yet appeared'",
    )
    agreement_search: float = number(
        "extra attention to a city with which one's own has agreed in full",
        "factor",
        2.0,
        (0.0, 4.0),
        allowed=(0.0, 100.0),
        source="without it agreements are idle, as few looks reach across the boundary at all",
    )


LAPSING = number_of(AgreementSettings.agreements, "lapsing")


@rule
def sign_chance(exchanged: float, settings: AgreementSettings) -> float:
    """Chance that two cities sign in a year, 0..1; `exchanged` is what was delivered between them, million yuan."""
    if settings.agreements != LAPSING or exchanged <= 0.0:
        return 0.0
    return settings.sign_rate * min(1.0, exchanged / max(1e-9, settings.sign_value))


@rule
def agreement_after(agreement: float, signed: bool, lapsing: float, settings: AgreementSettings) -> float:
    """How far two cities have agreed after a year, 0..1.

    Args:
        agreement: how far they had before.
        signed: whether they signed one more.
        lapsing: how far the barriers let agreements lapse, 0..1.
    """
    if signed:
        agreement += settings.sign_step * (1.0 - agreement)
    return agreement * (1.0 - settings.agreement_lapse * lapsing)


@rule
def drawn_together(agreement: float, settings: AgreementSettings) -> float:
    """Attention of one city to another, as a multiple; `agreement` is how far they have agreed, 0..1."""
    return 1.0 + settings.agreement_search * agreement
