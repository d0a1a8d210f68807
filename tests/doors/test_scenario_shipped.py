"""The shipped scenarios load, say what they are for, and are found by name from any folder."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scenario import Scenario, ScenarioError, cautions, shipped_names
from sim.scenario.settings import SETTING_BY_NAME
from sim.scenario.shipped import find, shipped_folder

FOLDER = Path(__file__).parents[2] / "scenarios"
SECOND_REGION = Path(__file__).parents[1] / "data" / "second_region.csv"
FIRST_LINE = "#!/usr/bin/env -S sim run\n"
OTHERS = {
    "baseline",
    "no_barriers",
    "all_barriers",
    "reform_package",
    "capacity_first",
    "opening_first",
    "finance_led",
    "coordination_led",
    "openness",
    "money_first",
    "people_and_laboratories",
    "open_catalogue_and_scope",
    "tiny",
}


def test_there_is_one_for_each_barrier_and_lever_and_the_packages() -> None:
    removals = {f"without_{barrier.name}" for barrier in BARRIERS if barrier.default > 0.0}
    wanted = OTHERS | removals | {lever.name for lever in LEVERS}
    assert wanted - set(shipped_names()) == set(), "write scenarios/<name>.toml for each"
    assert shipped_names()[0] == "baseline"


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_loads_and_explains_itself(name: str) -> None:
    scenario = Scenario.load(name)
    assert scenario.title
    assert len(scenario.why) > 100
    assert not [warning for warning in scenario.warnings if not warning.startswith("barriers ")]


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_file_is_a_script_that_writes_only_differences(name: str) -> None:
    file = FOLDER / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert text.startswith(FIRST_LINE)
    assert os.access(file, os.X_OK)
    data = tomllib.loads(text)
    baseline = Scenario().to_dict()
    if name == "baseline":
        assert data["extends"] == "history.toml"
        for section in ("run", "region", "population", "barriers"):
            assert data[section] == baseline[section], f"say it in scenarios/baseline.toml, [{section}]"
        return
    assert data["extends"] == "baseline.toml"
    for section in ("run", "population", "barriers"):
        for key, value in data.get(section, {}).items():
            assert baseline[section][key] != value, f"{section}.{key} is what the baseline says"


def test_no_two_shipped_scenarios_are_the_same() -> None:
    digests = {Scenario.load(name).digest for name in shipped_names()}
    assert len(digests) == len(shipped_names())


def test_the_baseline_is_all_defaults_but_for_its_past() -> None:
    assert Scenario.load("baseline") != Scenario()
    assert Scenario.load("baseline").with_(**{"run.history": False}) == Scenario()
    assert Scenario().warnings == ()


@pytest.mark.parametrize("barrier", [one.name for one in BARRIERS if f"without_{one.name}" in shipped_names()])
def test_without_a_barrier_only_that_barrier_is_gone(barrier: str) -> None:
    assert Scenario.load(f"without_{barrier}") == Scenario.load("baseline").with_(**{f"barriers.{barrier}": 0.0})


@pytest.mark.parametrize(("name", "intensity"), [("no_barriers", 0.0), ("all_barriers", 1.0)])
def test_the_thought_experiments_name_every_barrier(name: str, intensity: float) -> None:
    wanted = {barrier.name: intensity for barrier in BARRIERS}
    assert Scenario.load(name).barriers == wanted, f"say it in scenarios/{name}.toml, [barriers]"


@pytest.mark.parametrize("lever", [lever.name for lever in LEVERS if lever.name in shipped_names()])
def test_a_lever_is_alone_at_full_strength_from_the_policy_year(lever: str) -> None:
    scenario = Scenario.load(lever)
    assert list(scenario.levers) == [lever]
    assert (scenario.levers[lever].strength, scenario.levers[lever].start_quarter) == (1.0, 48)
    assert scenario.with_(**{f"levers.{lever}": None}) == Scenario.load("baseline")


def test_the_two_orders_differ_in_nothing_but_order() -> None:
    starts = {
        name: {lever: use.start_quarter for lever, use in Scenario.load(name).levers.items()}
        for name in ("capacity_first", "opening_first")
    }
    assert starts["capacity_first"] == {"market_opening": 56, "clearance_staff": 48}
    assert starts["opening_first"] == {"market_opening": 48, "clearance_staff": 56}


def test_names_work_from_any_folder_and_paths_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find("tiny") == find("tiny.toml") == shipped_folder() / "tiny.toml"
    (tmp_path / "tiny").mkdir()
    assert find("tiny") == shipped_folder() / "tiny.toml", "a folder is no scenario"
    (tmp_path / "tiny.toml").write_text("title = 'mine'")
    assert Scenario.load("tiny.toml").title == "mine"
    assert Scenario.load("tiny") == Scenario.load(shipped_folder() / "tiny.toml")
    (tmp_path / "openness").write_text("title = 'mine too'")
    assert Scenario.load("openness").title == "mine too"


@pytest.mark.parametrize("name", ["basline", "baseline.tml", "", "nowhere/baseline", "\0", "x" * 5000, "~"])
def test_what_is_not_found_is_answered_with_what_there_is(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(name)
    message = str(caught.value)
    assert "no such scenario file; shipped scenarios are baseline, access_scope, all_barriers" in message
    assert ("did you mean baseline?" in message) == ("basel" in name or name == "basline")
    assert len(message) < 1500


def test_a_near_file_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "joint_office.toml").write_text("")
    with pytest.raises(ScenarioError, match=r"did you mean .*joint_office.toml\?"):
        Scenario.load(tmp_path / "joint-ofice.toml")


def test_an_installed_package_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "sim" / "shipped_scenarios"
    installed.mkdir(parents=True)
    (installed / "only.toml").write_text("title = 'installed'")
    elsewhere = resources.files
    monkeypatch.setattr(
        resources, "files", lambda package: tmp_path / "sim" if package == "sim" else elsewhere(package)
    )
    assert shipped_names() == ("only",)
    assert Scenario.load("only").title == "installed"


WARNINGS = {
    "late lever": (
        {"levers.fund_pool.strength": 1, "levers.fund_pool.start_quarter": 88},
        "levers.fund_pool.start_quarter = 88, which is 2030 Q1, is after the end of the run, 2029 Q4",
    ),
    "early lever": (
        {"levers.fund_pool.strength": 1, "levers.fund_pool.start_quarter": 20},
        "levers.fund_pool.start_quarter = 20, which is 2013 Q1, is years before outcomes count",
    ),
    "bases nowhere": (
        {"levers.demonstration_bases.strength": 1},
        "levers.demonstration_bases.cities names no city",
    ),
    "late shock": (
        {"shocks": [{"quarter": 2020, "key": "barriers.secrecy", "value": 0.5}]},
        'shocks.0.quarter = 2,020, which is 2513 Q1 (for the year write "2020"), is after the end of the run',
    ),
    "implausible shock": (
        {"shocks": [{"quarter": 30, "key": "parameters.candidates", "value": 50}]},
        "shocks.0: parameters.candidates = 50 (number) is outside the range the evidence supports, 3 to 12",
    ),
    "implausible parameter": (
        {"parameters.candidates": 50},
        "parameters.candidates = 50 (number) is outside the range the evidence supports, 3 to 12",
    ),
    "barrier off the coding": (
        {"barriers.secrecy": 0.0, "barriers.market_separation": 1.0},
        "barriers secrecy = 0, market_separation = 1: outside the coding rule",
    ),
}


def test_a_default_off_the_coding_or_the_evidence_is_its_authors_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cautions.DEFAULTS, "secrecy", 0.0)
    odd = replace(SETTING_BY_NAME["candidates"], default=50)
    monkeypatch.setattr(cautions, "SETTING_BY_NAME", {**SETTING_BY_NAME, "candidates": odd})
    chosen = {"barriers.secrecy": 0.0, "parameters.candidates": 50}
    assert Scenario().with_(**chosen).warnings == ()
    (warning,) = Scenario().with_(**{**chosen, "barriers.secrecy": 0.1}).warnings
    assert "secrecy = 0.1: outside the coding rule" in warning


@pytest.mark.parametrize("case", WARNINGS)
def test_what_is_odd_is_said_and_run(case: str) -> None:
    overrides, words = WARNINGS[case]
    (warning,) = Scenario().with_(**overrides).warnings  # type: ignore[arg-type]
    assert warning.startswith(words)


def test_an_industry_that_gives_no_field_is_said() -> None:
    (warning,) = Scenario().with_(**{"region.cities": str(SECOND_REGION)}).warnings
    assert warning.startswith(
        "region: salt_lake has a pillar industry that gives it no technology field, 'basket weaving'"
    )


def test_many_warnings_are_counted() -> None:
    shocks = [{"quarter": quarter, "key": "barriers.secrecy", "value": 0.5} for quarter in range(88, 128)]
    warnings = Scenario().with_(shocks=shocks).warnings
    assert len(warnings) == 21
    assert warnings[-1] == "and 20 more"
