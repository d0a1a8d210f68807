"""A design that does not fit is refused with a sentence that says what was found and what is needed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis import complete, log_interactions, paired_differences, shapley, single_removals, standing
from sim.analysis.paired_runs import PairedRuns
from tests.rules.analysis.studies import COST, TOTAL, arms, factorial

TWO = ("barriers.secrecy", "levers.fund_pool.strength")


def additive(present: set[str]) -> float:
    return 10.0 + 2.0 * (TWO[0] in present) + 3.0 * (TWO[1] in present)


def test_runs_in_any_order_give_the_same_study() -> None:
    runs = factorial(additive, TWO, noise=[0.0, 1.0, 5.0])
    shuffled = runs.sample(frac=1, random_state=1)
    order = shuffled["arm"].unique().tolist()
    again = PairedRuns.of(shuffled)
    assert list(again.arms) == order
    expected = PairedRuns.of(runs)
    places = [expected.arms.index(arm) for arm in order]
    assert (again.values(TOTAL) == expected.values(TOTAL)[places]).all()


@pytest.mark.parametrize("column", ["arm", "draw", "seed"])
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(ValueError, match=f"no column {column}"):
        PairedRuns.of(arms({"a": [1, 2]}).drop(columns=column))


def test_no_run_is_no_study() -> None:
    with pytest.raises(ValueError, match="no run"):
        PairedRuns.of(arms({"a": [1]}).iloc[:0])


def test_a_run_that_comes_twice_is_refused() -> None:
    runs = arms({"a": [1, 2]})
    with pytest.raises(ValueError, match="arm 'a', draw 0, seed 1 comes more than once"):
        PairedRuns.of(pd.concat([runs, runs.iloc[[1]]]))


@pytest.mark.parametrize("lost", [3, 4])
def test_arms_under_other_pairs_are_refused(lost: int) -> None:
    with pytest.raises(ValueError, match=r"arm 'b' \(2 runs\) and arm 'a' \(3 runs\) were not run under the same"):
        paired_differences(arms({"a": [1, 2, 3], "b": [1, 2, 3]}).drop(index=lost))


def test_an_undefined_outcome_is_refused_by_name_and_shown_as_such_otherwise() -> None:
    runs = arms({"a": [1, 2], "b": [1, np.nan]})
    with pytest.raises(ValueError, match="1 of 4 runs have no transfers_delivered, the first being arm 'b'"):
        paired_differences(runs, [TOTAL])
    [row] = paired_differences(runs).to_dict(orient="records")
    assert np.isnan(row["difference"])
    assert row["undefined"] == 1


def test_an_infinite_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="have no transfers_delivered"):
        standing(arms({"a": [1, 2], "b": [1, np.inf]}), TOTAL)


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="the runs have no outcome 'welfare'"):
        paired_differences(arms({"a": [1, 2], "b": [1, 2]}), ["welfare"])
    with pytest.raises(ValueError, match="no column that is an outcome"):
        paired_differences(arms({"a": [1, 2], "b": [1, 2]}, outcome="welfare"))


def test_words_are_no_outcome() -> None:
    runs = arms({"a": [1, 2]})
    runs["digest"] = "x"
    with pytest.raises(ValueError, match="digest is not a column of numbers"):
        PairedRuns.of(runs).values("digest")


def test_shapley_of_part_of_a_factorial_is_refused() -> None:
    runs = factorial(additive, TWO)
    with pytest.raises(ValueError, match="3 of the 4 arms of a full two-level factorial"):
        shapley(runs[runs["arm"] != "none"])


def test_shapley_of_a_factor_with_three_levels_is_refused() -> None:
    runs = factorial(additive, TWO)
    runs.loc[0, TWO[0]] = 0.5
    with pytest.raises(ValueError, match=r"barriers.secrecy has 3 levels in draw 0 \(0.0, 0.5, 1.0\)"):
        shapley(runs)


def test_arms_alike_in_the_factors_chosen_are_refused() -> None:
    with pytest.raises(ValueError, match=r"they differ in levers.fund_pool.strength, which is not among them"):
        shapley(factorial(additive, TWO), factors=[TWO[0]])


def test_an_unknown_factor_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no factor 'barriers.rain'; their factors are: barriers.secrecy"):
        single_removals(factorial(additive, TWO), factors=["barriers.rain"])


def test_a_factor_without_a_level_is_refused() -> None:
    runs = factorial(additive, TWO)
    runs.loc[0, TWO[0]] = np.nan
    with pytest.raises(ValueError, match="is empty in some runs"):
        shapley(runs)


def test_a_level_that_depends_on_the_seed_is_refused() -> None:
    runs = factorial(additive, TWO, noise=[0.0, 1.0])
    runs.loc[0, TWO[0]] = 0.0
    with pytest.raises(ValueError, match="differs between seeds"):
        shapley(runs)


def test_a_missing_arm_is_named() -> None:
    runs = factorial(additive, TWO)
    with pytest.raises(ValueError, match=r"no arm in which no factor is present"):
        log_interactions(runs[runs["arm"] != "none"], TOTAL)


def test_levels_may_be_drawn_as_long_as_there_are_two_in_a_draw() -> None:
    first, second = factorial(additive, TWO), factorial(additive, TWO)
    second["draw"] = 1
    second.loc[second[TWO[0]] > 0, TWO[0]] = 0.4
    values = shapley(pd.concat([first, second]), [TOTAL]).set_index("factor")["value"]
    assert values.to_dict() == pytest.approx({TWO[0]: 2, TWO[1]: 3})


def test_a_factor_on_in_one_draw_and_off_in_another_is_refused() -> None:
    first, second = factorial(additive, TWO), factorial(additive, TWO)
    second["draw"] = 1
    second[TWO[0]] = 1 - second[TWO[0]]
    with pytest.raises(ValueError, match="present in some draws"):
        shapley(pd.concat([first, second]))


def test_complete_leaves_out_what_some_arm_lacks_and_says_so() -> None:
    runs = pd.concat([arms({"a": [1, 2], "b": [3, 4]}).assign(draw=draw) for draw in range(3)], ignore_index=True)
    runs[COST] = 0.0
    kept, left_out = complete(runs.drop(index=[6]))  # arm b loses draw 1, seed 0
    assert sorted(kept["draw"].unique()) == [0, 2]
    assert left_out.to_numpy().tolist() == [[1, 0], [1, 1]]
    assert PairedRuns.of(kept).pairs.layout == "crossed"
