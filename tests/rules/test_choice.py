"""Hand-worked numbers of the ledger and its one rule of choice (ODD, N1), and what holds of it for any record."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents import kept, perceived_return, prior, pull, share_away
from tests.rules.plain import plain, settings

AMOUNT = st.floats(0.0, 1e6, allow_subnormal=False)
HABIT = st.floats(0.01, 0.99)
SHARPNESS = st.floats(0.0, 8.0)
RETURN = st.floats(1e-6, 1e6)


def test_a_firm_shrinks_its_record_to_that_of_its_peers() -> None:
    seen = plain(perceived_return)(10.0, 4.0, 1.2, 4.0)
    assert seen == pytest.approx(0.629, abs=5e-4)  # (4 + 4 x 1.2) / (10 + 4)


@pytest.mark.parametrize(("sharpness", "expected"), [(1.0, 0.1732), (0.0, 0.25), (8.0, 0.0081)])
def test_a_firm_takes_part_as_it_has_paid(sharpness: float, expected: float) -> None:
    seen = 8.8 / 14.0
    assert plain(share_away)(0.25, seen, 1.0, sharpness) == pytest.approx(expected, abs=5e-5 if sharpness else 1e-15)
    assert plain(pull)(0.25, seen, 1.0) == pytest.approx(0.157, abs=5e-4)


def test_a_choosing_centre_weighs_what_it_freed_against_what_it_bound() -> None:
    bound = plain(perceived_return)(40.0, 49.0, 1.0, 10.0)
    freed = plain(perceived_return)(20.0, 5.0, 1.0, 10.0)
    assert (bound, freed) == pytest.approx((1.18, 0.5))
    assert plain(share_away)(0.5, freed, bound, 2.0) == pytest.approx(0.152, abs=5e-4)


def test_a_prior_is_some_years_of_outlays_and_a_record_fades() -> None:
    assert plain(prior)(0.1, settings(prior_weight=1.5)) == pytest.approx(0.6)  # 1.5 years of 4 quarters at 0.1
    left = 100.0
    for _ in range(17):
        left = plain(kept)(left, settings(ledger_fade=0.04))
    assert left == pytest.approx(50.0, abs=0.5)


@given(AMOUNT, AMOUNT, RETURN, AMOUNT, HABIT, SHARPNESS)
def test_l2_shares_sum_to_one(put_in: float, got_out: float, peers: float, weight: float, habit: float, sharp: float):
    seen = plain(perceived_return)(put_in, got_out, peers, weight)
    away, home = plain(share_away)(habit, seen, 1.0, sharp), plain(share_away)(1.0 - habit, 1.0, seen, sharp)
    assert 0.0 <= away <= 1.0
    assert away + home == pytest.approx(1.0)


@given(AMOUNT, AMOUNT, RETURN, AMOUNT)
def test_l2_money_in_other_units_changes_no_return(put_in: float, got_out: float, peers: float, weight: float) -> None:
    seen = plain(perceived_return)(put_in, got_out, peers, weight)
    assert plain(perceived_return)(8.0 * put_in, 8.0 * got_out, peers, 8.0 * weight) == seen


@given(RETURN, st.just(0.0) | st.floats(1e-6, 1e6))  # a weight below that is lost in rounding
def test_l2_an_option_never_used_returns_what_it_does_to_peers(peers: float, weight: float) -> None:
    assert plain(perceived_return)(0.0, 0.0, peers, weight) == pytest.approx(peers)


@given(HABIT, RETURN, RETURN)
def test_without_sharpness_everybody_keeps_to_habit(habit: float, away: float, home: float) -> None:
    assert plain(share_away)(habit, away, home, 0.0) == habit


@given(HABIT, RETURN, RETURN, SHARPNESS)
def test_a_better_return_never_lowers_a_share(habit: float, away: float, home: float, sharp: float) -> None:
    shares = [plain(share_away)(habit, factor * away, home, sharp) for factor in (1.0, 1.5, 4.0)]
    assert np.all(np.diff(shares) >= -1e-12)


def test_no_return_is_so_bad_or_good_that_the_rule_breaks() -> None:
    for away in (0.0, 1e300):
        for habit in (0.0, 0.3, 1.0):
            assert 0.0 <= plain(share_away)(habit, away, 1e-300, 16.0) <= 1.0
