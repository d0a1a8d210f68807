"""Arms that part late are planned, handed out and made together, and their rows are what they are one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim.experiment.executors.work as work
from sim import Scenario
from sim.engine import Run, forks, model_version
from sim.experiment import Experiment, Study, SweepOptions, compare, sweep
from sim.experiment.executors.executor import Pace
from sim.experiment.executors.processes import Processes
from sim.experiment.plan import Task, fair, in_groups, tasks_of
from sim.store import Inventory, RunRow, RunStatus
from tests.agreement.swept import asked, table_of

TINY = Scenario.load("tiny")
FUND = {"levers.fund_pool.strength": 1.0}
BANKS = {"levers.tech_credit_guarantee.strength": 1.0, "levers.tech_credit_guarantee.start_quarter": 12}
ARMS = {
    "none": TINY,
    "less secrecy": TINY.with_(**{"barriers.secrecy": 0.2}),
    "fund": TINY.with_(**FUND),
    "less secrecy and fund": TINY.with_(**{"barriers.secrecy": 0.2}, **FUND),
    "fund and banks": TINY.with_(**FUND, **BANKS),
}


def wanted(seeds: int, arms: dict[str, Scenario] = ARMS) -> list[list[tuple[Scenario, Task]]]:
    return [
        [(arm, Task(f"{name} {seed}", arm.digest, arm.to_dict(), seed, ("history",))) for name, arm in arms.items()]
        for seed in range(seeds)
    ]


def plain(rows: list[RunRow]) -> dict[str, Any]:
    return {
        row.run: (row.scenario, row.seed, row.status, row.message, str(row.outcomes), dict(row.tables)) for row in rows
    }


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Notes the seed of every run that is made from its beginning."""
    seeds: list[int] = []
    build = forks._Branches._new
    monkeypatch.setattr(forks._Branches, "_new", lambda self, place: seeds.append(self.seed) or build(self, place))
    return seeds


def test_kin_of_one_seed_follow_one_another() -> None:
    tasks = list(in_groups(wanted(2), together=32))
    assert [(task.run, task.group) for task in tasks[:5]] == [
        ("none 0", 1),
        ("fund 0", 1),
        ("fund and banks 0", 1),
        ("less secrecy 0", 2),
        ("less secrecy and fund 0", 2),
    ]
    assert [task.group for task in tasks[5:]] == [3, 3, 3, 4, 4]
    assert {task.run for task in tasks} == {task.run for block in wanted(2) for _, task in block}


def test_groups_are_cut_and_nobody_is_a_group_alone() -> None:
    assert [task.group for task in in_groups(wanted(1), together=2)] == [1, 1, 0, 3, 3]
    assert list(in_groups(wanted(1), together=1)) == [task for _, task in wanted(1)[0]]
    large = {name: arm.with_(**{"population.scale": 300.0}) for name, arm in ARMS.items()}
    assert {task.group for task in in_groups(wanted(1, large), together=32)} == {0}


def test_draws_are_no_kin_and_are_asked_for_one_after_the_other() -> None:
    data = {
        "question": "?",
        "base": "tiny",
        "replications": 2,
        "arms": {"none": {}, "fund": {"set": FUND}},
        "draws": {"number": 3, "parameters": {"parameters.leak_rate": {"low": 0.001, "high": 0.002}}},
    }
    study = Study(Experiment.from_dict(data))
    plan, made = study.plan(), []

    def scenario(arm: int, draw: int) -> Scenario:
        made.append((arm, draw))
        return study.scenario(arm, draw)

    tasks = tasks_of(plan, scenario, Inventory())
    first = [next(tasks), next(tasks)]
    assert made == [(0, 0), (1, 0)]
    assert [task.group for task in (*first, *tasks)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]


def test_every_worker_gets_several_groups() -> None:
    assert [fair(*given) for given in ((32, 2), (100, 8), (3, 2), (100_000, 16), (24, 0))] == [4, 3, 1, 32, 6]


def test_a_chunk_cuts_no_group() -> None:
    pace = Pace(in_groups(wanted(2), together=32))
    sizes = []
    while chunk := pace.next():
        sizes.append(len(chunk))
        pace.size = 4
    assert sizes == [3, 5, 2]


def test_the_last_chunks_are_small_so_that_all_workers_end_together() -> None:
    tasks = [task._replace(group=0) for task in in_groups(wanted(2), together=1)]
    pace = Pace(iter(tasks), left=len(tasks), size=100)
    sizes = []
    while chunk := pace.next(workers=2):
        sizes.append(len(chunk))
    assert len(tasks) == sum(sizes) == 10
    assert sizes == [2, 2, 1, 1, 1, 1, 1, 1]
    assert len(Pace(iter(tasks), size=100).next(workers=2)) == 10  # how many there are is not known


