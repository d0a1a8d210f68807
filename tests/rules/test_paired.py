"""Paired intervals and counts agree with what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.experiment.make.compare import Comparison, differences
from sim.statistics import chosen, interval

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


def test_a_comparison_counts_in_how_many_readings_an_arm_is_ahead() -> None:
    table = runs(first=[1, 2, 3] * 5, second=[4, 5, 6] * 5).assign(draw=0)
    [row] = Comparison(table, table).verdicts(TOTAL).to_dict(orient="records")
    assert (row["first"], row["second"], row["ahead"], row["verdict"]) == ("second", "first", 15, "most")


def test_what_is_neither_better_nor_worse_has_no_order() -> None:
    table = runs(first=[1, 2], second=[3, 4])
    with pytest.raises(ValueError, match="has no order"):
        Comparison(table, table).verdicts("deals_opened")
