"""The page without a browser: every control is used once, and the model behind it is looked at."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

solara = pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from sim.app import library  # noqa: E402
from sim.app.likeness import gap  # noqa: E402
from sim.app.panels import PANELS  # noqa: E402
from sim.barriers import BARRIERS  # noqa: E402
from sim.levers import LEVERS  # noqa: E402
from sim.model import CollaborationModel  # noqa: E402
from sim.scenario import Scenario  # noqa: E402
from tests.doors.app.seats import Seat  # noqa: E402


@pytest.fixture
def seat() -> Iterator[Seat]:
    one = Seat()
    yield one
    one.close()


def test_the_page_begins_with_what_to_do_and_empty_charts(seat: Seat) -> None:
    text = seat.text()
    assert "Nothing has happened yet" in text
    assert "not begun" in text
    assert "takes effect from the next quarter" in text
    assert all("press Play or Step" in option for option in seat.charts())


def test_step_year_policy_end_and_reset_move_the_model(seat: Seat) -> None:
    for what, quarter in (("step", 1), ("year", 5), ("policy", 8), ("end", 24)):
        seat.run(what)
        assert seat.tab.session.quarter == quarter
        assert f"quarter {quarter} of 24" in seat.text()
    assert "finished" in seat.text()
    seat.press("reset")
    assert seat.tab.session.quarter == 0


def test_play_runs_on_and_pause_stops_it(seat: Seat) -> None:
    seat.set("speed", 20)
    assert seat.tab.session.runner.speed == 20
    seat.set("speed", 1)
    seat.press("play")
    assert seat.tab.playing.value
    seat.press("play")
    assert not seat.tab.playing.value
    stopped = seat.tab.session.quarter
    assert 0 <= stopped < 24
    assert seat.tab.session.quarter == stopped


def test_the_run_on_the_page_is_the_run_of_the_command_line(seat: Seat) -> None:
    seat.set("seed", 5)
    seat.run("end")
    with seat.tab.session.reading(0) as model:
        assert model.outcomes() == pytest.approx(
            CollaborationModel(Scenario.load("tiny"), seed=5).run().outcomes(), nan_ok=True, abs=0
        )


def test_a_scenario_is_chosen(seat: Seat) -> None:
    seat.set("scenario", "no_barriers")
    assert seat.tab.session.lanes[0].model.inputs == Scenario.load("no_barriers")


@pytest.mark.parametrize("name", [barrier.name for barrier in BARRIERS])
def test_every_barrier_has_a_slider_that_moves_the_model(seat: Seat, name: str) -> None:
    slider = seat.entry(f"barriers.{name}")
    assert "Acts at:" in slider.tip
    assert "Source:" in slider.tip
    seat.set(f"barriers.{name}", 0.11)
    assert seat.tab.session.lanes[0].model.inputs.barriers[name] == 0.11
    seat.run("step")
    seat.set(f"barriers.{name}", 0.33)
    seat.run("step")
    assert seat.tab.view.value.frames[0].barriers[name] == pytest.approx(0.33)


@pytest.mark.parametrize("name", [lever.name for lever in LEVERS])
def test_every_lever_has_a_card_that_moves_the_model(seat: Seat, name: str) -> None:
    key = f"levers.{name}"
    assert "At full strength it moves" in seat.entry(f"{key}.strength").tip
    seat.set(f"{key}.strength", 1.0)
    seat.set(f"{key}.start_quarter", 2)
    seat.set(f"{key}.ramp_quarters", 0)
    given = seat.tab.session.lanes[0].model.inputs.levers[name]
    assert (given.strength, given.start_quarter, given.ramp_quarters) == (1.0, 2, 0)
    seat.run("year")
    assert seat.tab.view.value.frames[0].levers[name] == 1.0


def test_a_lever_moved_in_a_run_starts_in_the_next_quarter(seat: Seat) -> None:
    seat.run("end")
    seat.press("reset")
    for _ in range(10):
        seat.run("step")
    seat.set("levers.fund_pool.strength", 1.0)
    seat.set("levers.fund_pool.ramp_quarters", 0)
    assert seat.tab.view.value.frames[0].levers["fund_pool"] == 0.0
    assert seat.entry("levers.fund_pool.start_quarter").value == 10
    seat.run("step")
    assert seat.tab.view.value.frames[0].levers["fund_pool"] == 1.0


def test_a_lever_moved_after_the_end_is_of_the_next_run(seat: Seat) -> None:
    assert "The run is over" not in seat.text()
    seat.run("end")
    assert "What you change now takes effect in the next run" in seat.text()
    seat.set("levers.fund_pool.strength", 1.0)
    assert seat.entry("levers.fund_pool.start_quarter").value == 8
    seat.press("reset")
    assert "The run is over" not in seat.text()
    seat.run("end")
    assert seat.tab.view.value.frames[0].levers["fund_pool"] == 1.0
    assert seat.tab.view.value.frames[0].lever_starts["fund_pool"] == 8


ODD = {
    "levers.demonstration_bases.strength": 0.5,
    "levers.fund_pool.strength": 0.5,
    "levers.fund_pool.start_quarter": 30,
    "barriers.secrecy": 0.01,
}


def test_every_warning_of_a_setting_stands_on_the_page_once(seat: Seat) -> None:
    assert "lab-caution" not in seat.markup()
    for name, value in ODD.items():
        seat.set(name, value)
    warnings = Scenario.load("tiny").with_(**ODD).warnings
    assert len(warnings) == 3
    for warning in warnings:
        assert seat.text().count(warning) == 1
    seat.set("levers.demonstration_bases.cities", "yibin")
    assert "names no city" not in seat.text()
    seat.set("levers.fund_pool.strength", 0.0)
    assert "after the end of the run" not in seat.text()


def test_warnings_that_speak_of_nothing_on_the_page_stand_there_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "odd.toml"
    shock = '[[shocks]]\nquarter = 99\nkey = "barriers.secrecy"\nvalue = 0.5\n'
    file.write_text(f'extends = "tiny"\n[parameters]\ncandidates = 50\n{shock}', encoding="utf-8")
    monkeypatch.setenv(library.VARIABLE, str(file))
    seat = Seat(None)
    warnings = Scenario.load(file).warnings
    assert len(warnings) == 2
    assert all(warning in seat.text() for warning in warnings)
    seat.close()


def test_bases_are_put_into_cities(seat: Seat) -> None:
    seat.set("levers.demonstration_bases.strength", 0.5)
    seat.set("levers.demonstration_bases.cities", "yibin")
    assert seat.tab.session.lanes[0].model.inputs.levers["demonstration_bases"].cities == ("yibin",)
    seat.set("levers.demonstration_bases.cities", "yibin")
    assert seat.tab.session.lanes[0].model.inputs.levers["demonstration_bases"].cities == ()


def test_a_value_that_is_not_allowed_is_refused_in_words(seat: Seat) -> None:
    seat.set("barriers.secrecy", 7)
    assert "barriers.secrecy = 7 is not allowed" in seat.text()
    assert seat.tab.session.lanes[0].model.inputs.barriers["secrecy"] == 0.65


@pytest.mark.parametrize("query", ["v=9", "a=nowhere", "a=tiny&a.barriers.secrcy=1", "a=tiny&seed=x", "a=tiny&a.run=1"])
def test_a_link_that_is_wrong_says_so_and_the_page_goes_on(query: str) -> None:
    seat = Seat(query)
    assert "This was not taken" in seat.text()
    seat.close()


def test_what_the_link_says_is_written_as_text_not_as_markup() -> None:
    seat = Seat("a=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in seat.markup()
    assert "&lt;script&gt;" in seat.markup()
    seat.close()


def test_a_cause_a_deal_and_its_parties_can_be_followed(seat: Seat) -> None:
    seat.run("end")
    seat.pick("cause:search:secrecy")
    assert seat.tab.room.value == "deals"
    text = seat.text()
    assert "Search" in text
    assert "Secrecy" in text
    deal = int(seat.markup().split('data-pick="deal:')[1].split('"')[0])
    seat.pick(f"deal:{deal}")
    assert f"Deal {deal}" in seat.text()
    assert "What each barrier costs it now" in seat.text()
    organisation = seat.markup().split('data-pick="organisation:')[1].split('"')[0]
    seat.pick(f"organisation:{organisation}")
    assert "What it would accept now, and why not" in seat.text()
    seat.press("back")
    assert seat.tab.organisation.value == -1


def test_deals_are_dated_within_the_run(seat: Seat) -> None:
    seat.run("end")
    seat.press("deals")
    run = Scenario.load("tiny").run
    known = [run.calendar.name(quarter) for quarter in range(run.quarters)]
    dates = re.findall(r"\d{4}\u00a0Q\d", seat.markup())
    assert {date.replace("\u00a0", " ") for date in dates} <= set(known)
    assert dates[0].replace("\u00a0", " ") == known[-1], "the latest come first"


def test_organisations_are_searched_and_filtered(seat: Seat) -> None:
    seat.run("year")
    seat.press("organisations")
    seat.set("text", "chengdu aviation")
    seat.set("kind", "private_firm")
    seat.set("state", "dormant")
    seat.set("sort", "revenue")
    text = seat.text()
    assert "Mianyang" not in text
    assert "University" not in text
    seat.set("text", "nothing like this")
    assert "No organisation fits" in seat.text()


def test_a_city_is_clicked(seat: Seat) -> None:
    seat.run("end")
    seat.pick("city:1")
    assert "Chengdu · Sichuan" in seat.text()
    assert "Stance" in seat.text()
    for name, value in (("direction", "civil_to_military"), ("links", "open"), ("measure", "licensed_firms")):
        seat.set(name, value)
    assert seat.tab.lens.value.measure == "licensed_firms"
    seat.press("close-city")
    assert "Stance" not in seat.text()


def test_two_settings_run_in_step_on_one_seed(seat: Seat) -> None:
    seat.press("add")
    assert seat.tab.chosen == 1
    seat.set("barriers.secrecy", 0.0)
    seat.run("end")
    a, b = (lane.model for lane in seat.tab.session.lanes)
    assert a.quarter == b.quarter == 24
    assert a.run_seed == b.run_seed
    assert (a.inputs.barriers["secrecy"], b.inputs.barriers["secrecy"]) == (0.65, 0.0)
    seat.press("compare")
    assert "deals were opened in both" in seat.text()
    assert "From A to B: <b>barriers.secrecy</b> 0.65 → 0.0." in seat.markup()
    assert "worse" not in seat.text(), "one seed gives no verdict"
    turn = next(part.split('"')[0] for part in seat.markup().split('data-pick="')[1:] if "&gt;" in part.split('"')[0])
    assert turn
    seat.press("arm-A")
    assert seat.tab.chosen == 0
    seat.press("drop")
    assert len(seat.tab.session.lanes) == 1


def test_settings_that_are_not_like_with_like_are_compared_only_if_asked_for(seat: Seat) -> None:
    seat.press("add")
    seat.set("scenario", "baseline")
    seat.run("end")
    overview = seat.text()
    assert "no difference is taken" in overview
    assert not re.search("[▲▼]", overview)
    seat.press("compare")
    refused = seat.text()
    assert "not like with like" in refused
    for said in (
        "run.quarters (24 in A, 88 in B)",
        "run.start_year (2018 in A, 2008 in B)",
        "population.private_sample",
    ):
        assert said in refused
    assert "deals were opened in both" not in refused
    assert not any(getattr(one, "name", None) == "replications" for one in seat.widgets())
    seat.press("unlike")
    asked = seat.text()
    assert "not the policy alone" in asked
    assert "deals were opened in both" in asked
    assert seat.entry("replications")
    assert math.isnan(gap("transfers_delivered", seat.tab.view.value.frames))
    seat.set("scenario", "tiny")
    seat.set("barriers.secrecy", 0.2)
    assert "like with like" not in seat.text(), "what differs is the policy alone"
    seat.set("scenario", "baseline")
    assert seat.tab.alike, "what was asked for once need not be asked for again"


def test_settings_that_differ_in_policy_alone_are_compared(seat: Seat) -> None:
    seat.press("add")
    seat.set("levers.fund_pool.strength", 1.0)
    seat.run("end")
    a, b = seat.tab.view.value.frames
    name = "transfers_delivered"
    assert seat.tab.alike
    assert gap(name, (a, b)) == b.outcomes[name] - a.outcomes[name]
    seat.press("compare")
    seat.set("barriers.secrecy", 0.2)
    assert "press Reset, then run it" in seat.text()


def test_labels_change_to_chinese_and_back(seat: Seat) -> None:
    seat.run("end")
    seat.press("language")
    assert seat.entry("barriers.secrecy").label == "保密制度"
    assert "成都" in seat.text()
    assert "军转民" in seat.text()
    seat.press("language")
    assert seat.entry("barriers.secrecy").label == "Secrecy"


@pytest.mark.parametrize("room", ["overview", "series", "deals", "organisations", "compare", "about"])
def test_every_room_opens_before_and_after_a_run(seat: Seat, room: str) -> None:
    seat.press(room)
    seat.run("end")
    assert "Something went wrong" not in seat.text()
    assert len(seat.text()) > 100


def test_the_series_show_every_chart(seat: Seat) -> None:
    seat.press("series")
    assert len(seat.charts()) == len(PANELS) - 2


def test_share_shows_a_link_and_a_file(seat: Seat) -> None:
    seat.set("barriers.secrecy", 0.2)
    seat.press("share")
    links = [one.query for one in seat.widgets() if isinstance(getattr(one, "query", None), str)]
    assert links == 2 * ["v=1&seed=0&a=tiny&a.barriers.secrecy=0.2"], "that of the address and that to be copied"
    again = Seat(links[0])
    assert again.tab.session.lanes[0].model.inputs == seat.tab.session.lanes[0].model.inputs
    again.close()
    seat.press("close")


def test_a_part_that_fails_shows_no_traceback(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.app.page import overview

    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(overview, "figures", fail)
    seat.tab.see(language="zh")
    assert "Something went wrong" in seat.text()
    assert "secret path" not in seat.markup()
    assert "Traceback" not in seat.markup()
