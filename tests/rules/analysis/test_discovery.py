"""A planted box is found; noise is not sold as a finding."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis import cases, discover
from tests.rules.analysis.studies import TOTAL, arms, sample

pytest.importorskip("sklearn", reason="the extra `analysis` is not installed")

NAMES = ["barriers.a", "barriers.b", "barriers.c", "barriers.d"]


def spread(count: int, seed: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).random((count, 4)), columns=NAMES)


def planted(count: int = 600, noise: float = 0.05) -> pd.DataFrame:
    """Cases are of interest where a is above 0.6 and b below 0.5, with some confused."""
    table = spread(count, 1)
    inside = (table["barriers.a"] > 0.6) & (table["barriers.b"] < 0.5)
    table["of_interest"] = inside ^ (np.random.default_rng(2).random(count) < noise)
    return table


def test_a_planted_box_is_found_and_no_other_factor_bounds_it() -> None:
    table = discover(planted())
    assert table["box"].unique().tolist() == [1]
    assert table["factor"].tolist() == ["barriers.a", "barriers.b"]
    first, second = table.to_dict(orient="records")
    assert (first["low"], second["high"]) == pytest.approx((0.6, 0.5), abs=0.03)
    assert first["high"] == first["range_high"]
    assert second["low"] == second["range_low"]
    assert first["density_low"] < 0.95 < first["density_high"]
    assert first["coverage"] > 0.7
    assert first["base_rate"] == pytest.approx(0.23, abs=0.03)
    assert (table["chance"] < 1e-6).all()
    assert (table["bound_chance"] < 1e-3).all()


def test_coverage_and_density_are_counted_on_the_cases_kept_apart() -> None:
    row = discover(planted()).iloc[0]
    hits = row["density"] * row["n"]
    assert hits == pytest.approx(round(hits))
    assert row["n"] < 300 * 0.35
    assert hits / row["coverage"] == pytest.approx(300 * row["base_rate"])


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_nothing_is_found_in_noise_but_once_in_twenty_times(share: float) -> None:
    found = 0
    for seed in range(60):
        table = spread(200, seed)
        table["of_interest"] = np.random.default_rng(1000 + seed).random(200) < share
        found += len(discover(table, least_density=0.3)) > 0
    assert found <= 8  # 3 are allowed for on average; more than 8 have a chance below 0.005


def test_the_same_cases_give_the_same_boxes() -> None:
    pd.testing.assert_frame_equal(discover(planted()), discover(planted()))


def test_cases_that_cannot_be_told_apart_are_refused() -> None:
    table = planted()
    with pytest.raises(ValueError, match="0 of 600 cases are of interest"):
        discover(table.assign(of_interest=False))
    with pytest.raises(ValueError, match="there are 20 cases"):
        discover(table.iloc[:20])
    with pytest.raises(ValueError, match="no column of_interest"):
        discover(table.drop(columns="of_interest"))
    with pytest.raises(ValueError, match="no column that is a factor"):
        discover(table, factors=[])


def test_cases_are_points_with_their_mean_over_seeds() -> None:
    points = np.array([[0.1, 7.0], [0.2, 7.0], [0.3, 7.0]])
    runs = sample(points, ["barriers.a", "barriers.b"], np.array([[1.0, 3.0], [4.0, 6.0], [7.0, 9.0]]))
    table = cases(runs, TOTAL, above=4)
    assert table.columns.tolist() == ["barriers.a", "value", "of_interest"]
    assert table["value"].tolist() == [2, 5, 8]
    assert table["of_interest"].tolist() == [False, True, True]
    assert cases(runs, TOTAL, below=4)["of_interest"].tolist() == [True, False, False]


def test_cases_may_be_draws_in_which_a_policy_pays() -> None:
    runs = pd.concat([arms({"base": [10, 12], "new": [11 + draw, 13 + draw]}).assign(draw=draw) for draw in range(3)])
    runs["barriers.a"] = runs["draw"] / 10
    table = cases(runs, TOTAL, above=1.5, arm="new")
    assert table["barriers.a"].tolist() == [0, 0.1, 0.2]
    assert table["value"].tolist() == [1, 2, 3]
    assert table["of_interest"].tolist() == [False, True, True]


def test_a_case_needs_one_threshold_and_a_factor() -> None:
    runs = arms({"a": [1, 2], "b": [2, 3]})
    with pytest.raises(ValueError, match="just one of the two"):
        cases(runs, TOTAL)
    with pytest.raises(ValueError, match="no factor varies"):
        cases(runs, TOTAL, above=1)
