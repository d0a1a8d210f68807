"""A search is a function of its file and of what runs give: it goes on after a kill, and nobody's hands change it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from sim import Experiment, sweep
from sim.experiment import ExperimentError, SweepOptions
from sim.experiment.designs.programmes import programme_of
from sim.experiment.engines import BY_NAME
from sim.experiment.make import asking as asking_room
from sim.experiment.make.verify import verify
from sim.experiment.plan.programmes import ProgrammeSearch
from sim.experiment.plan.strand import Strand
from sim.statistics.fronts import front, spread_out
from sim.statistics.goals import WORST_CITY, Goal, Limit, Measured, aim, by_reading, excess
from sim.statistics.racing import outrun
from sim.store import Plan, Results, Store

SMALL = ("run.quarters=14", "run.start_year=2019", "population.scale=0.6")
ASKED: dict[str, Any] = {
    "question": "What is the money best spent on, in a very small world?",
    "base": "tiny",
    "design": {"kind": "search", "runs": 170, "generation": 6, "seeds": 2},
    "search": {
        "levers": ["clearance_staff", "market_opening", "coordination_body", "university_ip_alliance"],
        "start_quarter": {"low": 4, "high": 8, "step": 2},
        "best": {"transfers_delivered": {"want": "more"}, "programme_cost_million_yuan": {"want": "less"}},
        "checked": 4,
    },
    "readings": {"search": 6, "check": 4},
}
QUIET = SweepOptions(preflight=False)


def asked(**changes: Any) -> Experiment:
    merged = {**ASKED, **{key: {**ASKED.get(key, {}), **value} for key, value in changes.items()}}
    return Experiment.from_dict(merged, "small", settings=SMALL)


def frontier(store: Path) -> str:
    """What a search found and what its check says of it, to the last bit."""
    return Results(store).digest() + json.dumps(Results(store).plan.about["search"])


def rounds(store: Path) -> list[Plan]:
    return [plan for plan in Store(store).plans() if "round" in plan.about]


def runs_of(store: Path) -> list[str]:
    return [run for table in Store(store).tables() for run in table.column("run").to_pylist()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("search") / "whole"
    sweep(asked(), store, options=QUIET)
    return store


def test_what_is_checked_no_search_has_seen(whole: Path) -> None:
    plan = Results(whole).plan
    check, seen = {run.run for run in plan.runs()}, {run.run for one in rounds(whole) for run in one.runs()}
    assert rounds(whole)
    assert not check & seen
    seeds = {run.seed for run in plan.runs()}
    assert seeds == set(range(6, 10))
    assert max(run.seed for one in rounds(whole) for run in one.runs()) == 5
    assert len({json.dumps(draw, sort_keys=True) for draw in (*plan.draws, *rounds(whole)[-1].draws)}) >= 4 + 4
    assert sorted(runs_of(whole)) == sorted(check | seen)


def test_a_search_finds_more_than_it_was_shown(whole: Path) -> None:
    said = Results(whole).plan.about["search"]
    assert said["joint"] > said["shipped"]
    assert said["joint"] >= max(one["measure"] for one in said["log"])
    assert said["runs"] <= ASKED["design"]["runs"]
    assert {one["strand"] for one in said["log"]} == {1, 2}
    assert 1 <= len(said["found"]) <= ASKED["search"]["checked"]


RUN = """
import sys
from sim.experiment import SweepOptions, sweep
from tests.agreement.test_search import asked
if __name__ == "__main__":
    sweep(asked(), sys.argv[1], jobs=int(sys.argv[2]), options=SweepOptions(preflight=False))
