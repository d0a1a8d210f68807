"""Figures: every one is drawn from any results, and none fails for want of data."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib import rcParams
from matplotlib.image import imread

from sim.dates import Calendar
from sim.report.figures import FIGURES, deliveries, draw_all, draw_forest, ladder, office_wait, save
from sim.report.figures.city_map import deals_between
from sim.report.figures.deaths import table
from sim.report.figures.ladder import yearly
from sim.report.figures.pipeline import main_causes, shares
from sim.report.figures.style import counted, ends, years
from tests.doors.hard_to_place import of_a_run

PAST, QUARTERS = 4, 12

DEAL_COLUMNS = (
    "direction", "status", "stage", "cause", "source_city", "recipient_city", "rung", "opened", "ended",
)  # fmt: skip
DEALS = [
    ("civil_to_military", "delivered", "delivered", "none", "east", "west", 1, 1, 3.5),
    ("civil_to_military", "delivered", "delivered", "none", "east", "west", 1, 4, 6.0),
    ("civil_to_military", "delivered", "delivered", "none", "west", "west", 3, 5, 7.2),
    ("civil_to_military", "dead", "search", "no_partner_found", "east", "", 2, 5, 7.0),
    ("civil_to_military", "dead", "search", "no_partner_found", "east", "", 2, 6, 8.0),
    ("civil_to_military", "dead", "access", "secrecy", "east", "west", 2, 6, 9.0),
    ("civil_to_military", "open", "match", "none", "east", "", 1, 7, np.nan),
    ("university_to_civil", "delivered", "delivered", "none", "west", "east", 0, 5, 11.0),
    ("university_to_civil", "dead", "finance", "lack_of_finance", "west", "east", 0, 2, 3.0),
]


def city(key: str, name: str, jurisdiction: str, longitude: float) -> SimpleNamespace:
    place = {"longitude": longitude, "latitude": 30.0}
    return SimpleNamespace(key=key, name=name, name_zh=name, jurisdiction=jurisdiction, **place)


class HandMade:
    """Two cities, nine deals, twelve quarters."""

    run = SimpleNamespace(policy_quarter=PAST, calendar=Calendar(2019, 2020), quarters=QUARTERS)
    inputs = SimpleNamespace(run=run, levers={})
    region = SimpleNamespace(
        cities=(city("east", "Eastern", "Left Bank", 106.0), city("west", "Western", "Right Bank", 104.0)),
        jurisdictions=("Left Bank", "Right Bank"),
    )

    def deals(self) -> pd.DataFrame:
        deals = pd.DataFrame(DEALS, columns=list(DEAL_COLUMNS))
        for name in ("direction", "status", "stage", "cause"):
            deals[name] = pd.Categorical(deals[name], [*deals[name].unique(), "never_used"])
        return of_a_run(deals)

    def history(self) -> pd.DataFrame:
        quarters = np.arange(QUARTERS)
        series = {
            "transfers_delivered": quarters % 3,
            "transfers_civil_to_military": quarters % 2,
            "transfers_university_to_civil": quarters % 3 // 2,
            "queue": quarters * 1.5,
            "mean_wait": np.where(quarters < 2, np.nan, quarters / 10),
        }
        return of_a_run(pd.DataFrame(series, index=pd.Index(quarters, name="quarter")))


class NothingHappened(HandMade):
    """A run in which no deal was ever opened."""

    def deals(self) -> pd.DataFrame:
        return super().deals().iloc[:0]

    def history(self) -> pd.DataFrame:
        return super().history() * 0


class NotYetStarted(NothingHappened):
    """A run of no quarter."""

    def history(self) -> pd.DataFrame:
        return super().history().iloc[:0]


def ink(file: Path) -> float:
    """Return the share of dots that are not white."""
    return float((imread(file)[..., :3].min(axis=2) < 0.98).mean())


def test_all_figures_are_drawn_and_named_alike(tmp_path: Path) -> None:
    files = draw_all(HandMade(), tmp_path / "new" / "figures")
    assert [file.stem for file in files] == [picture.name for picture in FIGURES]
    assert {file.stem: round(ink(file), 3) for file in files if ink(file) < 0.01} == {}


@pytest.mark.parametrize("results", [NothingHappened(), NotYetStarted()], ids=["no deals", "no quarters"])
def test_a_run_without_deals_says_so_and_does_not_fail(tmp_path: Path, results: HandMade) -> None:
    for picture in FIGURES:
        said = [text.get_text() for text in picture.plot(results).texts]
        assert any(text.startswith(("nothing", "no deal", "nobody")) for text in said), picture.name
    assert len(draw_all(results, tmp_path)) == len(FIGURES)


def test_figures_leave_the_settings_of_matplotlib_alone(tmp_path: Path) -> None:
    names = sorted(set(rcParams) - {"backend"})  # to read it is to choose one
    before = [repr(rcParams[name]) for name in names]
    draw_all(HandMade(), tmp_path)
    assert [repr(rcParams[name]) for name in names] == before


def test_the_policy_starts_in_the_policy_year() -> None:
    assert years([0, PAST, PAST + 2], HandMade()).tolist() == [2019.0, 2020.0, 2020.5]


@pytest.mark.parametrize(("start", "said"), [(PAST, "policy start"), (PAST + 2, "counted from here")])
def test_a_start_is_called_a_policy_s_only_if_a_lever_starts(start: int, said: str) -> None:
    results = HandMade()
    levers = {"openness": SimpleNamespace(start_quarter=start)}
    results.inputs = SimpleNamespace(run=HandMade.inputs.run, levers=levers)
    for picture in (deliveries, office_wait, ladder):
        assert said in [text.get_text() for text in picture.PICTURE.plot(results).axes[0].texts]


def test_the_funnel_adds_up_to_all_opened_deals() -> None:
    results = HandMade()
    deals = counted(results.deals(), results, "opened")
    ends = shares(deals[deals["direction"] == "civil_to_military"])
    assert ends["delivered"] == pytest.approx(2 / 6)
    assert ends["died in search"] == pytest.approx(2 / 6)
    assert ends["died in access"] == ends["under way"] == pytest.approx(1 / 6)
    assert sum(ends.values()) == pytest.approx(1)
    assert "search: no partner found (100%)" in main_causes(deals)
    assert "never used" not in main_causes(deals)


def test_deaths_are_counted_by_cause_and_stage() -> None:
    deals = HandMade().deals()
    counts = table(deals[deals["status"] == "dead"])
    assert counts.index[0] == "no_partner_found"
    assert counts.loc["no_partner_found", "search"] == 2
    assert counts.to_numpy().sum() == 4
    assert "never_used" not in counts.index


def test_a_death_at_the_last_stroke_before_the_policy_year_is_counted_in_no_figure() -> None:
    deals = pd.DataFrame({"status": ["dead", "dead", "delivered", "open"], "ended": [4.0, 4.1, 4.0, np.nan]})
    assert ends(deals, HandMade()).tolist() == [3, 4, 4, -1]
    assert counted(deals, HandMade(), "ended")["ended"].tolist() == [4.1, 4.0]


def test_the_map_counts_a_deal_inside_a_city_once() -> None:
    results = HandMade()
    deals = results.deals()
    delivered = counted(deals[deals["status"] == "delivered"], results, "ended")
    assert deals_between(delivered, results.region.cities).tolist() == [[0, 2], [2, 1]]


def test_the_ladder_counts_supplies_only() -> None:
    counts = yearly(HandMade().deals(), HandMade())
    assert counts.index.tolist() == [2019, 2020]
    assert counts.to_numpy().tolist() == [[1, 0, 0], [1, 0, 1]]


def test_a_forest_shows_one_outcome_and_survives_an_empty_table(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {
            "arm": ["openness", "finance_led", "openness"],
            "outcome": ["leaks", "leaks", "licensed_firms"],
            "difference": [1.5, -0.2, 40.0],
            "low": [0.5, -0.9, 30.0],
            "high": [2.5, 0.5, 50.0],
        }
    )
    full = save(draw_forest(rows, "leaks"), tmp_path / "leaks.png")
    empty = save(draw_forest(rows.iloc[:0], "leaks"), tmp_path / "empty.png")
    assert ink(full) > ink(empty) > 0
