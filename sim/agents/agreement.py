"""Cities sign agreements across the boundary with whom exchange has paid; without a body to keep them, they lapse.

Each government weighs by the one rule of choice what has come to its city from the other one against what an
agreement must bring, and two cities sign if both would (ODD, agreements). The source says that a number were signed
and that the effect has not yet appeared (seed 3.1): a body keeps what is signed. Provan & Kenis 2008 propose, without
a measure, that many members who trust one another little need an administration of their own.
"""

from __future__ import annotations

from sim.agents.choice import share_away
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch


class AgreementSettings(Settings):
    """How agreements between cities of two jurisdictions come and go."""

    agreements: int = switch(
        "what agreements between cities of two jurisdictions do",
        {
            "lapsing": "cities sign where exchange has paid; what they sign draws looks, opens the boundary, lapses",
            "none": "there are none; a body lifts the boundary by itself",
        },
        source="seed 3.1: a number were signed, and their effect has not yet appeared",
    )
    habit_sign: float = share(
        "chance that a city would sign an agreement in a year if exchange has brought just what one must bring",
        0.7,
        (0.4, 0.9),
        grade="coded",
        source="seed 3.1: 'a number of' agreements",
    )
    sharpness_agreements: float = number(
        "how strongly cities sign where exchange has paid",
        "exponent",
        2.0,
        (0.5, 4.0),
        allowed=(0.0, 16.0),
        source="large owners compare",
    )
    sign_step: float = share(
        "part of what is not yet agreed that one more agreement settles",
        0.3,
        (0.1, 0.5),
        grade="coded",
        source="seed 3.1: 'a number of' agreements",
    )
    sign_value: float = number(
        "value that must come from a city in a year for an agreement with it to be as good as none",
        "million yuan a year",
        2.5,
        (0.5, 10.0),
        allowed=(0.0, 1e9),
        per_population=1,
        source="two deliveries in three years: one across the boundary is worth 3.4 million yuan in the mean",
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
        source="few looks reach across the boundary at all: what is only seen better there is seldom looked at",
    )


LAPSING = number_of(AgreementSettings.agreements, "lapsing")


@rule
def expected_a_quarter(settings: AgreementSettings) -> float:
    """Value that must come from a city in a quarter for an agreement with it to be as good as none, million yuan."""
    return 0.25 * settings.sign_value


@rule
def sign_chance(perceived: float, sharpness: float, settings: AgreementSettings) -> float:
    """Chance that a city would sign an agreement with another this year, 0..1; both must.

    Args:
        perceived: return of exchange with the other: what has come from there over what an agreement must bring.
        sharpness: how strongly the choice follows it.
    """
    if settings.agreements != LAPSING:
        return 0.0
    return share_away(settings.habit_sign, perceived, 1.0, sharpness)


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
