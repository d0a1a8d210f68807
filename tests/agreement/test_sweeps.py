"""However a sweep is made, its table is the same to the last byte."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.experiment import Experiment, ExperimentError, Study, sweep
from sim.experiment.executors.here import Here
from sim.experiment.work import work
from sim.model import CollaborationModel, model_version
from sim.store import Inventory, Results, Row, Status, Store, write_table

ASKED: dict[str, Any] = {
    "question": "Does it matter who makes the runs?",
    "base": "tiny",
    "replications": 6,
    "keep": ["history"],
    "design": {"kind": "factorial"},
    "factors": {"barriers.secrecy": ["base", 0.0], "levers.fund_pool.strength": [0.0, 1.0]},
}


def asked(**changes: Any) -> Experiment:
    return Experiment.from_dict({**ASKED, **changes})


def table_of(store: Path | str) -> bytes:
    results = Results(store)
    assert results.counts()["done"] == len(results.plan) == 24
    write_table(results, Path(store) / "results.parquet")
    return (Path(store) / "results.parquet").read_bytes()


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    store = tmp_path_factory.mktemp("serial") / "store"
    sweep(asked(), store)
    return table_of(store)


def test_two_processes_make_the_same_table(tmp_path: Path, serial: bytes) -> None:
    sweep(asked(), tmp_path / "store", jobs=2)
    assert table_of(tmp_path / "store") == serial


def test_shards_in_any_order_make_the_same_table(tmp_path: Path, serial: bytes) -> None:
    for number in (3, 1, 4, 2):
        sweep(asked(), tmp_path / "store", share=(number, 4))
    assert table_of(tmp_path / "store") == serial


def test_shards_of_several_machines_are_put_together_by_copying(tmp_path: Path, serial: bytes) -> None:
    for number in (1, 2):
        sweep(asked(), tmp_path / str(number), share=(number, 2))
    for folder in ("runs", "history"):
        for part in (tmp_path / "1" / folder).iterdir():
            part.rename(tmp_path / "2" / folder / part.name)
    assert table_of(tmp_path / "2") == serial


def test_a_cluster_makes_the_same_table_while_workers_come_and_go(tmp_path: Path, serial: bytes) -> None:
    distributed = pytest.importorskip("distributed")
    asyncio.set_event_loop(asyncio.new_event_loop())  # a test of the page may have closed this thread's
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    ) as cluster:
        seen: list[int] = []

        def told(progress: Any) -> None:
            seen.append(progress.done)
            if len(seen) == 2:
                cluster.scale(2)
            if len(seen) == 12:
                next(iter(cluster.workers.values())).process.process.kill()

        sweep(asked(), tmp_path / "store", scheduler=cluster.scheduler_address, told=told)
    assert table_of(tmp_path / "store") == serial


def test_a_growing_experiment_makes_only_what_is_new(tmp_path: Path, serial: bytes) -> None:
    made: list[int] = []

    def count(progress: Any) -> None:
        made.append(progress.fresh)

    sweep(asked(replications=2), tmp_path / "store", told=count)
    sweep(asked(replications=2, factors={"barriers.secrecy": [0.0, 0.3]}), tmp_path / "store", told=count)
    assert made[-1] == 2  # of four runs, those without secrecy are there
    sweep(asked(), tmp_path / "store", told=count)
    assert made[-1] == 24 - 8
    sweep(asked(), tmp_path / "store", told=count)
    assert made[-1] == 0
    assert table_of(tmp_path / "store") == serial


def test_one_bad_run_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.experiment.work as work

    build = work.CollaborationModel

    def model(scenario: Any, seed: int) -> Any:
        if seed == 3:
            raise ArithmeticError("seed 3 is not to my taste")
        return build(scenario, seed=seed)

    monkeypatch.setattr(work, "CollaborationModel", model)
    monkeypatch.setattr(work, "KEPT", {"history": lambda one: one.history()})
    results = sweep(asked(), tmp_path / "store")
    frame = results.frame()
    assert len(frame) == 24
    assert frame.loc[frame["seed"] == 3, "message"].unique().tolist() == ["ArithmeticError: seed 3 is not to my taste"]
    assert frame.loc[frame["seed"] == 3, "transfers_delivered"].isna().all()
    assert results.counts() == {"done": 20, "missing": 0, "failed": 4, "error": 4, "timeout": 0, "crashed": 0}
    monkeypatch.undo()
    assert sweep(asked(), tmp_path / "store").counts()["failed"] == 4
    assert sweep(asked(), tmp_path / "store", again=True).counts()["done"] == 24


COORDINATOR = """
import sys
from sim.experiment import Experiment, sweep
if __name__ == "__main__":
    sweep(Experiment.from_dict({asked!r}), sys.argv[1], jobs=2, preflight=False)