"""


def test_a_search_that_is_killed_again_and_again_is_the_whole_one_and_makes_no_run_twice(
    whole: Path, tmp_path: Path
) -> None:
    store, kills = tmp_path / "killed", 0
    for parts in (2, 5, 9):
        process = subprocess.Popen([sys.executable, "-c", RUN, str(store), "1"], start_new_session=True)
        while process.poll() is None and len(list((store / "runs").glob("*.parquet"))) < parts:
            time.sleep(0.02)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    sweep(asked(), store, options=QUIET)
    assert kills == 3
    assert frontier(store) == frontier(whole)
    assert len(runs_of(store)) == len(set(runs_of(store))) == len(runs_of(whole))


class StoppedError(Exception):
    """Ends a search at a moment that a test chose."""


def test_a_search_that_ends_at_twenty_moments_goes_on_as_if_nothing_had_been(whole: Path, tmp_path: Path) -> None:
    chance, ended = Random(11), 0

    for _ in range(20):
        moment = chance.randint(1, 12)

        def stop(progress: Any, moment: int = moment) -> None:
            if progress.fresh >= moment:
                raise StoppedError

        try:
            sweep(asked(), tmp_path, options=SweepOptions(preflight=False, progress=stop))
        except StoppedError:
            ended += 1
    sweep(asked(), tmp_path, options=QUIET)
    assert ended > 10
    assert frontier(tmp_path) == frontier(whole)
    assert sorted(runs_of(tmp_path)) == sorted(runs_of(whole))


def test_processes_and_shards_find_the_same(whole: Path, tmp_path: Path) -> None:
    sweep(asked(), tmp_path / "two", jobs=2, options=QUIET)
    assert frontier(tmp_path / "two") == frontier(whole)
    store = tmp_path / "shards"
    for turn in range(200):
        results = sweep(asked(), store, options=SweepOptions(share=(turn % 3 + 1, 3), preflight=False))
        if "search" in results.plan.about and not results.counts()["missing"]:
            break
    assert turn > 6
    assert frontier(store) == frontier(whole)
    assert len(runs_of(store)) == len(set(runs_of(store)))


def test_forms_are_searched_alike_here_in_processes_and_on_a_cluster(tmp_path: Path) -> None:
    """Half of the readings are of another form of the model, with rows of its own; what is found is the same."""
    rows = "barriers.secrecy,parameters.clerks\n" + "".join(f"0.{60 + n},{80 + n}\n" for n in range(8))
    for name in ("rows", "rows_demand-unlimited"):
        (tmp_path / f"{name}.csv").write_text(rows)
    readings = {"search": 4, "check": 4, "from": "rows.csv", "forms": ["demand"]}
    merged = {**ASKED, "readings": readings, "design": {**ASKED["design"], "runs": 110, "seeds": 1}}
    formed = Experiment.from_dict(merged, "small", folder=tmp_path, settings=SMALL)
    sweep(formed, tmp_path / "here", options=QUIET)
    words = [draw["structure.demand"] for draw in Results(tmp_path / "here").plan.draws]
    assert words == ["budgets", "unlimited"] * 2
    sweep(formed, tmp_path / "two", jobs=2, options=QUIET)
    distributed = pytest.importorskip("distributed")
    local = str(tmp_path / "dask-worker")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=local
    ) as cluster:
        sweep(formed, tmp_path / "dask", scheduler=cluster.scheduler_address, options=QUIET)
    assert frontier(tmp_path / "two") == frontier(tmp_path / "here")
    assert frontier(tmp_path / "dask") == frontier(tmp_path / "here")
    assert sorted(runs_of(tmp_path / "dask")) == sorted(runs_of(tmp_path / "here"))


def test_more_money_for_runs_goes_on_where_less_ended(whole: Path, tmp_path: Path) -> None:
    sweep(asked(), tmp_path, options=QUIET)
    before = set(runs_of(tmp_path))
    sweep(asked(design={"runs": 260}), tmp_path, options=QUIET)
    few, many = Results(whole).plan.about["search"], Results(tmp_path).plan.about["search"]
    for strand in (1, 2):
        short = [one for one in few["log"] if one["strand"] == strand]
        long = [one for one in many["log"] if one["strand"] == strand]
        assert len(long) > len(short)
        assert long[: len(short) - 1] == short[:-1]  # the last may have had no runs left for its later stages
    assert before < set(runs_of(tmp_path))
    assert len(runs_of(tmp_path)) == len(set(runs_of(tmp_path)))


def test_another_search_in_the_same_folder_is_lent_its_runs(whole: Path, tmp_path: Path) -> None:
    sweep(asked(), tmp_path, options=QUIET)
    fresh: list[int] = []
    three = asked(
        design={"seeds": 1, "runs": 110}, search={"best": {**ASKED["search"]["best"], "leaks": {"want": "less"}}}
    )
    sweep(three, tmp_path, options=SweepOptions(preflight=False, progress=lambda now: fresh.append(now.fresh)))
    assert max(fresh) < len({run.run for one in rounds(tmp_path) for run in one.runs()})
    assert len(runs_of(tmp_path)) == len(set(runs_of(tmp_path)))


def test_another_version_of_an_engine_is_refused_by_both_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(asked(design={"runs": 100}), tmp_path, options=QUIET)
    monkeypatch.setattr("sim.experiment.engines.engine.metadata.version", lambda name: "9.9")
    with pytest.raises(ExperimentError, match=r"was searched with pymoo [\d.]+, and this is pymoo 9\.9"):
        sweep(asked(design={"runs": 100}), tmp_path, options=QUIET)
    sweep(asked(design={"runs": 100}), tmp_path, options=SweepOptions(preflight=False, engine_anyway=True))
    monkeypatch.undo()


def test_a_search_proves_itself_by_runs_made_again(tmp_path: Path) -> None:
    from sim.cli import sim as command
    from sim.cli.edge import DONE, code_of

    file = tmp_path / "small.toml"
    file.write_text(toml(ASKED))
    settings = [word for one in SMALL for word in ("--set", one)]
    out = tmp_path / "out"
    assert code_of(command, ["sweep", str(file), *settings, "--out", str(out), "--quiet", "--no-preflight"]) == DONE
    proof = verify(out, runs=4, lot=1)
    assert proof.holds, proof.faults
    assert proof.again == 4


def toml(data: Mapping[str, Any]) -> str:
    import tomli_w

    return tomli_w.dumps(dict(data))


@pytest.mark.parametrize("engine", ["nsga3", "tpe", "latin_hypercube"])
def test_every_engine_searches(engine: str, tmp_path: Path) -> None:
    few = {"engine": engine, "runs": 110, "seeds": 1}
    results = sweep(asked(design=few), tmp_path, options=QUIET)
    assert results.plan.about["search"]["engine"] == engine
    assert results.plan.about["search"]["found"]
    again = sweep(asked(design=few), tmp_path, options=QUIET)
    assert again.plan.id == results.plan.id


ODD: dict[str, dict[str, Any]] = {
    "one lever": {"search": {"levers": ["clearance_staff"]}},
    "one strength and start": {
        "search": {
            "strength": {"low": 1.0, "high": 1.0, "step": 0.5},
            "start_quarter": {"low": 4, "high": 4, "step": 4},
        }
    },
    "limits that nothing keeps": {"search": {"limits": {"transfers_delivered": {"least": 1e6}}}},
    "nothing known": {"design": {"start": []}},
    "bases and no other lever": {"search": {"levers": ["demonstration_bases"], "cities": {"most": 1}}},
    "constant goal": {
        "search": {
            "best": {"share_complete_machines": {"want": "more"}, "programme_cost_million_yuan": {"want": "less"}}
        }
    },
}


@pytest.mark.parametrize("what", ODD)
def test_odd_searches_end_in_words_or_in_a_plan(what: str, tmp_path: Path) -> None:
    changes = {**ODD[what], "design": {"runs": 100, "seeds": 1, **ODD[what].get("design", {})}}
    results = sweep(asked(**changes), tmp_path, options=QUIET)
    said = results.plan.about["search"]
    assert results.counts()["missing"] == 0
    assert bool(said["found"]) == (what not in ("limits that nothing keeps", "constant goal"))


def test_pure_noise_gains_nothing_under_fresh_readings() -> None:
    """A curse that was planted: gains of no meaning, among which a search picks the best; the check is not deceived."""
    sought = noisy(asked(readings={"search": 8, "check": 64}))
    strand = Strand(1, sought, BY_NAME["nsga2"], 12, 900)
    for need in strand.steps():
        sought.make(need.keys)
    standing = [key for key in strand.standing() if key != sought.base]
    best = min(standing, key=lambda key: sought.told(key, 8).aims[0])
    met = [key for key in sought.programmes if (key, 0) in sought._measured]
    all_told = [-sought.told(key, 4).aims[0] for key in met]
    assert -sought.told(best, 8).aims[0] > np.mean(all_told) + 60  # the search thinks that it found something
    fresh = np.array([sought.noise(best, reading) - sought.noise(sought.base, reading) for reading in range(8, 72)])
    assert abs(fresh.mean()) < 2.6 * fresh.std(ddof=1) / 8


class Noisy(ProgrammeSearch):
    """Programmes whose outcomes are drawn by lot."""

    def noise(self, key: str, reading: int) -> float:
        return float(np.random.default_rng([int(key, 36), reading]).normal(0, 100))

    def make(self, keys: Sequence[str]) -> None:
        for key in (self.base, *keys):
            for reading in range(self.asked.readings):
                cost = float(np.random.default_rng(int(key, 36)).uniform(0, 1000))
                outcomes = {"transfers_delivered": self.noise(key, reading), "programme_cost_million_yuan": cost}
                self._measured[key, reading] = Measured(outcomes)


def noisy(experiment: Experiment) -> Noisy:
    sought = Noisy(experiment)
    sought.make(sought.anchors())
    return sought


def run(**outcomes: float) -> Measured:
    return Measured(outcomes)


def test_goals_count_over_readings_as_they_say() -> None:
    base = [run(leaks=value) for value in (1.0, 2.0, 3.0, 4.0)]
    own = [run(leaks=value) for value in (1.0, 4.0, 4.0, 9.0)]  # 0, 2, 1, 5 more
    assert by_reading(Goal("leaks", more=False), own, base).tolist() == [0, 2, 1, 5]
    assert by_reading(Goal("leaks", more=True), own, base).tolist() == [0, -2, -1, -5]
    assert aim(Goal("leaks", more=False), own, base) == 2.0
    assert aim(Goal("leaks", more=True), own, base) == -2.0
    assert aim(Goal("leaks", more=False, over="median"), own, base) == 1.5
    assert aim(Goal("leaks", more=False, over="worst_tenth"), own, base) == 5.0
    assert aim(Goal("leaks", more=True, over="worst_tenth"), own, base) == 0.0
    assert aim(Goal("leaks", more=False, money=True), own, base) == pytest.approx(np.arcsinh(2 / 50))
    missing = [run(leaks=float("nan"))] * 4
    assert aim(Goal("leaks", more=False), missing, base) > 1e11
    assert aim(Goal("leaks", more=True), missing, base) > 1e11


def test_the_city_that_loses_most_is_found_over_readings_and_not_reading_by_reading() -> None:
    base = [Measured({}, {"a": 10.0, "b": 10.0}), Measured({}, {"a": 10.0, "b": 10.0})]
    own = [Measured({}, {"a": 4.0, "b": 12.0}), Measured({}, {"a": 20.0, "b": 9.0})]  # a: -6, +10; b: +2, -1
    goal = Goal(WORST_CITY, more=True)
    assert by_reading(goal, own, base).tolist() == [6.0, 1.0]
    assert aim(goal, own, base) == -0.5  # b gains a half on the mean, a gains two
    gone = [Measured({}, {"b": 10.0}), Measured({}, {"b": 10.0})]
    assert aim(goal, gone, base) == 10.0


def test_a_limit_is_kept_in_a_share_of_readings() -> None:
    runs = [run(leaks=float(value)) for value in range(1, 11)]
    assert excess([Limit("leaks", 9.0, True, 0.9)], runs) == 0.0
    assert excess([Limit("leaks", 8.0, True, 0.9)], runs) == pytest.approx(1 / 8)
    assert excess([Limit("leaks", 2.0, False, 0.9)], runs) == 0.0
    assert excess([Limit("leaks", 3.0, False, 0.9)], runs) == pytest.approx(1 / 3)
    assert excess([], runs) < 0


def test_whoever_is_beaten_in_four_of_five_readings_is_dropped() -> None:
    rival = np.zeros((1, 5, 2))
    candidate = np.ones((1, 5, 2))
    assert outrun(candidate, rival).tolist() == [True]
    candidate[0, 0] = -1.0
    assert outrun(candidate, rival).tolist() == [True]
    candidate[0, 1, 0] = -1.0
    assert outrun(candidate, rival).tolist() == [False]
    assert outrun(rival, rival).tolist() == [False]


def test_a_front_and_those_that_stand_for_it() -> None:
    aims = np.array([[0.0, 4.0], [1.0, 2.0], [1.0, 3.0], [4.0, 0.0], [1.0, 2.0]])
    assert front(aims).tolist() == [True, True, False, True, True]
    assert spread_out(aims[[0, 1, 3]], 2) == [0, 2]
    assert spread_out(aims[[0, 1, 3]], 9) == [0, 1, 2]
    assert spread_out(aims[:0], 3) == []


def test_found_programmes_are_programmes_of_the_space(whole: Path) -> None:
    plan, experiment = Results(whole).plan, asked()
    found = plan.about["search"]["found"]
    for arm in plan.arms:
        if arm.name in found:
            programme = programme_of(arm.factors)
            assert experiment.search.space.programme(experiment.search.space.genome(programme)) == programme
            assert set(programme) <= set(ASKED["search"]["levers"])


def test_the_makers_know_every_kind() -> None:
    from sim.experiment.designs import SEARCHES

    assert set(asking_room.MAKERS) == {design.name for design in SEARCHES}
