"""Dose-response and surfaces agree with hand-worked numbers."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from sim.analysis import dose_response, pivot, surface
from tests.rules.analysis.studies import TOTAL

FUND, CLERKS = "levers.fund_pool.strength", "parameters.clerks"


def grid(luck: tuple[float, ...] = (0.0, 1.0, 5.0)) -> pd.DataFrame:
    """Return a 3 x 2 grid: value 10 x fund + clerks + fund x clerks, the baseline being in its middle."""
    places = sorted(product((0.0, 1.0, 2.0), (30.0, 60.0)), key=lambda place: place != (1.0, 60.0))
    rows = [
        (f"{fund:g}, {clerks:g}", 0, seed, fund, clerks, 10 * fund + clerks + fund * clerks + one * (1 + fund))
        for fund, clerks in places
        for seed, one in enumerate(luck)
    ]
    return pd.DataFrame(rows, columns=["arm", "draw", "seed", FUND, CLERKS, TOTAL])


def test_the_response_is_read_where_all_else_is_as_in_the_first_arm() -> None:
    table = dose_response(grid(), FUND, TOTAL)
    assert table["level"].tolist() == [0, 1, 2]
    # Clerks 60: 60, 130, 200, and the mean luck of 2 once, twice and three times.
    assert table["mean"].tolist() == [62, 134, 206]
    assert table["difference"].tolist() == [0, 72, 144]
    assert table.loc[0, ["low", "high"]].tolist() == [0, 0]
    # Luck of the difference 0, 1, 5: standard deviation sqrt(7), t(0.975, 2) = 4.302653.
    assert table.loc[1, "high"] - 72 == pytest.approx(4.302653 * (7 / 3) ** 0.5, rel=1e-6)


def test_the_response_may_be_averaged_over_the_grid() -> None:
    assert dose_response(grid(), FUND, TOTAL, others="averaged")["difference"].tolist() == [0, 57, 114]


def test_one_factor_at_a_time_is_enough_for_the_response_at_the_baseline() -> None:
    runs = grid()
    runs = runs[(runs[FUND] == 1) | (runs[CLERKS] == 60)]
    assert dose_response(runs, FUND, TOTAL)["difference"].tolist() == [0, 72, 144]
    assert dose_response(runs, CLERKS, TOTAL)["difference"].tolist() == [0, 60]
    with pytest.raises(ValueError, match="one for each combination of the other factors"):
        dose_response(runs, FUND, TOTAL, others="averaged")


def test_one_level_is_no_response_and_two_arms_at_a_level_are_one_too_many() -> None:
    runs = grid()
    with pytest.raises(ValueError, match="has one level"):
        dose_response(runs[runs[FUND] == 1], FUND, TOTAL)
    twin = runs[runs["arm"] == "0, 60"].assign(arm="twin")
    with pytest.raises(ValueError, match=r"= 0.0 has 2 arms where 1 are needed"):
        dose_response(pd.concat([runs, twin]), FUND, TOTAL)


def test_a_level_that_changes_with_the_draw_is_no_dose() -> None:
    runs = pd.concat([grid(), grid().assign(draw=1, **{FUND: grid()[FUND] * 2})])
    with pytest.raises(ValueError, match="differs between draws"):
        dose_response(runs, FUND, TOTAL)


def test_a_surface_covers_the_grid() -> None:
    table = surface(grid(), FUND, CLERKS, TOTAL)
    wide = pivot(table)
    assert wide.index.tolist() == [30, 60]
    assert wide.columns.tolist() == [0, 1, 2]
    assert wide.to_numpy().tolist() == [[32, 74, 116], [62, 134, 206]]
    assert pivot(table, "difference").to_numpy().tolist() == [[0, 42, 84], [30, 102, 174]]
    assert ((table["mean_low"] < table["mean"]) & (table["mean"] < table["mean_high"])).all()


def test_a_surface_with_a_hole_is_refused() -> None:
    runs = grid()
    with pytest.raises(ValueError, match=r"fund_pool.strength = 2.0, parameters.clerks = 30.0 has 0 arms"):
        surface(runs[runs["arm"] != "2, 30"], FUND, CLERKS, TOTAL)
    with pytest.raises(ValueError, match="1 x 2; it needs 2 x 2"):
        surface(runs[runs[FUND] == 1], FUND, CLERKS, TOTAL)
