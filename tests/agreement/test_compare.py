"""A comparison does not depend on the number of processes, and common draws make its intervals narrow."""

from __future__ import annotations

import logging

import pandas as pd
import pytest

from sim.engine.run import NO_ROW_LEFT
from sim.experiment import compare
from sim.machine_code import choice
from sim.scenario import Scenario

SMALL = {"run.quarters": 24, "run.start_year": 2018, "population.scale": 0.2}


@pytest.fixture(scope="module")
def arms() -> dict[str, Scenario]:
    return {name: Scenario.load(name).with_(**SMALL) for name in ("baseline", "standards_convergence")}


def test_one_process_and_two_give_the_same(arms: dict[str, Scenario]) -> None:
    told: list[tuple[int, int]] = []
    one = compare(arms, readings=2, jobs=1, progress=lambda done, total: told.append((done, total)))
    two = compare(arms, readings=2, jobs=2)
    pd.testing.assert_frame_equal(one.runs, two.runs, check_exact=True)
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_runs_warn_of_is_said_once_with_their_number(
    arms: dict[str, Scenario], jobs: int, caplog: pytest.LogCaptureFixture
) -> None:
    choice.tell.cache_clear()
    full = {name: arm.with_(**{"population.room_for_firms": 1.0}) for name, arm in arms.items()}
    with caplog.at_level(logging.WARNING, "sim.machine_code"):
        compare(full, readings=2, jobs=jobs)
    assert [record.getMessage() for record in caplog.records] == [f"4 of 4 runs: {NO_ROW_LEFT.format(1.0)}"]


def test_arms_carry_the_names_they_are_given(arms: dict[str, Scenario]) -> None:
    result = compare(arms, readings=2)
    assert result.runs["arm"].unique().tolist() == list(arms)
    assert result.table["arm"].unique().tolist() == ["standards_convergence"]
    assert set(result.verdicts("leaks")["first"]) < set(arms)
    assert result.verdicts("leaks")["readings"].tolist() == [2]


def test_common_draws_take_luck_out_of_the_difference(arms: dict[str, Scenario]) -> None:
    runs = compare(arms, readings=24, luck_only=True).runs
    values = runs.pivot(index="seed", columns="arm", values="transfers_civil_to_military")
    paired = (values["standards_convergence"] - values["baseline"]).std()
    unpaired = (values["standards_convergence"].var() + values["baseline"].var()) ** 0.5
    assert unpaired > 0
    assert paired < 0.7 * unpaired
