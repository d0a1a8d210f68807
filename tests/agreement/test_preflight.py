"""Before a large sweep a few runs are made in fresh processes, with every field that a task has."""

from __future__ import annotations

from typing import Any

import pytest

from sim.experiment import Experiment, ReproducibilityError, Study
from sim.experiment.executors.here import Here
from sim.experiment.make import preflight as room
from sim.experiment.make.preflight import check, results_of

ASKED: dict[str, Any] = {
    "question": "Is the same run the same?",
    "base": "tiny",
    "arms": {"none": {}, "free": {"set": {"barriers.secrecy": 0.0}}},
    "keep": ["history"],
}


def test_fresh_processes_make_the_same_runs() -> None:
    study = Study(Experiment.from_dict(ASKED))
    check(study, study.plan(), Here())


def test_a_difference_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(rows: Any) -> Any:
        return {run: {**outcomes, "leaks": (1.5).hex()} for run, outcomes in results_of(rows).items()}

    monkeypatch.setattr(room, "results_of", elsewhere)  # here, not in the fresh processes
    study = Study(Experiment.from_dict(ASKED))
    with pytest.raises(ReproducibilityError, match=r"leaks is 1\.5 here"):
        check(study, study.plan(), Here())
