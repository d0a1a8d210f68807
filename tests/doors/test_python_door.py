"""What a script may give instead of a scenario, a name or a whole number is taken, or refused in our words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

import sim
from sim import CollaborationModel, Experiment, Scenario, compare, sweep
from sim.experiment import SweepOptions
from sim.experiment.make.arms import arms_of
from sim.scenario.given import whole_number

ANY: Any = sim  # what a script gives is not checked by types
ONE = Scenario.load("tiny").with_(**{"run.quarters": 8, "run.start_year": 2019, "population.scale": 0.2})
OTHER = ONE.with_(**{"barriers.secrecy": 0.2})


def test_names_that_are_numbers_are_written_out() -> None:
    table = compare({0.1: ONE, np.float64(0.2): OTHER}, readings=2, outcomes="leaks").table
    assert table[["arm", "outcome"]].to_numpy().tolist() == [["0.2", "leaks"]]
    assert list(arms_of({np.int64(3): ONE, "b": OTHER})) == ["3", "b"]


def test_a_name_or_a_path_stands_for_its_scenario(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "tiny"\ntitle = "A title"\n[barriers]\nsecrecy = 0.1\n')
    arms = arms_of(["tiny", file, str(file), ONE, ONE])
    assert list(arms) == ["tiny", "mine", "mine (3)", ONE.title, f"{ONE.title} (5)"]
    assert arms["tiny"] == Scenario.load("tiny")
    assert CollaborationModel("tiny", seed=1).inputs == arms["tiny"]
    assert CollaborationModel(file, seed=1).inputs.barriers["secrecy"] == 0.1
    assert list(arms_of({"a": "tiny", "b": ONE})) == ["a", "b"]
    assert list(arms_of(iter([ONE]))) == [ONE.title]


def test_a_title_that_looks_numbered_takes_no_place_of_another() -> None:
    titled = [ONE.with_(title=title) for title in ("X (3)", "X", "X")]
    assert list(arms_of(titled)) == ["X (3)", "X", "X (4)"]


@pytest.mark.parametrize("given", [3, np.int64(3), np.uint8(3), np.array(3), 3.0, np.float64(3.0)], ids=repr)
def test_any_whole_number_is_one(given: Any) -> None:
    assert type(whole_number("n", given, 0)) is int
    model = CollaborationModel(ONE, seed=given, **{"run.quarters": given, "run.start_year": np.int16(2020)})
    assert (model.run_seed, model.inputs.run.quarters) == (3, 3)
    assert len(compare([ONE], readings=given, jobs=np.int16(1)).runs) == 3


def test_an_experiment_may_be_named_by_its_file_and_counted_by_numpy(tmp_path: Path) -> None:
    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 1\n[arms.a]\n')
    whole = SweepOptions(share=(np.int64(1), np.int64(1)))
    done = sweep(tmp_path / "asked.toml", tmp_path / "out", jobs=np.int64(1), options=whole)
    assert done.counts()["done"] == 1
    again = Experiment.from_dict({"question": "?", "base": "tiny", "replications": np.int64(2), "arms": {"a": {}}})
    assert again.content.replications == 2


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ANY.compare("tiny"), "the arms are a str"),
        (lambda: ANY.compare(ONE), "the arms are a Scenario"),
        (lambda: ANY.compare(None), "the arms are None"),
        (lambda: ANY.compare({ONE, OTHER}), "the arms are a set, which has no order"),
        (lambda: ANY.compare([]), "there is no scenario"),
        (lambda: ANY.compare({None: ONE}), "the name of an arm is None"),
        (lambda: ANY.compare({" ": ONE}), "the name of an arm is empty"),
        (lambda: ANY.compare({1: ONE, "1": OTHER}), "two arms are called '1'"),
        (lambda: ANY.compare([ONE, 3]), "scenario 2: is the number 3"),
        (lambda: ANY.compare({"a": {"barriers": {}}}), "arm a: is a dict"),
        (lambda: ANY.compare(["tiny", "tinny"]), "did you mean tiny?"),
        (lambda: ANY.compare(["tiny", "baseline"]), "not like with like"),
        (lambda: ANY.compare([ONE], readings=2.5), "readings = 2.5 is not allowed"),
        (lambda: ANY.compare([ONE], readings=True), "readings = true is not allowed"),
        (lambda: ANY.compare([ONE], readings=np.bool_(True)), "readings = true is not allowed"),
        (lambda: ANY.compare([ONE], jobs="2"), "jobs = '2' is not allowed"),
        (lambda: ANY.compare([ONE], outcomes="leak"), "there is no outcome 'leak'"),
        (lambda: ANY.CollaborationModel(3), "inputs: is the number 3"),
        (lambda: ANY.CollaborationModel({}), "inputs: is a dict"),
        (lambda: ANY.CollaborationModel("tinny"), "did you mean tiny?"),
        (lambda: ANY.CollaborationModel(ONE, seed=-1), "seed = -1 is not allowed"),
        (lambda: ANY.CollaborationModel(ONE, seed=2**63), "from 0 to 2**63 - 1"),
        (lambda: ANY.CollaborationModel(ONE, seed=np.nan), "seed = nan is not allowed"),
        (lambda: ANY.CollaborationModel(ONE, seed=[1]), "seed = [1] is not allowed"),
        (lambda: ANY.sweep({}, "out"), "the experiment is a dict"),
        (lambda: ANY.sweep("no_such", "out"), "no such experiment file"),
        (lambda: SweepOptions(share=(5, 4)), "the number of the share = 5 is not allowed"),
        (lambda: ANY.Scenario.load(3), "3 is no path and no name"),
    ],
)
def test_what_is_meant_by_nobody_is_refused_in_our_words(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # the text is looked at
        call()
    assert said in str(refused.value)


def test_a_model_without_a_seed_draws_one_and_tells_it() -> None:
    drawn = [CollaborationModel(ONE) for _ in range(3)]
    assert len({model.run_seed for model in drawn}) == 3
    assert all(0 <= model.run_seed < 2**32 for model in drawn)
    again = CollaborationModel(ONE, seed=drawn[0].run_seed).run().outcomes()
    assert drawn[0].run().outcomes() == pytest.approx(again, nan_ok=True, rel=0, abs=0)


def test_iterations_of_mesa_differ_and_name_their_seeds() -> None:
    rows = mesa.batch_run(
        CollaborationModel, {"inputs": "tiny", "run.quarters": 12}, iterations=5, display_progress=False
    )
    seeds = [row["seed"] for row in rows]
    assert len(set(seeds)) == 5
    assert len({row["deals_opened"] for row in rows}) > 1
    again = CollaborationModel("tiny", seed=seeds[4], **{"run.quarters": 12}).run()
    assert again.outcomes()["deals_opened"] == rows[4]["deals_opened"]
    assert set(again.datacollector.get_model_vars_dataframe()["seed"]) == {seeds[4]}
