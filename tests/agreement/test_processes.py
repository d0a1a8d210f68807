"""An order to end that comes while a worker is being started is heard when it has been: no word from half a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import spawn
from pathlib import Path

import pytest

from sim.experiment import Experiment
from sim.experiment.executors import LostError, processes, standstill
from sim.experiment.executors.apart import NAMES, without_main
from sim.experiment.executors.standstill import Standstill
from sim.experiment.plan import Study, tasks_of
from sim.store import Inventory

ROOT = Path(__file__).parents[2]

# The signal comes when the process is there and has not been told yet what to do.
STARTS = """
import os, signal, threading, time
from multiprocessing import util
from sim.experiment.executors.processes import Processes

real = util.spawnv_passfds

def order():
    if {elsewhere}:
        begun.set()
    else:
        signal.raise_signal(signal.{name})

def another():  # started while orders are heard; so it hears them
    begun.wait()
    signal.raise_signal(signal.{name})

begun = threading.Event()

def interrupted(*how):
    number = real(*how)
    if not any(b"resource_tracker" in os.fsencode(word) for word in how[1]):
        order()
        time.sleep(0.05)
    return number

if __name__ == "__main__":
    util.spawnv_passfds = interrupted
    signal.signal(signal.{name}, signal.default_int_handler)
    threading.Thread(target=another, daemon=True).start()
    processes = Processes(2)
    try:
        processes._start()
    except KeyboardInterrupt:
        time.sleep({patience})  # long enough to complain
        print(len(processes._workers), "to be stopped")
    processes.close()
"""


def test_processes_begin_before_there_are_tasks_and_then_take_them() -> None:
    """Those for which there is no run are neither started nor, once they are ready, given an empty chunk."""
    asked = {
        "question": "Does it work?",
        "base": "tiny",
        "replications": 2,
        "design": {"kind": "arms"},
        "arms": {"a": {}},
    }
    study = Study(Experiment.from_dict(asked))
    plan = study.plan()
    busy = processes.Processes(3)
    try:
        busy.begin(plan.model, left=2)
        begun = [worker.process.pid for worker in busy._workers]
        assert len(begun) == 2
        for _ in range(2):  # more runs than processes, then again with processes that are ready
            rows = [row for rows in busy.rows(tasks_of(plan, study.scenario, Inventory()), plan.model) for row in rows]
            assert sorted(row.status for row in rows) == ["ok", "ok"]
        busy.begin(plan.model, left=1)  # there are more already
        assert [worker.process.pid for worker in busy._workers][:2] == begun
    finally:
        busy.close()


def test_processes_that_would_all_compile_the_model_do_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "needs_compiling", lambda: True)
    busy = processes.Processes(2)
    busy.begin("a model", left=9)
    assert busy._workers == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("elsewhere", [False, True], ids=["taken by us", "taken by another thread"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_start_leaves_no_half_worker(name: str, elsewhere: bool) -> None:
    script = STARTS.format(name=name, elsewhere=elsewhere, patience=0.3)
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 to be stopped\n", "")


PLAIN = """
import json, pathlib
from sim import Scenario, compare

with pathlib.Path("begun.txt").open("a") as note:
    note.write("once;")
base = Scenario.load("tiny").with_(**{"run.quarters": 6, "run.start_year": 2019, "population.scale": 0.1})
result = compare([base, base.with_(**{"barriers.secrecy": 0.2})], readings=2, jobs=2)
print(json.dumps(result.runs["deals_opened"].tolist()))
"""


@pytest.mark.parametrize("how", ["file", "input", "module"])
def test_workers_do_not_begin_the_callers_program_anew(tmp_path: Path, how: str) -> None:
    (tmp_path / "plain.py").write_text(PLAIN, encoding="utf-8")
    arguments = {"file": ["plain.py"], "input": ["-"], "module": ["-m", "plain"]}[how]
    done = subprocess.run(
        [sys.executable, *arguments],
        input=PLAIN if how == "input" else "",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "begun.txt").read_text(encoding="utf-8") == "once;"
    assert len(json.loads(done.stdout)) == 4


def test_processes_of_others_are_started_as_ever() -> None:
    before = spawn.get_preparation_data("another")
    with without_main():
        assert spawn.get_preparation_data("another") == before
        ours = spawn.get_preparation_data(next(NAMES))
    assert [key for key in ours if key.startswith("init_main")] == []
    assert set(ours) == {key for key in before if not key.startswith("init_main")}


class Clock:
    """A clock and a machine that do what a test says."""

    def __init__(self) -> None:
        self.now, self.spent, self.state = 0.0, {1: 0.0, 2: 0.0}, "R"

    def pulse(self, number: int) -> tuple[str, float]:
        return self.state, self.spent[number]

    def looks(self, watch: Standstill, seconds: float, at_work: float) -> Iterator[dict[int, str]]:
        for _ in range(round(seconds / 5)):
            self.now += 5.0
            self.spent[2] += 5 * at_work
            yield watch.of([1, 2])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(standstill, "pulse", made.pulse)
    return made


def test_a_process_stands_still_when_the_processor_does_nothing_for_it(clock: Clock) -> None:
    watch = Standstill(60.0, lambda: clock.now)
    clock.state = "T"
    found = list(clock.looks(watch, 65.0, at_work=0.02))  # a slow machine is no standstill
    assert found[:-1] == [{}] * 12
    assert found[-1] == {1: "it is stopped"}


def test_who_slept_does_not_take_others_for_asleep(clock: Clock) -> None:
    watch = Standstill(60.0, lambda: clock.now)
    assert list(clock.looks(watch, 30.0, at_work=0.0)) == [{}] * 6
    clock.now += 3600.0  # Ctrl-Z and fg: nobody did anything for an hour
    assert watch.of([1, 2]) == {}
    assert list(clock.looks(watch, 55.0, at_work=0.0)) == [{}] * 11


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_pulse_is_that_of_the_process() -> None:
    state, spent = standstill.pulse(os.getpid())
    assert state in "RSD"
    assert 0 < spent < float("inf")
    assert standstill.pulse(2**22 - 3) == ("", float("inf"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_processes_that_all_stand_still_end_the_sweep_and_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "Standstill", lambda: Standstill(patience=1.0))
    real = processes.Processes._start

    def stopped(self: processes.Processes) -> processes.Worker:
        worker = real(self)
        os.kill(worker.process.pid, signal.SIGSTOP)
        return worker

    monkeypatch.setattr(processes.Processes, "_start", stopped)
    study = Study(Experiment.from_dict({"question": "?", "base": "tiny", "replications": 2, "arms": {"only": {}}}))
    plan = study.plan()
    executor = processes.Processes(1)
    with pytest.raises(LostError, match=r"has done nothing for 1 seconds \(it is stopped\), and so have the 4 before"):
        list(executor.rows(iter(tasks_of(plan, study.scenario, Inventory())), plan.model))
    executor.close()
    assert executor._workers == []
