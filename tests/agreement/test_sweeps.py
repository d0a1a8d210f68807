"""However a sweep is made, its table is the same to the last byte."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.engine import model_version
from sim.experiment import Experiment, ExperimentError, Study, SweepOptions, sweep
from sim.experiment.executors.here import Here
from sim.experiment.executors.work import work
from sim.experiment.plan import tasks_of
from sim.model import CollaborationModel
from sim.store import Inventory, RunRow, RunStatus, Store
from tests.agreement.swept import asked, table_of


def test_two_processes_make_the_same_table(tmp_path: Path, serial: bytes) -> None:
    sweep(asked(), tmp_path / "store", jobs=2)
    assert table_of(tmp_path / "store") == serial


def test_shards_in_any_order_make_the_same_table(tmp_path: Path, serial: bytes) -> None:
    for number in (3, 1, 4, 2):
        sweep(asked(), tmp_path / "store", options=SweepOptions(share=(number, 4)))
    assert table_of(tmp_path / "store") == serial


def test_shards_of_several_machines_are_put_together_by_copying(tmp_path: Path, serial: bytes) -> None:
    for number in (1, 2):
        sweep(asked(), tmp_path / str(number), options=SweepOptions(share=(number, 2)))
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

        sweep(asked(), tmp_path / "store", scheduler=cluster.scheduler_address, options=SweepOptions(progress=told))
    assert table_of(tmp_path / "store") == serial


def test_a_growing_experiment_makes_only_what_is_new(tmp_path: Path, serial: bytes) -> None:
    made: list[int] = []

    def count(progress: Any) -> None:
        made.append(progress.fresh)

    counted = SweepOptions(progress=count)
    sweep(asked(replications=2), tmp_path / "store", options=counted)
    sweep(asked(replications=2, factors={"barriers.secrecy": [0.0, 0.3]}), tmp_path / "store", options=counted)
    assert made[-1] == 2  # of four runs, those without secrecy are there
    sweep(asked(), tmp_path / "store", options=counted)
    assert made[-1] == 24 - 8
    sweep(asked(), tmp_path / "store", options=counted)
    assert made[-1] == 0
    assert table_of(tmp_path / "store") == serial


def test_one_bad_run_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.engine.run as made
    import sim.experiment.executors.work as work

    build = made.build

    def world(scenario: Any, seed: int) -> Any:
        if seed == 3:
            raise ArithmeticError("seed 3 is not to my taste")
        return build(scenario, seed)

    monkeypatch.setattr(made, "build", world)
    monkeypatch.setattr(work, "KEPT", {"history": lambda one: one.history()})
    results = sweep(asked(), tmp_path / "store")
    frame = results.frame()
    assert len(frame) == 24
    assert frame.loc[frame["seed"] == 3, "message"].unique().tolist() == ["ArithmeticError: seed 3 is not to my taste"]
    assert frame.loc[frame["seed"] == 3, "transfers_delivered"].isna().all()
    assert results.counts() == {"done": 20, "missing": 0, "failed": 4, "error": 4, "timeout": 0, "crashed": 0}
    monkeypatch.undo()
    assert sweep(asked(), tmp_path / "store").counts()["failed"] == 4
    assert sweep(asked(), tmp_path / "store", options=SweepOptions(again=True)).counts()["done"] == 24


def test_what_cannot_be_reproduced_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.experiment import ReproducibilityError

    rows = Here.rows

    def luck(self: Here, *given: Any) -> Iterator[list[RunRow]]:
        for some in rows(self, *given):
            yield [
                RunRow(row.run, row.scenario, row.seed, RunStatus.OK, "", {**row.outcomes, "leaks": time.time()})
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
    budget = {"kind": "arms", "equal_budget": 12.0}
    frame = sweep(Experiment.from_dict({**said, "design": budget}), tmp_path / "store").frame()
    costs = frame.groupby("arm", observed=True)["programme_cost_million_yuan"].mean()
    assert costs["none"] == 0.0
    assert costs[["staff", "fund"]].tolist() == pytest.approx([12.0, 12.0], rel=0.02)
    over_readings = {**said, "readings": {"number": 8, "twins": 0}, "design": budget}
    del over_readings["replications"]
    frame = sweep(Experiment.from_dict(over_readings), tmp_path / "readings").frame()
    costs = frame.groupby("arm", observed=True)["programme_cost_million_yuan"]
    assert costs.mean()[["staff", "fund"]].tolist() == pytest.approx([12.0, 12.0], rel=0.02), (
        "prices are of the readings"
    )
    assert (costs.std()[["staff", "fund"]] > 0.5).all()
    too_much = {**said, "design": {"kind": "arms", "equal_budget": 1e7}}
    with pytest.raises(ExperimentError, match="at full strength"):
        sweep(Experiment.from_dict(too_much), Store(tmp_path / "store"))


def test_seeds_are_added_until_the_answer_is_sharp(tmp_path: Path) -> None:
    stopping = {"outcome": "transfers_delivered", "half_width": 0.02, "most": 40}
    arms = {"tiny": {}, "open": {"set": {"barriers.secrecy": 0.0}}}
    said = {"question": "?", "base": "tiny", "replications": 3, "arms": arms, "stopping": stopping}
    results = sweep(Experiment.from_dict(said), tmp_path / "store")
    assert 3 < results.plan.seeds <= 40
    again = sweep(Experiment.from_dict(said), tmp_path / "store")
    assert again.plan.seeds == results.plan.seeds


def test_runs_leave_nothing_in_memory() -> None:
    study = Study(asked())
    tasks = list(tasks_of(study.plan(), study.scenario, Inventory()))

    def alive() -> int:
        return sum(issubclass(type(one), CollaborationModel) for one in gc.get_objects())  # no proxy is asked

    gc.collect()
    before = alive()
    gc.disable()
    try:
        assert all(row.status is RunStatus.OK for row in work(tasks, model_version()))
        assert alive() == before
    finally:
        gc.enable()