"""


@pytest.fixture
def coordinator(tmp_path: Path) -> list[str]:
    script = tmp_path / "coordinator.py"
    script.write_text(COORDINATOR.format(asked=ASKED))
    return [sys.executable, str(script), str(tmp_path / "store")]


def workers_of(number: int) -> list[int]:
    children = Path(f"/proc/{number}/task/{number}/children")
    return [int(child) for child in children.read_text().split()] if children.exists() else []


def survivors(numbers: list[int]) -> list[int]:
    """Return the processes that are still there after ten seconds at most."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{number}").exists() for number in numbers):
        time.sleep(0.05)
    return [number for number in numbers if Path(f"/proc/{number}").exists()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("victim", ["coordinator", "worker"])
def test_killed_at_any_moment_a_sweep_loses_nothing_that_was_done(
    tmp_path: Path, coordinator: list[str], serial: bytes, victim: str
) -> None:
    running = subprocess.Popen(coordinator)
    parts = tmp_path / "store" / "runs"
    deadline = time.monotonic() + 120
    while len(list(parts.glob("*.parquet"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    before = {part.name for part in parts.glob("*.parquet")}
    workers = workers_of(running.pid)
    if victim == "worker":
        os.kill(workers[-1], signal.SIGKILL)
        assert running.wait(120) == 0
    else:
        running.kill()
        running.wait()
        assert survivors(workers) == []
        sweep(asked(), tmp_path / "store")
    assert before <= {part.name for part in parts.glob("*.parquet")}
    assert table_of(tmp_path / "store") == serial


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_ends_at_once_and_goes_on_later(
    tmp_path: Path, serial: bytes, order: signal.Signals
) -> None:
    (tmp_path / "asked.toml").write_text(FILE, encoding="utf-8")
    command = [sys.executable, "-m", "sim.cli", "sweep", str(tmp_path / "asked.toml"), "--out", str(tmp_path / "store")]
    running = subprocess.Popen([*command, "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list((tmp_path / "store" / "runs").glob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = workers_of(running.pid)
    running.send_signal(order)
    told = running.communicate(timeout=20)[1]
    assert running.returncode == 130
    assert "what was finished is kept; the same command goes on" in told
    assert "Traceback" not in told
    assert survivors(workers) == []
    assert subprocess.run([*command, "--quiet"], check=False).returncode == 0
    assert table_of(tmp_path / "store") == serial


FILE = """
question = "Does it matter who makes the runs?"
base = "tiny"
replications = 6
keep = ["history"]
[design]
kind = "factorial"
[factors]
"barriers.secrecy" = ["base", 0.0]
"levers.fund_pool.strength" = [0.0, 1.0]
"""


def test_a_run_that_hangs_or_kills_its_process_is_found_and_its_neighbours_live(tmp_path: Path) -> None:
    script = tmp_path / "poison.py"
    script.write_text(POISON)
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "store")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    frame = Results(tmp_path / "store").frame()
    status = frame.set_index("seed")["status"].to_dict()
    assert status == {0: "ok", 1: "crashed", 2: "ok", 3: "timeout", 4: "ok", 5: "ok"}


POISON = """
import os, sys, time
from sim.experiment import Experiment, sweep
import sim.experiment.work as work

build = work.CollaborationModel

class Poisoned(build):
    def run(self):
        if self.run_seed == 1:
            os._exit(9)
        if self.run_seed == 3:
            time.sleep(600)
        return super().run()

work.CollaborationModel = Poisoned

if __name__ == "__main__":
    asked = {"question": "?", "base": "tiny", "replications": 6, "arms": {"only": {}}}
    sweep(Experiment.from_dict(asked), sys.argv[1], jobs=2, timeout=12.0, preflight=False)
"""


def test_what_cannot_be_reproduced_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.experiment import ReproducibilityError

    rows = Here.rows

    def luck(self: Here, tasks: Any, model: str) -> Iterator[list[Row]]:
        for some in rows(self, tasks, model):
            yield [
                Row(row.run, row.scenario, row.seed, Status.OK, "", {**row.outcomes, "leaks": time.time()})
                for row in some
            ]

    monkeypatch.setattr(Here, "rows", luck)
    with pytest.raises(ReproducibilityError, match=r"leaks is .* here and .* in a fresh process"):
        sweep(asked(replications=20), tmp_path / "store")
    assert list((tmp_path / "store" / "runs").iterdir()) == []


def test_programmes_of_one_budget_cost_the_same(tmp_path: Path) -> None:
    arms = {"none": {}, "staff": {"scenario": "clearance_staff"}, "fund": {"scenario": "fund_pool"}}
    said = {"question": "?", "base": "baseline", "replications": 4, "arms": arms}
    changes = {"population": {"scale": 0.1}}
    for arm in arms.values():
        arm["set"] = changes
    budget = {"kind": "arms", "equal_budget": 25.0}
    frame = sweep(Experiment.from_dict({**said, "design": budget}), tmp_path / "store").frame()
    costs = frame.groupby("arm", observed=True)["programme_cost_million_yuan"].mean()
    assert costs["none"] == 0.0
    assert costs[["staff", "fund"]].tolist() == pytest.approx([25.0, 25.0], rel=0.02)
    too_much = {**said, "design": {"kind": "arms", "equal_budget": 1e7}}
    with pytest.raises(ExperimentError, match="at full strength"):
        sweep(Experiment.from_dict(too_much), Store(tmp_path / "store"))


def test_seeds_are_added_until_the_answer_is_sharp(tmp_path: Path) -> None:
    stopping = {"outcome": "transfers_delivered", "half_width": 0.06, "most": 40}
    arms = {"tiny": {}, "open": {"set": {"barriers.secrecy": 0.0}}}
    said = {"question": "?", "base": "tiny", "replications": 3, "arms": arms, "stopping": stopping}
    results = sweep(Experiment.from_dict(said), tmp_path / "store")
    assert 3 < results.plan.seeds <= 40
    again = sweep(Experiment.from_dict(said), tmp_path / "store")
    assert again.plan.seeds == results.plan.seeds


def test_runs_leave_nothing_in_memory() -> None:
    study = Study(asked())
    tasks = list(study.tasks(study.plan(), Inventory(), (1, 1), again=False))

    def alive() -> int:
        return sum(isinstance(one, CollaborationModel) for one in gc.get_objects())

    gc.collect()
    before = alive()
    gc.disable()
    try:
        assert all(row.status is Status.OK for row in work(tasks, model_version()))
        assert alive() == before
    finally:
        gc.enable()
