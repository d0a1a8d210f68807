"""A study in the background gives what `sim.compare` gives, can be stopped, and says when it fails."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

import sim.app.study
from sim import Scenario, compare
from sim.app.page.compare_words import OUTCOMES
from sim.app.page.replicate import intervals, whisker
from sim.app.study import Replications
from sim.app.words import OUTCOME_BY_NAME
from sim.experiment import RunError
from tests.doors.app.seats import Seat


def arms() -> dict[str, Scenario]:
    tiny = Scenario.load("tiny")
    return {"A": tiny, "B": tiny.with_(**{"barriers.secrecy": 0.1})}


def test_a_study_gives_what_compare_gives() -> None:
    told: list[str] = []
    study = Replications(lambda: told.append(study.state))
    study.start(arms(), 3, jobs=1)
    study.wait()
    assert study.state == "done"
    assert (study.done, study.total) == (6, 6)
    assert told[0] in ("waiting", "running")
    assert told.count("running") >= 6
    assert study.result is not None
    assert study.result.table.equals(compare(arms(), readings=3, luck_only=True).table)
    text = intervals(study.result, "en")
    assert "3 seeds in both settings" in text
    assert "95 % interval" in text


def test_a_study_of_unlike_settings_is_made_only_if_asked_for() -> None:
    tiny = Scenario.load("tiny")
    unlike = {"A": tiny, "B": tiny.with_(**{"run.quarters": 20})}
    study = Replications(lambda: None)
    study.start(unlike, 2, jobs=1)
    study.wait()
    assert study.state == "failed"
    assert "run.quarters (24 in A, 20 in B)" in study.said
    study.start(unlike, 2, jobs=1, unlike=True)
    study.wait()
    assert study.result is not None
    text = intervals(study.result, "en")
    assert text.count("counted over another span") == sum(OUTCOME_BY_NAME[name].kind == "total" for name in OUTCOMES)
    assert "nan" not in text


def test_a_study_can_be_stopped() -> None:
    reached = threading.Event()
    study = Replications(lambda: study.cancel() if study.done else reached.set())
    study.start(arms(), 50, jobs=1)
    study.wait()
    assert study.state == "stopped"
    assert study.done < 100


def test_a_run_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RunError("B", 4, "it broke")

    monkeypatch.setattr(sim.app.study, "compare", fail)
    study = Replications(lambda: None)
    study.start(arms(), 2)
    study.wait()
    assert study.state == "failed"
    assert "'B' with seed 4" in study.said


def test_the_button_replicates_both_settings() -> None:
    seat = Seat("a=tiny&b=tiny&b.barriers.secrecy=0.1")
    seat.press("compare")
    seat.set("replications", 4)
    begin = partial(Replications.start, seat.tab.study, jobs=1)
    seat.tab.study.start = begin  # type: ignore[method-assign]
    seat.press("replicate")
    seat.tab.study.wait()
    assert "4 seeds in both settings" in seat.text()
    seat.close()


def test_an_interval_without_numbers_is_not_drawn() -> None:
    assert whisker(float("nan"), 1.0, 2.0) == ""
    assert "<svg" in whisker(-1.0, 0.5, 2.0)
