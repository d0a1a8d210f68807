"""The examples of the guide for modellers work as they stand: one of each kind is added and runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import additions
import pytest

ROOT = Path(__file__).parents[2]
STEPS = additions.steps((ROOT / "docs" / "modellers.md").read_text(encoding="utf-8"))
SHORT = {
    "run.quarters": 6,
    "run.start_year": 2019,
    "population.private_sample": 0.02,
    "population.military_sample": 0.1,
    "population.university_sample": 0.1,
}
BEFORE = {"before": SHORT}
AFTER = {
    "idle": SHORT,
    "brokers": {
        **SHORT,
        "levers.technology_brokers.strength": 1.0,
        "levers.technology_brokers.start_quarter": 0,
    },
    "opaque": {**SHORT, "barriers.opaque_prices": 1.0, "parameters.opaque_markup": 0.5},
    "start-ups": {**SHORT, "population.start_up_sample": 1.0},
}

RUN = """
import json, sys
from sim import CollaborationModel, Scenario
worlds = {name: Scenario().with_(**values) for name, values in json.loads(sys.argv[1]).items()}
print(json.dumps({name: CollaborationModel(world, seed=5).run().outcomes() for name, world in worlds.items()}))
"""

STUDY = """
import json, sys
from sim import Experiment, sweep
from sim.report.page import write_report
from sim.scenario import Scenario
asked = Experiment.from_dict({
    "question": "Do two reforms get in each other's way?", "base": "world.toml", "replications": 2,
    "outcomes": ["deals_opened"], "design": {"kind": "two_at_a_time"},
    "factors": {"levers.technology_brokers.strength": [1.0], "barriers.opaque_prices": [0.8]},
}, folder=".")
results = sweep(asked, "results")
print(len(results.plan.arms), write_report(results))
"""
WORLD = """
[run]
quarters = 2
start_year = 2020

[population]
scale = 0.01
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources to which every step of the guide was applied."""
    folder = tmp_path_factory.mktemp("another house")
    for room in ("sim", "scenarios"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_build", "gallery", "tutorials"))
    (folder / "experiments").mkdir()
    for step in STEPS:
        step.apply(folder)
    return folder


def in_plain_python(folder: Path, code: str, *arguments: str) -> str:
    """Run code against the sources in a folder; nothing is compiled, so that it answers at once."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-P", "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_guide_adds_one_of_each_kind() -> None:
    assert [step.kind for step in STEPS if step.new] == [
        "A lever",
        "A barrier",
        "An outcome",
        "A kind of organisation",
        "A scenario and an experiment",
        "A scenario and an experiment",
        "A design of experiments",
        "A figure of a run",
        "A chapter of the report",
    ]
    assert max(step.lines for step in STEPS if not step.new) <= 11  # a direction is an entry of so many lines


@pytest.fixture(scope="module")
def outcomes(copy: Path) -> dict[str, dict[str, float]]:
    """The outcomes of every run, by its name."""
    before = json.loads(in_plain_python(ROOT, RUN, json.dumps(BEFORE)))
    return {**before, **json.loads(in_plain_python(copy, RUN, json.dumps(AFTER)))}


def test_what_is_added_changes_no_number_while_it_is_not_in_force(outcomes: dict[str, dict[str, float]]) -> None:
    before, after = outcomes["before"], outcomes["idle"]
    assert before["deals_opened"] > 20
    added = {"share_classified", "deaths_by_opaque_prices"}
    added |= {f"{what}_start_up_to_{side}" for what in ("transfers", "deaths") for side in ("civil", "military")}
    told_apart = {
        name for name in after if (name.startswith("deaths_") and "_civil_by_" in name) or "_military_by_" in name
    }
    assert set(after) - set(before) - told_apart == added
    assert json.dumps({name: after[name] for name in before}) == json.dumps(before)  # as text: NaN is like NaN


PICKLED = """
import json, pickle, sys
from sim import CollaborationModel, Scenario
model = CollaborationModel(Scenario().with_(**json.loads(sys.argv[1])), seed=5)
model.step()
kinds = {type(agent).__name__ for agent in pickle.loads(pickle.dumps(model)).agents}
print(json.dumps({"kinds": sorted(kinds), "warnings": Scenario().warnings}))
"""


def test_what_is_added_can_be_pickled_and_is_no_caution_in_every_run(copy: Path) -> None:
    told = json.loads(in_plain_python(copy, PICKLED, json.dumps(AFTER["start-ups"])))
    assert "StartUp" in told["kinds"]
    assert told["warnings"] == []


def test_what_is_added_acts_when_it_is_in_force(outcomes: dict[str, dict[str, float]]) -> None:
    idle = outcomes["idle"]
    assert idle["programme_cost_million_yuan"] == 0 < outcomes["brokers"]["programme_cost_million_yuan"]
    assert outcomes["brokers"]["deals_matched"] != idle["deals_matched"]
    assert outcomes["opaque"]["deals_matched"] < idle["deals_matched"]
    assert outcomes["start-ups"]["deals_opened"] > idle["deals_opened"]


def test_the_scenario_and_the_experiment_are_sound(copy: Path) -> None:
    code = "import sys; from sim.cli import main; main(['validate', *sys.argv[1:]])"
    assert "q11_brokers" in in_plain_python(copy, code, "scenarios/brokers.toml", "experiments/q11_brokers")


def test_the_pages_are_made_of_what_is_added(copy: Path) -> None:
    code = "import runpy, sys; sys.path.insert(0, 'docs'); runpy.run_path('docs/generate.py', run_name='__main__')"
    in_plain_python(copy, code)
    for page, name in (
        ("barriers.md", "opaque_prices"),
        ("levers.md", "technology_brokers"),
        ("glossary.md", "start_up"),
    ):
        assert f"`{name}`" in (copy / "docs" / page).read_text(encoding="utf-8")


def test_the_design_is_run_and_the_chapter_stands_in_the_report(copy: Path) -> None:
    (copy / "world.toml").write_text(WORLD, encoding="utf-8")
    arms, _, report = in_plain_python(copy, STUDY).strip().splitlines()[-1].partition(" ")
    assert int(arms) == 4
    assert "How much is luck?" in (copy / report).read_text(encoding="utf-8")
