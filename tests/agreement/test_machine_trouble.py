"""What goes wrong with a machine is no property of a run: it ends a sweep, and no row ever says it."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import sim.engine.run as made
import sim.experiment.executors.work as work
from sim.cli import sim as command
from sim.cli.edge import MACHINE, code_of
from sim.engine import model_version
from sim.experiment import Experiment, Study, sweep
from sim.experiment.executors import LostError
from sim.experiment.executors.here import Here
from sim.experiment.executors.processes import Processes, Worker
from sim.experiment.make.preflight import check
from sim.store import Results

ASKED: dict[str, Any] = {"question": "?", "base": "tiny", "replications": 4, "arms": {"as it is": {}}}
TROUBLE = [
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere"),
    MemoryError("memory is used up"),
    ModuleNotFoundError("No module named 'scipy'", name="scipy"),
]
each_trouble = pytest.mark.parametrize("trouble", TROUBLE, ids=lambda one: type(one).__name__)


def raising(error: Exception) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@each_trouble
def test_it_ends_a_sweep_and_becomes_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    build = made.build
    begun: list[int] = []

    def world(scenario: Any, seed: int) -> Any:
        begun.append(seed)
        if seed == 2:
            raise trouble
        return build(scenario, seed)

    monkeypatch.setattr(made, "build", world)
    with pytest.raises(type(trouble)):
        sweep(Experiment.from_dict(ASKED), tmp_path)
    assert 2 in begun
    counts = Results(tmp_path).counts()
    assert counts["failed"] == 0
    assert counts["done"] + counts["missing"] == 4
    monkeypatch.undo()
    assert sweep(Experiment.from_dict(ASKED), tmp_path).counts()["done"] == 4


@each_trouble
def test_code_that_cannot_be_had_is_no_fault_of_a_run(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    monkeypatch.setattr(work, "warm_up", raising(trouble))
    monkeypatch.setattr(work, "one", raising(AssertionError("no run is begun")))
    with pytest.raises(type(trouble)):
        work.work([], model_version())


def test_the_command_ends_with_the_code_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(work, "warm_up", raising(TROUBLE[0]))
    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 2\n[arms.a]\n')
    command_line = ["sweep", str(tmp_path / "asked.toml"), "--out", str(tmp_path / "store"), "--quiet"]
    assert code_of(command, command_line) == MACHINE
    assert "somewhere: No space left on device" in capsys.readouterr().err
    assert Results(tmp_path / "store").counts()["failed"] == 0


@each_trouble
@pytest.mark.parametrize("when", ["warm_up", "work"])
def test_a_worker_tells_it_and_the_coordinator_raises_it(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception, when: str
) -> None:
    from multiprocessing import Pipe

    monkeypatch.setattr(work, "settle_in", lambda _: None)
    monkeypatch.setattr(work, "warm_up", lambda: None)
    monkeypatch.setattr(work, when, raising(trouble))
    ours, theirs = Pipe()
    thread = Thread(target=work.serve, args=(theirs, model_version(), os.getpid()))
    thread.start()
    worker = Worker(None, ours)
    if when == "work":
        assert ours.recv() is None
        worker.ready = True
        ours.send(())
    with pytest.raises(type(trouble)) as said:
        Processes(2)._answer(worker)
    assert str(said.value) == str(trouble)
    ours.close()
    thread.join(10)
    assert not thread.is_alive()


def test_a_fresh_process_that_makes_no_run_is_its_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(Experiment.from_dict(ASKED))
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(LostError, match="a fresh process cannot make a run"):
        check(study, study.plan(), Here())
