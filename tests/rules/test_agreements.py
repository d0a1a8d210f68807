"""How agreements between two cities come and go, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sim.agents.agreement import agreement_after, drawn_together, sign_chance
from tests.rules.plain import plain, settings

NUMBERS = settings(agreements=0, sign_rate=0.5, sign_step=0.3, sign_value=50.0, agreement_lapse=0.6)
NONE = settings(**{**vars(NUMBERS), "agreements": 1})


@pytest.mark.parametrize(
    ("exchanged", "numbers", "expected"),
    [
        (60.0, NUMBERS, 0.5),
        (20.0, NUMBERS, 0.2),  # 0.5 x 20 / 50
        (0.0, NUMBERS, 0.0),
        (60.0, NONE, 0.0),
        (1.0, settings(**{**vars(NUMBERS), "sign_value": 0.0}), 0.5),  # any exchange is enough
    ],
)
def test_cities_sign_where_there_is_exchange(exchanged: float, numbers: object, expected: float) -> None:
    assert plain(sign_chance)(exchanged, numbers) == pytest.approx(expected)


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
