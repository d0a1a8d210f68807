"""How agreements between two cities come and go, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sim.agents import perceived_return, prior
from sim.agents.agreement import agreement_after, drawn_together, expected_a_quarter, sign_chance
from tests.rules.plain import plain, settings

NUMBERS = settings(agreements=0, habit_sign=0.7, sign_step=0.3, sign_value=2.5, agreement_lapse=0.6, prior_weight=1.5)
NONE = settings(**{**vars(NUMBERS), "agreements": 1})


@pytest.mark.parametrize(
    ("perceived", "sharpness", "numbers", "expected"),
    [
        (1.0, 2.0, NUMBERS, 0.7),  # exchange has brought just what an agreement must bring: the habit
        (1.875, 2.0, NUMBERS, 0.891),  # 0.7 x 3.516 = 2.461 against 0.3
        (0.375, 2.0, NUMBERS, 0.247),  # 0.7 x 0.141 = 0.098 against 0.3
        (0.375, 0.0, NUMBERS, 0.7),
        (1.875, 2.0, NONE, 0.0),
    ],
)
def test_a_city_signs_where_exchange_has_paid(
    perceived: float, sharpness: float, numbers: object, expected: float
) -> None:
    assert plain(sign_chance)(perceived, sharpness, numbers) == pytest.approx(expected, abs=5e-4)


def test_what_has_come_is_weighed_against_what_an_agreement_must_bring() -> None:
    """What came over what was expected, shrunk to what exchange brought all cities by a year and a half of it."""
    a_quarter = plain(expected_a_quarter)(NUMBERS)
    weight = plain(prior)(a_quarter, NUMBERS)
    assert (a_quarter, weight) == pytest.approx((0.625, 3.75))
    assert plain(perceived_return)(15.0, 34.5, 0.18, weight) == pytest.approx(1.876)  # (34.5 + 0.675) / 18.75
    assert plain(perceived_return)(15.0, 0.0, 0.18, weight) == pytest.approx(0.036)


def test_two_cities_sign_if_both_would() -> None:
    """One that gives and gets nothing back hardly signs: 0.891 x 0.003."""
    gets, gives = (plain(sign_chance)(seen, 2.0, NUMBERS) for seen in (1.876, 0.036))
    assert gets * gives == pytest.approx(0.0027, abs=1e-4)


@pytest.mark.parametrize(
    ("before", "signed", "lapsing", "expected"),
    [
        (0.2, True, 0.8, 0.2288),  # (0.2 + 0.3 x 0.8) (1 - 0.6 x 0.8)
        (0.2, False, 0.8, 0.104),
        (0.2, True, 0.0, 0.44),  # nothing lapses
        (0.2, False, 0.0, 0.2),
        (1.0, True, 1.0, 0.4),
    ],
)
def test_what_is_agreed_lapses_without_a_body(before: float, signed: bool, lapsing: float, expected: float) -> None:
    assert plain(agreement_after)(before, signed, lapsing, NUMBERS) == pytest.approx(expected)


@pytest.mark.parametrize(("lapsing", "steady", "left"), [(0.8, 0.14, 0.73), (0.16, 0.585, 0.10)])
def test_a_body_holds_what_is_signed_every_other_year(lapsing: float, steady: float, left: float) -> None:
    """Steady on average: a -> (a + 0.15 (1 - a)) (1 - 0.6 b); then the boundary reads b (1 - 0.6 a)."""
    agreement = 0.0
    for _ in range(200):
        signed, not_signed = (plain(agreement_after)(agreement, one, lapsing, NUMBERS) for one in (True, False))
        agreement = (signed + not_signed) / 2.0
    assert agreement == pytest.approx(steady, abs=0.005)
    assert lapsing * (1.0 - 0.6 * agreement) == pytest.approx(left, abs=0.005)


@pytest.mark.parametrize(("agreement", "expected"), [(0.0, 1.0), (0.14, 1.28), (1.0, 3.0)])  # 1 + 2 a
def test_an_agreement_draws_attention(agreement: float, expected: float) -> None:
    assert plain(drawn_together)(agreement, settings(agreement_search=2.0)) == pytest.approx(expected)