def test_the_plan_of_an_experiment_is_grouped_unless_it_is_watched() -> None:
    study = Study(asked())
    plan = study.plan()
    tasks = list(tasks_of(plan, study.scenario, Inventory()))
    assert {task.run for task in tasks} == {run.run for run in plan.runs()}
    assert [task.group for task in tasks[:4]] == [1, 1, 2, 2]
    watched = list(tasks_of(plan, study.scenario, Inventory(), watched=True))
    assert {task.group for task in watched} == {0}


def test_rows_of_a_group_are_those_of_its_runs_one_by_one(begun: list[int]) -> None:
    tasks = list(in_groups(wanted(2), together=32))
    together = plain(work.work(tasks, model_version()))
    assert begun == [0, 0, 1, 1]  # two grounds
    assert together == plain([work.one(task) for task in tasks])
    assert begun == [0, 0, 1, 1]


def test_a_run_that_fails_in_a_group_says_what_it_says_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Run.outcomes

    def outcomes(self: Run) -> dict[str, float]:
        if "tech_credit_guarantee" in self.inputs.levers:
            raise ArithmeticError("banks are not to my taste")
        return real(self)

    monkeypatch.setattr(Run, "outcomes", outcomes)
    rows = plain(work.work(list(in_groups(wanted(1), together=32)), model_version()))
    assert {run: row[2] for run, row in rows.items() if row[2] != RunStatus.OK} == {"fund and banks 0": "error"}
    assert rows["fund and banks 0"][3] == "ArithmeticError: banks are not to my taste"
    monkeypatch.undo()
    whole = plain([work.one(task) for _, task in wanted(1)[0]])
    assert all(rows[run] == whole[run] for run in rows if run != "fund and banks 0")


@pytest.mark.parametrize("trouble", [OSError("the disk"), MemoryError("no memory")])
def test_trouble_of_the_machine_ends_a_group_too(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    def copied(world: Any) -> Any:
        raise trouble

    monkeypatch.setattr(forks, "copied", copied)
    with pytest.raises(type(trouble)):
        work.work(list(in_groups(wanted(1), together=32)), model_version())


def test_a_sweep_shares_what_arms_have_in_common_and_its_table_is_the_same(
    tmp_path: Path, serial: bytes, begun: list[int]
) -> None:
    sweep(asked(), tmp_path / "store", options=SweepOptions(preflight=False))
    assert begun == [seed for seed in range(6) for _ in range(2)]  # 24 runs of two grounds
    assert table_of(tmp_path / "store") == serial


def test_a_comparison_shares_them_too(monkeypatch: pytest.MonkeyPatch, begun: list[int]) -> None:
    together = compare(ARMS, 3, unlike=True, luck_only=True).runs
    assert begun == [0, 0, 1, 1, 2, 2]
    monkeypatch.setattr("sim.experiment.make.side_by_side.fair", lambda runs, workers: 1)
    assert compare(ARMS, 3, unlike=True, luck_only=True).runs.equals(together)


def test_equal_budgets_are_found_from_runs_that_are_shared(tmp_path: Path, begun: list[int]) -> None:
    data = {
        "question": "Which is better for the money?",
        "base": "tiny",
        "replications": 1,
        "design": {"kind": "arms", "equal_budget": 5.0},
        "arms": {"none": {}, "fund": {"set": FUND}, "banks": {"set": BANKS}},
    }
    results = sweep(Experiment.from_dict(data), tmp_path / "store", options=SweepOptions(preflight=False))
    assert results.counts()["done"] == 3
    assert len(begun) >= 4  # four seeds of the first look, two worlds each


def test_a_group_whose_process_is_killed_is_made_again_run_by_run(tmp_path: Path, serial: bytes) -> None:
    killed: list[int] = []
    real = Processes._send

    class Killing(Processes):
        def _send(self, worker: Any) -> None:
            real(self, worker)
            if len(worker.chunk) > 1 and len(killed) < 2:
                killed.append(len(worker.chunk))
                worker.process.kill()

    study = Study(asked())
    plan = study.plan()
    executor = Killing(2)
    found: dict[str, RunRow] = {}

    def rows() -> Iterator[RunRow]:
        for some in executor.rows(tasks_of(plan, study.scenario, Inventory(), together=3), plan.model):
            yield from some

    for row in rows():
        assert row.run not in found
        found[row.run] = row
    executor.close()
    assert len(killed) == 2
    assert len(found) == len(plan)
    tasks = {task.run: task for task in tasks_of(plan, study.scenario, Inventory(), together=1)}
    assert plain(list(found.values())) == plain([work.one(tasks[run]) for run in found])
