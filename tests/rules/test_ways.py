"""Ways of money (ODD M4, M10): hand-worked numbers of capital, interest and who is looked at, and what is paid back."""

from __future__ import annotations

import pytest

from sim.mechanisms import ways
from sim.mechanisms.ways import ONE_BANK
from tests.rules.plain import plain, settings

WAYS = 0


@pytest.mark.parametrize(("form", "expected"), [(WAYS, 15.0), (ONE_BANK, 0.0)])
def test_a_subsystem_needs_twice_the_capital_of_a_part_m4(form: int, expected: float) -> None:
    """Price 5, rung factor 2: 1.5 x 5 x 2."""
    assert plain(ways.capital_need)(5.0, 2.0, settings(money=form, capital_share=1.5)) == pytest.approx(expected)


def test_interest_over_two_years_and_a_tenth_m4() -> None:
    """Cost 2, capital 15, land 2.25; 4.5 % and half of a gap of 3 %, over 8.4 quarters: 19.25 x 0.06 x 2.1."""
    assert plain(ways.interest_for)(2.0 + 15.0 + 2.25, 0.045 + 0.03 * 0.5, 8.4) == pytest.approx(2.4255)


@pytest.mark.parametrize(
    ("left", "price", "expected"),
    [(5.0, 5.0, True), (4.9, 5.0, False), (9.0, 0.0, False)],  # nothing is bought, so there is no order
)
def test_an_order_is_the_security_of_a_bill_m10(left: float, price: float, expected: bool) -> None:
    assert plain(ways.has_security)(left, price) is expected


@pytest.mark.parametrize(
    ("rung", "value", "expected"), [(1, 39.0, False), (1, 40.0, True), (2, 1.0, True), (3, 1.0, True)]
)
def test_investors_look_at_subsystems_machines_and_great_value_m10(rung: int, value: float, expected: bool) -> None:
    assert plain(ways.draws_equity)(rung, value, settings(equity_value=40.0)) is expected


@pytest.mark.parametrize(
    ("revenue", "cash", "recourse", "paid", "of_it_cash"),
    [
        (40.0, 9.0, 0.8, 12.0, 0.0),  # 0.15 x 40 a year for three years: 18 million would do
        (10.0, 100.0, 0.8, 12.0, 7.5),  # 4.5 from revenue, the rest from cash
        (10.0, 5.0, 0.8, 8.5, 4.0),  # eight tenths of the cash
        (10.0, 100.0, 0.0, 4.5, 0.0),  # no recourse to it
        (0.0, 0.0, 0.8, 0.0, 0.0),
    ],
)
def test_what_is_paid_when_a_loan_falls_due_m10(
    revenue: float, cash: float, recourse: float, paid: float, of_it_cash: float
) -> None:
    given = settings(recourse=recourse, debt_service=0.15, loan_quarters=12.0)
    assert plain(ways.paid_when_due)(12.0, revenue, cash, given) == pytest.approx(paid)
    assert plain(ways.paid_from_cash)(12.0, revenue, cash, given) == pytest.approx(of_it_cash)
