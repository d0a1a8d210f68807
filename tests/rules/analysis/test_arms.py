"""Arms: differences, ranks, regrets, robustness, cost and convergence agree with hand-worked numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis import convergence, cost_effectiveness, paired_differences, robustness, standing, verdicts
from sim.statistics import dominated
from tests.rules.analysis.studies import COST, LEAKS, TOTAL, arms


def with_cost(gains: dict[str, list[float]], costs: dict[str, list[float]], outcome: str = TOTAL) -> pd.DataFrame:
    return arms(gains, outcome).merge(arms(costs, COST), on=["arm", "draw", "seed"])


def draws(values: dict[str, list[list[float]]]) -> pd.DataFrame:
    """Return runs by arm, draw and seed."""
    parts = []
    for arm, by_draw in values.items():
        parts += [arms({arm: own}).assign(draw=draw) for draw, own in enumerate(by_draw)]
    return pd.concat(parts, ignore_index=True)


def test_differences_are_taken_pair_by_pair() -> None:
    [row] = paired_differences(arms({"first": [10, 20, 30], "second": [12, 23, 34]})).to_dict(orient="records")
    # Pairs 2, 3, 4: mean 3, standard error 1 / sqrt(3), t(0.975, 2) = 4.302653.
    assert (row["mean"], row["baseline_mean"], row["difference"], row["share_better"]) == (23, 20, 3, 1)
    assert row["high"] - row["low"] == pytest.approx(2 * 4.302653 / math.sqrt(3), abs=1e-5)


def test_draws_and_seeds_both_widen_a_difference() -> None:
    runs = draws({"first": [[0, 0, 0], [0, 0, 0]], "second": [[1, 2, 3], [3, 4, 5]]})
    [row] = paired_differences(runs).to_dict(orient="records")
    assert row["difference"] == 3
    # See the two-way table in the tests of statistics: variance 8 / 6 against 0.333 for six independent runs.
    assert row["high"] - row["difference"] > 4.302653 * math.sqrt(8 / 6)


def test_resampling_and_t_agree_where_seeds_are_many() -> None:
    random = np.random.default_rng(0)
    runs = arms({"first": list(random.normal(0, 1, 60)), "second": list(random.normal(1, 1, 60))})
    [student], [resampled] = (
        paired_differences(runs, method=method).to_dict(orient="records") for method in ("t", "bootstrap")
    )
    assert resampled["low"] == pytest.approx(student["low"], abs=0.06)
    assert resampled["high"] == pytest.approx(student["high"], abs=0.06)


def test_the_best_arm_is_best_in_all_readings_and_has_no_regret() -> None:
    table = standing(arms({"low": [1, 2, 3] * 2, "high": [5, 6, 7] * 2, "middle": [3, 4, 5] * 2}), TOTAL)
    assert table["arm"].tolist() == ["high", "middle", "low"]
    assert table["best_in"].tolist() == [6, 0, 0]
    assert table["readings"].tolist() == [6] * 3
    assert table["expected_regret"].tolist() == [0, 2, 4]
    assert table["regret_worst"].tolist() == pytest.approx([0, 2, 4])


def test_fewer_leaks_stand_first_and_equal_arms_share_a_reading() -> None:
    assert standing(arms({"many": [5, 6], "few": [1, 2]}, LEAKS), LEAKS)["arm"].tolist() == ["few", "many"]
    assert standing(arms({"one": [5, 6], "other": [5, 2]}), TOTAL)["best_in"].tolist() == [1.5, 0.5]


def test_readings_are_draws_where_there_are_draws() -> None:
    # Means by draw: a 10, 2; b 8, 8. Ahead in one each.
    runs = draws({"a": [[9, 11], [1, 3]], "b": [[7, 9], [7, 9]]})
    assert standing(runs, TOTAL)[["arm", "best_in", "readings"]].to_numpy().tolist() == [["b", 1, 2], ["a", 1, 2]]
    [pair] = verdicts(runs, TOTAL)
    assert (pair.first, pair.ahead, pair.readings, pair.verdict) == ("b", 1, 2, "none")


def test_what_is_neither_better_nor_worse_has_no_standing() -> None:
    for ask in (standing, verdicts):
        with pytest.raises(ValueError, match="has no order"):
            ask(arms({"a": [1, 2], "b": [3, 4]}, "deals_opened"), "deals_opened")


def test_regrets_over_draws_by_hand() -> None:
    # Means by draw: a 10, 2, 6; b 8, 8, 5. Regrets: a 0, 6, 0; b 2, 0, 1.
    table = robustness(draws({"a": [[9, 11], [1, 3], [5, 7]], "b": [[7, 9], [7, 9], [4, 6]]}), TOTAL).set_index("arm")
    assert table.index.tolist() == ["b", "a"]
    assert table["expected_regret"].to_dict() == {"a": 2, "b": 1}
    assert table["maximal_regret"].to_dict() == {"a": 6, "b": 2}
    assert table["maximal_regret_draw"].to_dict() == {"a": 1, "b": 0}
    assert table["best_in"].to_dict() == {"a": 2, "b": 1}
    # Both seeds move the arms alike: in the draws at hand the regret is sure.
    assert table.loc["a", "maximal_regret_low"] == table.loc["a", "maximal_regret_high"] == 6


def test_arms_equally_good_share_a_draw() -> None:
    table = robustness(draws({"a": [[1, 2], [1, 2]], "b": [[1, 2], [1, 2]]}), TOTAL)
    assert table["best_in"].tolist() == [1, 1]


def test_regret_over_draws_needs_draws() -> None:
    with pytest.raises(ValueError, match="at least two"):
        robustness(arms({"a": [1, 2], "b": [1, 2]}), TOTAL)


def test_cost_per_unit_and_dominance_by_hand() -> None:
    runs = with_cost(
        {"base": [10] * 6, "good": [20, 21, 22] * 2, "dear": [15, 15, 15.3] * 2, "bad": [7, 8, 9] * 2},
        {"base": [0] * 6, "good": [110] * 6, "dear": [200, 201, 202] * 2, "bad": [5, 6, 7] * 2},
    )
    table = cost_effectiveness(runs, TOTAL).set_index("arm")
    assert table.loc["good", "cost_per_unit"] == 10
    assert table.loc["good", "low"] < 10 < table.loc["good", "high"]
    assert table["verdict"].to_dict() == {
        "base": "baseline", "good": "better, dearer", "dear": "better, dearer", "bad": "worse, dearer",
    }  # fmt: skip
    assert table["on_front"].to_dict() == {"base": True, "good": True, "dear": False, "bad": False}
    assert table["dominated_by"].to_dict() == {"base": "", "good": "", "dear": "good", "bad": "base"}
    assert table["on_front_in"].to_dict() == {"base": 6, "good": 6, "dear": 0, "bad": 0}
    assert set(table["readings"]) == {6}
    assert np.isnan(table.loc["bad", "cost_per_unit"])


def test_a_gain_that_may_be_zero_has_no_bounded_price() -> None:
    runs = with_cost({"base": [0, 0, 0], "new": [-1, 0.5, 2]}, {"base": [0, 0, 0], "new": [5, 5, 6]})
    row = cost_effectiveness(runs, TOTAL).set_index("arm").loc["new"]
    assert (row["low"], row["high"], row["verdict"]) == (-np.inf, np.inf, "gain unsure, dearer")


def test_fewer_leaks_are_a_gain() -> None:
    runs = with_cost({"base": [5, 5, 6], "new": [3, 3, 4]}, {"base": [0, 0, 0], "new": [8, 8, 8]}, LEAKS)
    row = cost_effectiveness(runs, LEAKS).set_index("arm").loc["new"]
    assert (row["gain"], row["cost_per_unit"], row["low"], row["high"]) == (2, 4, 4, 4)


def test_equal_arms_do_not_beat_one_another() -> None:
    assert not dominated(np.ones((1, 2)), np.ones((1, 2))).any()


def test_convergence_ends_at_the_whole_study() -> None:
    runs = arms({"first": [10, 20, 30, 40], "second": [12, 23, 34, 41]})
    table = convergence(runs, "second", TOTAL)
    [whole] = paired_differences(runs).to_dict(orient="records")
    assert table["replications"].tolist() == [2, 3, 4]
    assert table["difference"].tolist() == [2.5, 3, 2.5]
    assert table.iloc[-1][["difference", "low", "high"]].tolist() == [whole["difference"], whole["low"], whole["high"]]
    # Of the first two: mean 2.5, standard error 0.5, t(0.975, 1) = 12.706205; the baseline's mean is 15.
    assert table.loc[0, "half_width"] == pytest.approx(6.3531025)
    assert table.loc[0, "relative_half_width"] == pytest.approx(6.3531025 / 15)


def test_convergence_counts_seeds_of_crossed_draws_and_needs_two() -> None:
    table = convergence(draws({"a": [[1, 2, 3], [2, 3, 4]], "b": [[2, 2, 3], [1, 3, 4]]}), "b", TOTAL)
    assert table[["replications", "pairs"]].to_numpy().tolist() == [[2, 4], [3, 6]]
    with pytest.raises(ValueError, match="at least 2"):
        convergence(arms({"a": [1], "b": [2]}), "b", TOTAL)
    with pytest.raises(ValueError, match="no arm 'c'; arms are a, b"):
        convergence(arms({"a": [1, 2], "b": [2, 3]}), "c", TOTAL)
