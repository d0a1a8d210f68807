"""Sobol indices and Morris effects of functions whose answers are known in closed form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis import explained_alone, morris_effects, sobol_indices, sobol_second_order
from tests.rules.analysis.studies import TOTAL, sample

pytest.importorskip("SALib", reason="the extra `analysis` is not installed")

from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

ISHIGAMI: dict[str, Any] = {
    "num_vars": 3,
    "names": ["barriers.a", "barriers.b", "barriers.c"],
    "bounds": [[-math.pi, math.pi]] * 3,
}
# Ishigami and Homma 1990 with a = 7, b = 0.1: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, V1 = (1 + b pi^4/5)^2 / 2,
# V2 = a^2/8, V13 = 8 b^2 pi^8 / 225.
FIRST, TOTALS, BOTH = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), 0.2437


def ishigami(x: Any) -> Any:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.fixture(scope="module")
def points() -> Any:
    return sobol_sample.sample(ISHIGAMI, 512, calc_second_order=True, seed=3)


@pytest.fixture(scope="module")
def study(points: Any) -> pd.DataFrame:
    return sample(points, ISHIGAMI["names"], ishigami(points))


def test_ishigami_has_its_analytic_indices(study: pd.DataFrame) -> None:
    table = sobol_indices(study, ISHIGAMI, TOTAL)
    assert table["factor"].tolist() == ISHIGAMI["names"]
    assert table["first"].tolist() == pytest.approx(FIRST, abs=0.06)
    assert table["total"].tolist() == pytest.approx(TOTALS, abs=0.06)
    for name, truth in (("first", FIRST), ("total", TOTALS)):
        assert (table[f"{name}_low"] <= list(truth)).all()
        assert (table[f"{name}_high"] >= list(truth)).all()
    assert table["seed_share"].isna().all()


def test_the_indices_are_those_of_salib(study: pd.DataFrame) -> None:
    ours = sobol_indices(study, ISHIGAMI, TOTAL)
    theirs = salib_sobol.analyze(ISHIGAMI, study[TOTAL].to_numpy(), calc_second_order=True, seed=1)
    assert ours["first"].tolist() == pytest.approx(theirs["S1"].tolist())
    assert ours["total"].tolist() == pytest.approx(theirs["ST"].tolist())
    half = (ours["total_high"] - ours["total_low"]) / 2
    assert half.tolist() == pytest.approx(theirs["ST_conf"].tolist(), rel=0.35)
    pairs = sobol_second_order(study, ISHIGAMI, TOTAL)
    assert pairs["index"].tolist() == pytest.approx([theirs["S2"][0, 1], theirs["S2"][0, 2], theirs["S2"][1, 2]])


def test_the_interaction_of_ishigami_is_between_the_first_and_the_third(study: pd.DataFrame) -> None:
    table = sobol_second_order(study, ISHIGAMI, TOTAL).set_index(["first", "second"])
    row = table.loc[("barriers.a", "barriers.c")]
    assert row["low"] <= BOTH <= row["high"]
    assert table.loc[("barriers.a", "barriers.b"), "low"] <= 0 <= table.loc[("barriers.a", "barriers.b"), "high"]


def test_the_g_function_without_second_order() -> None:
    # Sobol' g with a = 0, 1, 9: V_i = 1 / (3 (1 + a_i)^2), V = product(1 + V_i) - 1.
    a = np.array([0.0, 1.0, 9.0])
    parts = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + parts) - 1
    problem = {"num_vars": 3, "names": ["levers.a", "levers.b", "levers.c"], "bounds": [[0, 1]] * 3}
    points = sobol_sample.sample(problem, 1024, calc_second_order=False, seed=3)
    values = np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1)
    table = sobol_indices(sample(points, problem["names"], values), problem, TOTAL, calc_second_order=False)
    assert table["first"].tolist() == pytest.approx((parts / whole).tolist(), abs=0.05)
    alone, low, high = explained_alone(table)
    assert alone == pytest.approx(table["first"].sum())
    assert low < parts.sum() / whole < high < low + 0.5
    others = np.array([np.prod(np.delete(1 + parts, place)) for place in range(3)])
    assert table["total"].tolist() == pytest.approx((parts * others / whole).tolist(), abs=0.05)


def test_seeds_are_averaged_and_their_share_is_told(points: Any) -> None:
    random = np.random.default_rng(1)
    sharp = ishigami(points)
    spread = sharp.std()
    study = sample(points, ISHIGAMI["names"], sharp[:, None] + spread * random.standard_normal((len(points), 8)))
    table = sobol_indices(study, ISHIGAMI, TOTAL)
    # A run's variance is half luck; in a mean of 8 the luck is 1 in 9 and lowers every index by as much.
    assert table["seed_share"].tolist() == pytest.approx([0.5] * 3, abs=0.02)
    assert table["first"].tolist() == pytest.approx([one * 8 / 9 for one in FIRST], abs=0.07)


def test_luck_common_to_all_points_does_not_blur_the_indices(points: Any) -> None:
    luck = np.array([-30.0, 0.0, 50.0])
    study = sample(points, ISHIGAMI["names"], ishigami(points)[:, None] + luck)
    assert sobol_indices(study, ISHIGAMI, TOTAL)["first"].tolist() == pytest.approx(FIRST, abs=0.06)


def test_groups_are_taken_together() -> None:
    problem = ISHIGAMI | {"groups": ["first and third", "second", "first and third"]}
    points = sobol_sample.sample(problem, 512, calc_second_order=False, seed=3)
    table = sobol_indices(sample(points, problem["names"], ishigami(points)), problem, TOTAL, calc_second_order=False)
    assert table["factor"].tolist() == ["first and third", "second"]
    assert table["first"].tolist() == pytest.approx([0.5576, 0.4424], abs=0.06)


def test_points_out_of_order_are_refused(study: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="do not stand in the order of a Sobol sample"):
        sobol_indices(study.iloc[::-1], ISHIGAMI, TOTAL)


def test_a_lost_point_is_noticed(study: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="there are 4095 points; a sample of 3 factors with calc_second_order=True"):
        sobol_indices(study.iloc[1:], ISHIGAMI, TOTAL)
    with pytest.raises(ValueError, match="multiple of 5"):
        sobol_indices(study, ISHIGAMI, TOTAL, calc_second_order=False)


def test_a_constant_outcome_has_no_indices(study: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no variance to attribute"):
        sobol_indices(study.assign(**{TOTAL: 3.0}), ISHIGAMI, TOTAL)


LINEAR: dict[str, Any] = {
    "num_vars": 3,
    "names": ["levers.a", "levers.b", "levers.c"],
    "bounds": [[0, 2], [-1, 1], [10, 20]],
}


def trajectories() -> Any:
    return morris_sample.sample(LINEAR, 20, num_levels=4, seed=5)


def test_effects_of_a_linear_function_are_its_slopes_over_the_ranges() -> None:
    points = trajectories()
    table = morris_effects(sample(points, LINEAR["names"], points @ [3.0, -5.0, 0.2]), LINEAR, TOTAL)
    assert table["factor"].tolist() == ["levers.b", "levers.a", "levers.c"]
    for name, truth in (("mu", [-10, 6, 2]), ("mu_star", [10, 6, 2]), ("sigma", [0, 0, 0])):
        for ending in ("", "_low", "_high"):
            assert table[name + ending].tolist() == pytest.approx(truth, abs=1e-9)


def test_effects_are_those_of_salib() -> None:
    points = trajectories()
    values = points[:, 0] ** 2 * points[:, 1] + points[:, 2]
    ours = morris_effects(sample(points, LINEAR["names"], values), LINEAR, TOTAL).set_index("factor")
    theirs = salib_morris.analyze(LINEAR, points, values, num_levels=4, seed=1)
    for place, name in enumerate(LINEAR["names"]):
        for measure in ("mu", "mu_star", "sigma"):
            assert ours.loc[name, measure] == pytest.approx(theirs[measure][place])


def test_luck_widens_effects_and_is_told() -> None:
    points = trajectories()
    slopes = points @ [3.0, -5.0, 0.2]
    luck = np.random.default_rng(0).normal(0, slopes.std(), (len(points), 6))
    table = morris_effects(sample(points, LINEAR["names"], slopes[:, None] + luck), LINEAR, TOTAL).set_index("factor")
    assert table["seed_share"].iloc[0] == pytest.approx(0.5, abs=0.06)
    for name, truth in (("levers.a", 6), ("levers.b", -10)):
        assert table.loc[name, "mu_low"] < truth < table.loc[name, "mu_high"]


def test_points_that_are_no_trajectories_are_refused() -> None:
    points = trajectories()
    study = sample(points, LINEAR["names"], points[:, 0])
    with pytest.raises(ValueError, match="one factor moves at a time"):
        morris_effects(study.iloc[::-1].sample(frac=1, random_state=0), LINEAR, TOTAL)
    with pytest.raises(ValueError, match="79 points"):
        morris_effects(study.iloc[1:], LINEAR, TOTAL)
    with pytest.raises(ValueError, match="groups or dists"):
        morris_effects(study, LINEAR | {"groups": ["x", "x", "y"]}, TOTAL)
    with pytest.raises(ValueError, match="no names"):
        morris_effects(study, {}, TOTAL)
