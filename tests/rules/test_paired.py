"""Paired intervals and rank probabilities agree with what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.experiment.make.compare import Comparison, differences
from sim.statistics import FEWEST_READINGS, chosen, interval, rank_chances, readings_to_tell, too_few
from sim.statistics.intervals import t_quantile

TOTAL = "transfers_delivered"


def runs(**arms: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(arm, seed, value) for arm, values in arms.items() for seed, value in enumerate(values)],
        columns=["arm", "seed", TOTAL],
    )


def test_the_interval_is_that_of_a_hand_worked_t_test() -> None:
    # Mean 3, standard deviation sqrt(2.5), standard error sqrt(0.5); t(0.975, 4) = 2.776445.
    low, high = interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert low == pytest.approx(3 - 2.776445 * math.sqrt(0.5), abs=1e-6)
    assert high == pytest.approx(3 + 2.776445 * math.sqrt(0.5), abs=1e-6)


def test_two_values_have_the_widest_quantile() -> None:
    # t(0.975, 1) = 12.706205; the standard error of 0 and 2 is 1.
    assert interval(np.array([0.0, 2.0])) == pytest.approx((1 - 12.706205, 1 + 12.706205), abs=1e-5)


def test_one_value_has_no_interval() -> None:
    assert all(math.isnan(end) for end in interval(np.array([3.0])))


def test_differences_are_taken_seed_by_seed() -> None:
    table = differences(runs(first=[10, 20, 30], second=[12, 23, 34]), chosen([TOTAL]))
    [row] = table.to_dict(orient="records")
    # Pairs 2, 3, 4: mean 3, standard error 1 / sqrt(3), t(0.975, 2) = 4.302653.
    assert (row["arm"], row["difference"], row["share_better"], row["readings"]) == ("second", 3, 1, 3)
    assert row["high"] - row["low"] == pytest.approx(2 * 4.302653 / math.sqrt(3), abs=1e-5)


def test_a_seed_that_lacks_a_value_in_one_arm_is_left_out_of_the_pairs() -> None:
    table = differences(runs(first=[10, math.nan, 30], second=[11, 100, 33]), chosen([TOTAL]))
    [row] = table.to_dict(orient="records")
    assert (row["difference"], row["readings"]) == (2, 2)


def test_an_arm_that_is_best_in_every_seed_always_ranks_first() -> None:
    chances = rank_chances(np.arange(6.0) + np.array([[3.0], [1.0], [2.0]]))
    assert chances.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


def test_ranks_follow_the_resampling_of_the_seeds() -> None:
    # The first arm has the lower mean only if its one bad seed is never drawn: (5/6)^6 = 0.335.
    chances = rank_chances(np.array([[9.0, 0, 0, 0, 0, 0], [1.0] * 6]))
    assert chances[0, 0] == pytest.approx((5 / 6) ** 6, abs=0.04)
    assert chances.sum(axis=0) == pytest.approx([1, 1])


def test_too_few_seeds_rank_nothing_and_say_how_many_would_do() -> None:
    # Five that agree are no finding at one in twenty, six are: 2 / 2^5 > 0.05 > 2 / 2^6.
    assert 2 / 2 ** (FEWEST_READINGS - 1) > 0.05 > 2 / 2**FEWEST_READINGS
    apart = np.array([[1.0], [2.0]])
    assert np.isnan(rank_chances(apart + np.zeros(FEWEST_READINGS - 1))).all()
    assert rank_chances(apart + np.zeros(FEWEST_READINGS)).tolist() == [[1, 0], [0, 1]]
    gaps = np.array([[1.0, 1, 1, 1, 1, math.nan], [2.0] * 6])
    assert np.isnan(rank_chances(gaps)).all()  # a seed that an arm lacks is none
    assert too_few(1) == "too few to say: 1 seed, where 6 would do"
    assert too_few(FEWEST_READINGS) == ""


def test_the_number_of_readings_that_would_tell_is_worked_out() -> None:
    # A spread of 10 and a difference of 2: t(n - 1) x 10 / sqrt(n) falls below 2 from n = 99 on; two digits, upwards.
    half = t_quantile(15) * 10 / math.sqrt(16)
    assert readings_to_tell(2.0, 2 - half, 2 + half, 16) == 99
    assert t_quantile(98) * 10 / math.sqrt(99) < 2 < t_quantile(97) * 10 / math.sqrt(98)
    assert readings_to_tell(-0.5, -0.5 - half, -0.5 + half, 16) == 1600
    assert readings_to_tell(0.0, -half, half, 16) == 0
    assert readings_to_tell(50.0, 0, 100, 2) == FEWEST_READINGS


def test_equal_arms_share_the_ranks() -> None:
    assert rank_chances(np.ones((2, 6))) == pytest.approx(np.full((2, 2), 0.5), abs=0.04)


def test_a_comparison_counts_in_how_many_readings_an_arm_is_ahead() -> None:
    table = runs(first=[1, 2, 3] * 5, second=[4, 5, 6] * 5).assign(draw=0)
    [row] = Comparison(table, table).verdicts(TOTAL).to_dict(orient="records")
    assert (row["first"], row["second"], row["ahead"], row["verdict"]) == ("second", "first", 15, "most")


def test_what_is_neither_better_nor_worse_has_no_order() -> None:
    table = runs(first=[1, 2], second=[3, 4])
    with pytest.raises(ValueError, match="has no order"):
        Comparison(table, table).verdicts("deals_opened")
