"""A tab has its own model; settings become files and links and come back; a closed tab is let go."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sim.app import library
from sim.app.link import Shared, read, written
from sim.app.plan import Setup
from sim.app.runner import Runner
from sim.app.session import Session
from sim.model import CollaborationModel
from sim.scenario import Scenario, ScenarioError, shipped_names

TINY = Setup("tiny")


def finished(session: Session, quarter: int = 10_000) -> Session:
    session.go(quarter)
    session.runner.wait()
    return session


def same(one: dict[str, float], other: dict[str, float]) -> bool:
    return one == pytest.approx(other, nan_ok=True, abs=0)


def test_sessions_side_by_side_do_not_disturb_one_another() -> None:
    sessions = [Session(Shared((TINY.moved("barriers.secrecy", seed / 10, 0),), seed)) for seed in range(6)]
    for session in sessions:
        session.runner.speed = 1000
        session.play()
    for session in sessions:
        session.runner.wait()
    for seed, session in enumerate(sessions):
        alone = CollaborationModel(Scenario.load("tiny"), seed=seed, **{"barriers.secrecy": seed / 10}).run()
        assert same(dict(session.view.frames[0].outcomes), alone.outcomes())
        session.close()


def test_a_closed_session_lets_its_models_go_and_stops() -> None:
    session = Session(Shared((TINY,)))
    model = weakref.ref(session.lanes[0].model)
    session.play()
    session.close()
    session.runner.wait()
    assert not session.runner.running
    del session
    gc.collect()
    assert model() is None


def test_a_frame_does_not_change_when_the_model_runs_on() -> None:
    session = finished(Session(Shared((TINY,))), 5)
    frame = session.view.frames[0]
    before = {name: values.copy() for name, values in frame.series.items()}
    finished(session)
    assert frame.quarter == 5
    assert all((frame.series[name] == values).all() for name, values in before.items())
    with pytest.raises(ValueError, match="read-only"):
        frame.series["open_deals"][0] = 1.0
    session.close()


def test_what_was_moved_in_a_run_is_repeated_by_the_file_it_is_exported_to(tmp_path: Path) -> None:
    session = finished(Session(Shared((TINY,), 3)), 6)
    session.move(0, "barriers.secrecy", 0.1)
    finished(session, 11)
    session.move(0, "levers.clearance_staff.strength", 1.0)
    session.move(0, "barriers.standards_mismatch", 0.2)
    finished(session)
    file = tmp_path / "exported.toml"
    file.write_text(session.lanes[0].plan.exported().to_toml(), encoding="utf-8")
    again = CollaborationModel(Scenario.load(file), seed=3).run()
    assert same(again.outcomes(), session.lanes[0].model.outcomes())
    session.close()


def test_a_reset_begins_with_what_is_set_now() -> None:
    session = finished(Session(Shared((TINY,))), 4)
    session.move(0, "barriers.secrecy", 0.1)
    session.reset(seed=9)
    assert session.quarter == 0
    assert session.lanes[0].plan == Setup("tiny", {"barriers.secrecy": 0.1})
    assert session.lanes[0].model.run_seed == 9
    session.close()


LEVER = "levers.market_opening.strength"


def test_what_is_moved_when_the_run_is_over_is_in_the_next_from_the_policy_start() -> None:
    moved = CollaborationModel(Scenario.load("tiny"), seed=4, **{LEVER: 1.0}).run()
    session = finished(Session(Shared((TINY,), 4)))
    shown = dict(session.view.frames[0].outcomes)
    session.move(0, LEVER, 1.0)
    assert session.lanes[0].plan == Setup("tiny", {LEVER: 1.0}, later=True)
    assert session.lanes[0].plan.exported().levers["market_opening"].start_quarter == moved.inputs.run.policy_quarter
    assert same(dict(session.view.frames[0].outcomes), shown)
    session.reset()
    assert not session.lanes[0].plan.later
    assert same(dict(finished(session).view.frames[0].outcomes), moved.outcomes())
    assert moved.outcomes()["programme_cost_million_yuan"] > 0
    session.close()


def test_a_barrier_moved_when_the_run_is_over_holds_from_the_first_quarter_of_the_next() -> None:
    session = finished(Session(Shared((TINY,), 4)), 6)
    session.move(0, "barriers.secrecy", 0.5)
    finished(session)
    session.move(0, "barriers.secrecy", 0.1)
    session.move(0, "barriers.secrecy", 0.2)
    plan = session.lanes[0].plan
    assert plan.exported() == plan.begun() == Scenario.load("tiny").with_(**{"barriers.secrecy": 0.2})
    assert session.lanes[0].problems == ()
    assert not session.move(0, "barriers.secrecy", 7.0)
    assert "not allowed" in session.lanes[0].problems[0]
    session.close()


def test_a_lever_moved_in_a_run_starts_at_once_in_this_run_and_with_the_policy_in_the_next() -> None:
    session = finished(Session(Shared((TINY,), 4)), 11)
    session.move(0, LEVER, 1.0)
    plan = session.lanes[0].plan
    assert plan.now().levers["market_opening"].start_quarter == 11
    assert plan.exported().levers["market_opening"].start_quarter == 11
    assert "start_quarter" not in written(session.shared)
    session.reset()
    assert session.lanes[0].plan == Setup("tiny", {LEVER: 1.0})
    assert session.lanes[0].model.inputs.levers["market_opening"].start_quarter == 8
    session.close()


def test_a_start_that_was_asked_for_stays() -> None:
    session = finished(Session(Shared((TINY,), 4)), 11)
    session.move(0, LEVER, 1.0)
    session.move(0, "levers.market_opening.start_quarter", 14)
    session.reset()
    assert session.lanes[0].model.inputs.levers["market_opening"].start_quarter == 14
    session.close()


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_goes_into_a_link_and_back(name: str) -> None:
    plan = Setup(name, {"barriers.secrecy": 0.25, "levers.fund_pool.strength": 0.5})
    shared = Shared((plan, Setup("tiny")), 11)
    assert read(written(shared)) == shared


def test_a_list_of_cities_goes_into_a_link_and_back() -> None:
    plan = Setup("tiny", {"levers.demonstration_bases.strength": 1.0, "levers.demonstration_bases.cities": ["yibin"]})
    assert read(written(Shared((plan,)))).plans[0].begun() == plan.begun()


@pytest.mark.parametrize(
    "query", ["a=" + "x" * 9000, "a=../../etc/passwd", "a=tiny&a.barriers.secrecy=[[[[", "seed=1e9&a=tiny"]
)
def test_a_hostile_link_is_refused(query: str) -> None:
    with pytest.raises(ScenarioError):
        read(query)


@pytest.mark.parametrize("key", ["region.cities", "region", "extends", "a.region.cities", " region.cities"])
def test_a_link_names_no_files(key: str, tmp_path: Path) -> None:
    file = tmp_path / "cities.csv"
    file.write_bytes((Path(__file__).parents[2] / "data" / "second_region.csv").read_bytes())
    value = f"{{cities = '{file}'}}" if key == "region" else str(file)
    with pytest.raises(ScenarioError, match=r"names no files|unknown setting|no dotted key"):
        read(urlencode({"v": "1", "a": "baseline", f"a.{key}": value}))


def test_a_file_opened_on_the_command_line_is_read_again_when_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "tiny"\n[barriers]\nsecrecy = 0.3\n', encoding="utf-8")
    monkeypatch.setenv(library.VARIABLE, str(file))
    session = Session(read(None))
    assert session.lanes[0].model.inputs.barriers["secrecy"] == 0.3
    file.write_text('extends = "tiny"\n[barriers]\nsecrcy = 0.4\n', encoding="utf-8")
    assert not session.choose(0, library.OPENED)
    assert "did you mean" in session.lanes[0].problems[0]
    assert session.lanes[0].model.inputs.barriers["secrecy"] == 0.3
    session.close()


def test_a_population_too_large_for_a_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.toml"
    file.write_text('extends = "baseline"\n[population]\nscale = 40.0\n', encoding="utf-8")
    monkeypatch.setenv(library.VARIABLE, str(file))
    with pytest.raises(ScenarioError, match="on the page"):
        Session(read(None))


def test_the_loop_waits_for_the_browser_and_stops_when_told() -> None:
    shown: list[float] = []
    runner = Runner(lambda: len(shown), lambda: shown.append(time.monotonic()))
    runner.speed, runner.awaits_browser = 1000.0, True
    runner.start(lambda: 100)
    time.sleep(0.3)
    assert len(shown) == 1
    runner.drawn()
    time.sleep(0.3)
    assert len(shown) == 2
    runner.stop()
    assert not runner.running


def test_no_two_drawings_come_faster_than_a_page_can_take() -> None:
    shown: list[float] = []
    runner = Runner(lambda: len(shown), lambda: shown.append(time.monotonic()))
    runner.speed = 1000.0
    runner.start(lambda: 6)
    runner.wait()
    gaps = [later - earlier for earlier, later in pairwise(shown[:-1])]
    assert min(gaps) >= 0.045


def test_a_fault_in_the_loop_is_kept_for_the_page() -> None:
    def fail() -> int:
        raise RuntimeError("broken")

    runner = Runner(fail, lambda: None)
    runner.start(lambda: 5)
    runner.wait()
    assert isinstance(runner.last_error, RuntimeError)
    assert not runner.running


def test_threads_end_with_their_session() -> None:
    before = threading.active_count()
    sessions = [Session(Shared((TINY,))) for _ in range(8)]
    for session in sessions:
        session.play()
    for session in sessions:
        session.close()
        session.runner.wait()
    assert threading.active_count() <= before
