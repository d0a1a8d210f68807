"""What would overturn an order is checked by runs, and what they do not bear out is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import Scenario
from sim.analysis.answer import Tipping
from sim.analysis.checked import as_frame, check_words, checked, values_for
from sim.experiment.make.along import along
from sim.statistics import Flip

TOTAL, SECRECY = "transfers_delivered", "barriers.secrecy"
FLIP = Flip(0, 0.7, 0.65, 0.75, above=True, beyond=0.2, pull=-50.0)
TIP = Tipping("a", "b", SECRECY, 0.65, FLIP, np.nan)
SWITCH = Tipping("a", "b", "structure.demand", np.nan, None, 300.0)
VALUES = [0.4, 0.55, 0.7, 0.8, 0.9]


def runs_of(gaps: dict[object, float]) -> pd.DataFrame:
    """Make up two arms in four readings: b has 100 deals, a so many more at each value, and one by reading."""
    rows = []
    for value, gap in gaps.items():
        for draw in range(4):
            rows += [(value, "a", draw, 100 + gap + (-1) ** draw), (value, "b", draw, 100.0)]
    return pd.DataFrame(rows, columns=["value", "arm", "draw", TOTAL])


def test_values_stand_at_the_flip_between_and_at_the_ends_of_the_readings() -> None:
    assert values_for(TIP, np.array([0.5, 0.4, 0.9])) == pytest.approx([0.4, 0.55, 0.7, 0.8, 0.9])
    assert values_for(SWITCH, np.array([]), ("budgets", "unlimited")) == ["budgets", "unlimited"]


def test_a_flip_that_runs_bear_out_has_its_value_measured() -> None:
    one = checked(TIP, runs_of(dict(zip(VALUES, [60.0, 30, 10, -10, -30], strict=True))), TOTAL)
    assert one.holds
    assert one.found == pytest.approx(0.75)
    assert [point.ahead for point in one.points] == [4, 4, 4, 0, 0]
    assert one.points[0].difference == 60
    assert check_words(one) == (
        "Checked by runs: A less B by how secrecy is coded, 5 values in 4 readings each: +60 at 0.40, +30 at 0.55, "
        "+10.0 at 0.70, -10.0 at 0.80, -30 at 0.90; the order changes at about 0.75."
    )
    table = as_frame([one])
    assert len(table) == 5
    assert set(table["said"]) == {check_words(one)}


def test_a_flip_that_runs_do_not_bear_out_is_said_so() -> None:
    one = checked(TIP, runs_of(dict.fromkeys(VALUES, 20.0)), TOTAL)
    assert not one.holds
    assert np.isnan(one.found)
    assert check_words(one).startswith("Not borne out by runs: A less B by how secrecy is coded")
    turned = checked(TIP, runs_of(dict(zip(VALUES, [-60.0, -30, -10, 10, 30], strict=True))), TOTAL)
    assert not turned.holds  # the order changes there, but the other way round


def test_a_switch_of_form_is_checked_by_its_words() -> None:
    one = checked(SWITCH, runs_of({"budgets": 50.0, "unlimited": -250.0}), TOTAL)
    assert one.holds
    assert [point.value for point in one.points] == ["budgets", "unlimited"]
    assert "+50 at budgets, -250 at unlimited; the switch turns the order" in check_words(one)


def test_arms_run_along_an_input_are_those_scenarios_and_are_made_once(tmp_path: Path) -> None:
    small = Scenario.load("tiny").varied([("", "run.quarters", 24), ("", "run.start_year", 2019)])
    arms = {"a": small, "b": small.varied([("", SECRECY, 0.3)])}
    readings = [{"parameters.clerks": 40.0}, {"parameters.clerks": 80.0}]
    made: list[tuple[int, int]] = []
    found = along(arms, readings, SECRECY, [0.5, 0.65], 1, tmp_path, progress=lambda *one: made.append(one))
    assert len(found) == 8
    from sim.engine import Run

    for value, draw in ((0.5, 0), (0.65, 1)):
        world = small.varied([("", SECRECY, value), ("", "parameters.clerks", readings[draw]["parameters.clerks"])])
        [row] = found[(found["arm"] == "a") & (found["value"] == value) & (found["draw"] == draw)].to_dict("records")
        assert row[TOTAL] == Run(world, seed=draw).run().outcomes()[TOTAL]
    own = found[found["arm"] == "b"].groupby("draw")[TOTAL].nunique()
    assert (own == 1).all()  # an arm that sets the input itself keeps its own
    count = len(made)
    again = along(arms, readings, SECRECY, [0.5, 0.65], 1, tmp_path, progress=lambda *one: made.append(one))
    assert len(made) == count == 6  # b is one world at both values
    pd.testing.assert_frame_equal(again, found)
