"""Shapley values, removals, deaths and interactions of games whose answers are known."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from sim.analysis import (
    log_interaction_of_arms,
    log_interactions,
    log_shortfall,
    proximate_deaths,
    shapley,
    side_by_side,
    single_removals,
    three_tables,
)
from sim.analysis.shapley import weights
from sim.analysis.three_tables import TABLES
from tests.rules.analysis.studies import LEAKS, TOTAL, arms, factorial

A, B, C = "barriers.secrecy", "barriers.standards_mismatch", "barriers.market_separation"
LUCK = [-1.0, 0.0, 2.0, 0.5]


def value_of(runs: pd.DataFrame, **options: str) -> dict[str, float]:
    return shapley(runs, [TOTAL], **options).set_index("factor")["value"].to_dict()  # type: ignore[arg-type]


def test_the_glove_game() -> None:
    # One left glove (A), two right ones (B, C): a pair is worth 1. Shapley values 2/3, 1/6, 1/6 (Shapley and Shubik).
    runs = factorial(lambda has: float(A in has and bool({B, C} & has)), (A, B, C))
    assert value_of(runs) == pytest.approx({A: 2 / 3, B: 1 / 6, C: 1 / 6})


def test_an_interaction_is_shared_in_halves() -> None:
    # 3 for A, 1 for B, and 4 more for both: 3 + 2 and 1 + 2.
    runs = factorial(lambda has: 3.0 * (A in has) + (B in has) + 4.0 * ({A, B} <= has), (A, B), LUCK)
    assert value_of(runs) == pytest.approx({A: 5, B: 3})
    assert value_of(runs, change="removing") == pytest.approx({A: -5, B: -3})


def test_values_are_means_over_all_orders_and_add_up() -> None:
    random = np.random.default_rng(2)
    worth = dict.fromkeys(range(8), 0.0) | {number: float(random.normal()) for number in range(8)}
    names = (A, B, C)

    def game(has: set[str]) -> float:
        return worth[sum(2**bit for bit, name in enumerate(names) if name in has)]

    found = value_of(factorial(game, names, LUCK))
    for name in names:
        steps = []
        for order in permutations(names):
            before = set(order[: order.index(name)])
            steps.append(game(before | {name}) - game(before))
        assert found[name] == pytest.approx(np.mean(steps))
    assert sum(found.values()) == pytest.approx(game(set(names)) - game(set()))


def test_weights_of_each_factor_add_up_to_one_on_either_side() -> None:
    table = weights(5)
    assert np.where(table > 0, table, 0).sum(axis=1) == pytest.approx(np.ones(5))
    assert table.sum(axis=1) == pytest.approx(np.zeros(5))


def test_luck_common_to_all_arms_does_not_widen_a_value() -> None:
    runs = factorial(lambda has: 3.0 * (A in has) + (B in has), (A, B), LUCK)
    table = shapley(runs, [TOTAL])
    assert (table["high"] - table["low"]).max() == pytest.approx(0, abs=1e-12)
    assert table["share"].tolist() == pytest.approx([0.75, 0.25])
    assert table["share_low"].tolist() == pytest.approx([0.75, 0.25])
    assert table["total"].tolist() == [4, 4]


def test_shapley_intervals_hold_the_truth_in_95_of_100_studies() -> None:
    random = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        runs = factorial(lambda has: 3.0 * (A in has) + 4.0 * ({A, B} <= has), (A, B), np.zeros(6))
        runs[TOTAL] += random.normal(size=len(runs))
        row = shapley(runs, [TOTAL], [A, B]).iloc[0]
        hits += row["low"] <= 5 <= row["high"]
    assert hits / 200 == pytest.approx(0.95, abs=0.045)  # 200 trials scatter by 0.0154


def test_removals_from_both_ends() -> None:
    runs = factorial(lambda has: 20 - 3.0 * (A in has) - (B in has) + 2.0 * ({A, B} <= has), (A, B), LUCK)
    table = single_removals(runs, [TOTAL]).set_index(["start", "factor"])["difference"]
    # All present is worth 18, without A 19, without B 17; none 20, A alone 17, B alone 19.
    assert table.to_dict() == pytest.approx(
        {("all present", A): 1, ("all present", B): -1, ("all absent", A): 3, ("all absent", B): 1}
    )


def deadly(noise: list[float] | None = None) -> pd.DataFrame:
    """Secrecy kills most, but the removal of standards mismatch helps most."""
    runs = factorial(lambda has: 100 - 10.0 * (A in has) - 30.0 * (B in has), (A, B), noise or LUCK)
    runs["deaths_by_secrecy"] = 60.0 * (runs[A] > 0) + runs["seed"]
    runs["deaths_by_standards_mismatch"] = 30.0 * (runs[B] > 0)
    runs["deaths_by_attrition"] = 10.0
    return runs


def test_shares_of_deaths_are_read_where_all_barriers_stand() -> None:
    table = proximate_deaths(deadly()).set_index("cause")
    # Deaths by secrecy 60 + 0, 1, 2, 3: mean 61.5 of 101.5.
    assert table["share"].to_dict() == pytest.approx(
        {"secrecy": 61.5 / 101.5, "standards_mismatch": 30 / 101.5, "attrition": 10 / 101.5}
    )
    assert table["rank"].to_dict() == {"secrecy": 1, "standards_mismatch": 2, "attrition": 3}
    assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()
    named = proximate_deaths(deadly(), arm="none").set_index("cause")
    assert named.loc["standards_mismatch", "deaths"] == 0


def test_nobody_died() -> None:
    runs = arms({"a": [0, 0], "b": [1, 1]}, "deaths_by_secrecy")
    with pytest.raises(ValueError, match="no deal died"):
        proximate_deaths(runs, arm="a")
    with pytest.raises(ValueError, match="no column deaths_by_<cause>"):
        proximate_deaths(arms({"a": [0, 0]}), arm="a")


def test_the_three_tables_may_disagree_and_say_so() -> None:
    wide = side_by_side(three_tables(deadly(), TOTAL))
    assert wide["barrier"].tolist() == ["standards_mismatch", "secrecy"]
    assert wide["deaths_rank"].tolist() == [2, 1]
    assert (
        wide["removal_rank"].tolist() == wide["removal_alone_rank"].tolist() == wide["shapley_rank"].tolist() == [1, 2]
    )
    assert wide["shapley"].tolist() == pytest.approx([30, 10])
    assert wide["removal"].tolist() == pytest.approx([30, 10])


def test_less_of_a_bad_outcome_ranks_first_in_the_three_tables() -> None:
    runs = deadly([0.0] * 6)
    runs[LEAKS] = 5.0 + 3.0 * runs[A] + runs[B] + runs["seed"]
    table = three_tables(runs, LEAKS).set_index(["table", "barrier"])
    assert table.loc[("Shapley value", "secrecy"), "value"] == pytest.approx(-3)
    assert table.loc[("Shapley value", "secrecy"), "rank"] == 1


def test_deaths_of_all_directions_stand_beside_no_single_one() -> None:
    runs = deadly()
    runs["transfers_military_to_civil"] = runs[TOTAL]
    tables = three_tables(runs, "transfers_military_to_civil")
    assert tables["table"].unique().tolist() == list(TABLES[1:])
    wide = side_by_side(tables)
    assert wide["shapley"].tolist() == pytest.approx([30, 10])
    assert not [name for name in wide if "deaths" in name]


def test_the_three_tables_need_the_deaths_of_each_barrier() -> None:
    with pytest.raises(ValueError, match="no column deaths_by_secrecy"):
        three_tables(deadly().drop(columns="deaths_by_secrecy"), TOTAL)


def test_a_series_of_filters_has_no_log_interaction() -> None:
    def passed(present: set[str]) -> float:
        return 1000 * (0.4 if A in present else 1) * (0.7 if B in present else 1) * (0.9 if C in present else 1)

    runs = factorial(passed, (A, B, C))
    runs = pd.concat([runs.assign(seed=seed, **{TOTAL: runs[TOTAL] * luck}) for seed, luck in enumerate((0.9, 1, 1.2))])
    table = log_interactions(runs, TOTAL)
    assert table[["first", "second"]].to_numpy().tolist() == [[A, B], [A, C], [B, C]]
    assert table[["log_ratio", "low", "high"]].abs().to_numpy().max() == pytest.approx(0, abs=1e-9)
    assert table["ratio"].tolist() == pytest.approx([1, 1, 1])
    assert log_shortfall(runs, TOTAL)["log_ratio"].item() == pytest.approx(0, abs=1e-9)


def test_interactions_are_those_of_changing_the_first_arm() -> None:
    # Barriers stand in the first arm. While C stands, clearing A and B together is worth e^0.5 times the product of
    # each alone; once C is cleared, A and B are a plain series. No other two interact while the third stands.
    def passed(present: set[str]) -> float:
        bonus = 0.5 if C in present and not {A, B} & present else 0.0
        return 100 * math.exp(1.0 * (A not in present) + 0.7 * (B not in present) + 0.2 * (C not in present) + bonus)

    runs = factorial(passed, (A, B, C), LUCK)
    table = log_interactions(runs, TOTAL).set_index(["first", "second"])
    near, far = table["log_ratio"].round(1).to_dict(), table["far_log_ratio"].round(1).to_dict()
    assert near == {(A, B): 0.5, (A, C): 0, (B, C): 0}
    assert far == {(A, B): 0, (A, C): -0.5, (B, C): -0.5}
    # From the first arm, all three together bring the product of each alone; from the last,
    # putting each back alone promises e^0.5 more.
    whole = log_shortfall(runs, TOTAL).iloc[0]
    assert (round(whole["log_ratio"], 1), round(whole["far_log_ratio"], 1)) == (0, -0.5)
    # Of levers, which are off in the first arm, the two corners change places.
    levers = log_interactions(runs.iloc[::-1], TOTAL).set_index(["first", "second"])
    assert levers["log_ratio"].round(1).to_dict() == far
    assert levers["far_log_ratio"].round(1).to_dict() == near


def test_a_far_corner_that_was_not_run_is_left_empty() -> None:
    runs = factorial(lambda has: 100 * 0.7 ** len(has), (A, B, C), LUCK)
    table = log_interactions(runs[runs["arm"] != "none"], TOTAL)
    assert table["log_ratio"].notna().all()
    assert table["far_log_ratio"].isna().all()


def test_substitutes_have_a_negative_log_interaction_by_hand() -> None:
    runs = arms({"none": [90, 110], "a": [190, 210], "b": [140, 160], "a+b": [245, 255]})
    row = log_interaction_of_arms(runs, TOTAL, "none", "a", "b", "a+b").iloc[0]
    assert row["log_ratio"] == pytest.approx(math.log(250 * 100 / (200 * 150)))
    assert row["ratio"] == pytest.approx(250 * 100 / (200 * 150))
    # Linearised by seed: 1st -0.02 - 0.1 + 0.05 + 0.0666667 = -0.0033333, 2nd the opposite; t(0.975, 1) = 12.706205.
    assert row["high"] - row["log_ratio"] == pytest.approx(12.706205 * 0.00333333, rel=1e-4)


def test_pairs_of_factors_are_judged_together() -> None:
    # With 6 pairs and no interaction, at most one study in twenty finds any; uncorrected, about one in five would.
    names, random = (A, B, C, "barriers.unequal_policy_treatment"), np.random.default_rng(8)
    runs = factorial(lambda has: 100 * 0.7 ** len(has), names, np.zeros(8))
    runs = runs[runs[list(names)].sum(axis=1) <= 2].iloc[::-1]  # none first
    found = 0
    for _ in range(60):
        noisy = runs.assign(**{TOTAL: random.normal(runs[TOTAL], 5)})
        found += bool((log_interactions(noisy, TOTAL)["chance"] < 0.05).any())
    assert found <= 8  # 3 are allowed for on average; more than 8 have a chance below 0.005


def test_log_intervals_hold_the_truth_in_95_of_100_studies() -> None:
    random = np.random.default_rng(4)
    hits = 0
    for _ in range(200):
        values = {name: random.poisson(mean, 10) for name, mean in zip("nabc", (50, 80, 60, 96), strict=True)}
        row = log_interaction_of_arms(arms(values), TOTAL, *"nabc").iloc[0]
        hits += row["low"] <= 0 <= row["high"]
    assert hits / 200 == pytest.approx(0.95, abs=0.045)  # 200 trials scatter by 0.0154


@pytest.mark.parametrize("zeros", [[0, 0, 0], [0, 0, 1]])
def test_a_mean_that_may_be_zero_has_no_logarithm(zeros: list[float]) -> None:
    runs = arms({"none": zeros, "a": [2, 3, 4], "b": [2, 3, 3], "a+b": [9, 8, 9]})
    with pytest.raises(ValueError, match="arm 'none' has transfers_delivered with a mean of"):
        log_interaction_of_arms(runs, TOTAL, "none", "a", "b", "a+b")


def test_a_run_without_transfers_is_no_obstacle_if_the_mean_is_sure() -> None:
    runs = arms({"none": [0, 5, 6, 5, 4, 6], "a": [9, 9, 8, 9, 8, 9], "b": [5, 6, 6, 5, 6, 5], "c": [9, 9, 9, 8, 9, 9]})
    assert np.isfinite(log_interaction_of_arms(runs, TOTAL, "none", "a", "b", "c")["log_ratio"].item())
