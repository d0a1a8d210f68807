"""Settings that got whole words for names are read under their old ones at every door, with the new one named."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from sim import CollaborationModel, Scenario
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, code_of
from sim.experiment import Experiment, ExperimentError, Study
from sim.scenario import ScenarioError
from sim.scenario.renamed import NEW_NAMES, current
from sim.scenario.settings import SETTING_BY_NAME

OLD, NEW = "parameters.std_rate", "parameters.conversion_speed"
SAID = f"{OLD} is now called {NEW}; the old name is read until version 1.0"
BOTH = f"{OLD} is the old name of {NEW}"
MEANT = Scenario.load("tiny").with_(**{NEW: 0.5})
ASKED = 'question = "?"\nbase = "tiny"\nreplications = 2\n'
Text = pytest.CaptureFixture[str]


def asked(folder: Path, text: str, *settings: str) -> Experiment:
    file = folder / "asked.toml"
    file.write_text(ASKED + text)
    return Experiment.load(file, settings)


def arms(experiment: Experiment) -> list[Scenario]:
    study = Study(experiment)
    return [study.scenario(arm, draw) for arm in range(len(study.arms)) for draw in range(len(experiment.draws))]


def test_every_new_name_is_a_setting_and_no_old_one_is() -> None:
    assert set(NEW_NAMES.values()) <= set(SETTING_BY_NAME)
    assert not set(NEW_NAMES) & set(SETTING_BY_NAME)


@pytest.mark.parametrize("old", NEW_NAMES)
def test_an_old_name_makes_the_same_scenario(old: str) -> None:
    value = SETTING_BY_NAME[NEW_NAMES[old]].plausible[0]
    scenario = Scenario().override_text([f"parameters.{old}={value}"])
    assert scenario == Scenario().with_(**{f"parameters.{NEW_NAMES[old]}": value})
    assert f"parameters.{NEW_NAMES[old]}" in scenario.warnings[0]


def test_a_file_of_before_is_read_and_its_line_named(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_text('extends = "tiny"\n[parameters]\nstd_rate = 0.5\n')
    scenario = Scenario.load(file)
    assert scenario == MEANT
    assert scenario.warnings == (f"{file}:3: {SAID}",)
    assert "conversion_speed = 0.5" in scenario.to_toml()
    assert "std_rate" not in scenario.to_toml()
    assert Scenario.from_dict(scenario.to_dict()).warnings == ()
    assert scenario.with_(**{"barriers.secrecy": 0.5}).warnings == scenario.warnings
    assert pickle.loads(pickle.dumps(scenario)).warnings == scenario.warnings
    child = tmp_path / "child.toml"
    child.write_text('extends = "old.toml"\n[parameters]\nconversion_speed = 0.6\n')
    assert Scenario.load(child).parameters["conversion_speed"] == 0.6  # the child differs from its parent: no clash


def test_what_is_wrong_under_an_old_name_is_said_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_text('extends = "tiny"\n[parameters]\npatience = 4\nstd_rate = -1.0\n')
    with pytest.raises(ScenarioError) as refused:
        Scenario.load(file)
    assert str(refused.value).startswith(f"{file}:4: {NEW} = -1.0 is not allowed")
    assert "std_rate = -1.0" in str(refused.value)


def test_both_names_in_one_file_are_a_problem_with_both_places(tmp_path: Path) -> None:
    file = tmp_path / "both.toml"
    file.write_text('extends = "tiny"\n[parameters]\nstd_rate = 0.5\npatience = 4\nconversion_speed = 0.5\n')
    with pytest.raises(ScenarioError) as refused:
        Scenario.load(file)
    assert str(refused.value).startswith(f"{file}:3: {BOTH}, which is given too, at {file}:5")


def test_python_is_told_of_old_names() -> None:
    with pytest.warns(FutureWarning, match=SAID) as told:
        assert Scenario.load("tiny").with_(**{OLD: 0.5}) == MEANT
    assert told[0].filename == __file__
    with pytest.warns(FutureWarning, match=SAID):
        assert Scenario.from_dict({"extends": "tiny", "parameters": {"std_rate": 0.5}}) == MEANT
    with pytest.raises(ScenarioError, match=f"with_ {NEW}: .*old and the new name.*with_ {OLD}"):
        MEANT.with_(**{OLD: 0.5, NEW: 0.6})
    with pytest.raises(ScenarioError, match=BOTH):
        MEANT.with_(parameters={"std_rate": 0.5, "conversion_speed": 0.6})


def test_a_shock_may_name_its_key_as_before() -> None:
    old, new = ([{"quarter": 3, "key": key, "value": 0.5}] for key in (OLD, NEW))
    with pytest.warns(FutureWarning, match=SAID):
        shocked = MEANT.with_(shocks=old)
    assert shocked == MEANT.with_(shocks=new)
    assert shocked.shocks[0].key == NEW
    with pytest.raises(ScenarioError, match=f"{NEW} in quarter 3 once more"):
        MEANT.with_(shocks=[*old, *new])


def test_a_run_under_way_takes_the_old_name() -> None:
    model, same = (CollaborationModel("tiny", seed=1) for _ in range(2))
    with pytest.warns(FutureWarning, match=SAID) as told:
        model.set(OLD, 0.5)
    assert told[0].filename == __file__
    same.set(NEW, 0.5)
    assert model.in_force == same.in_force == MEANT
    assert model.world.base_settings.tobytes() == same.world.base_settings.tobytes()


@pytest.mark.parametrize("written", [f'"{OLD}" = [0.4, 0.5]', "parameters.std_rate = [0.4, 0.5]"])
def test_factors_take_old_names(tmp_path: Path, written: str) -> None:
    text = f'uncertain = ["{OLD}"]\n[design]\nkind = "factorial"\n[factors]\n{written}\n'
    experiment = asked(tmp_path, text)
    assert [factor.key for factor in experiment.factors] == [NEW]
    assert experiment.content.uncertain == (NEW,)
    assert experiment.warnings == tuple(f"{tmp_path}/asked.toml:{line}: {SAID}" for line in (4, 8))
    assert MEANT in arms(experiment)
    with pytest.raises(ExperimentError, match=BOTH):
        asked(tmp_path, f"{text}{written.replace('std_rate', 'conversion_speed')}\n")


def test_runs_have_the_same_names_by_either(tmp_path: Path) -> None:
    plans = [
        Study(asked(tmp_path, f'[design]\nkind = "factorial"\n[factors]\n"{key}" = [0.4, 0.5]\n')).plan()
        for key in (OLD, NEW)
    ]
    assert [run.run for run in plans[0].runs()] == [run.run for run in plans[1].runs()]


def test_draws_and_arms_take_old_names(tmp_path: Path) -> None:
    drawn = f'[draws]\nnumber = 2\n[draws.parameters]\n"{OLD}" = {{ low = 0.4, high = 0.5 }}\n'
    experiment = asked(tmp_path, f"{drawn}[arms.a]\n")
    assert [*experiment.draws[0]] == [NEW]
    experiment = asked(tmp_path, f'[arms.a]\n[arms.b.set]\n"{OLD}" = 0.5\n')
    assert arms(experiment)[1] == MEANT
    assert experiment.warnings == (f"{tmp_path}/asked.toml:6: {SAID}",)


def test_settings_of_a_sweep_take_old_names(tmp_path: Path) -> None:
    experiment = asked(tmp_path, "[arms.a]\n", f"{OLD}=0.5")
    assert experiment.base == MEANT
    assert experiment.warnings == (f"--set {OLD}: {SAID}",)
    with pytest.raises(ExperimentError, match="old and the new name"):
        asked(tmp_path, "[arms.a]\n", f"{OLD}=0.5", f"{NEW}=0.6")
    with pytest.raises(ExperimentError, match="old and the new name"):
        asked(tmp_path, "[arms.a]\n", f"factors.{OLD}=[0.5]", f"factors.{NEW}=[0.6]")


def test_a_table_of_draws_takes_old_names(tmp_path: Path) -> None:
    table = tmp_path / "draws.csv"
    table.write_text(f"barriers.secrecy,{OLD}\n0.65,0.4\n0.65,0.5\n")
    experiment = asked(tmp_path, '[draws]\nfile = "draws.csv"\n[arms.a]\n')
    assert [draw[NEW] for draw in experiment.draws] == [0.4, 0.5]
    assert experiment.warnings == (f"draws.csv: {SAID}",)
    table.write_text(f"{OLD},{NEW}\n0.4,0.5\n")
    with pytest.raises(ExperimentError, match=f"draws.csv has a column {OLD} and a column {NEW}"):
        asked(tmp_path, '[draws]\nfile = "draws.csv"\n[arms.a]\n')


def test_the_shipped_posterior_has_new_names_only(tmp_path: Path) -> None:
    experiment = asked(tmp_path, 'parameters_from = "posterior"\n[draws]\nnumber = 1\n[arms.a]\n')
    assert all(current(key) == key for key in experiment.draws[0])


@pytest.mark.parametrize("name", ["std_rate", OLD])
def test_explain_finds_the_new_name(name: str, capsys: Text) -> None:
    assert code_of(command, ["explain", name]) == 0
    said = capsys.readouterr().out
    assert f"{name} is now called" in " ".join(said.split())
    assert "speed of conversion at no gap" in said


def test_the_command_line_says_the_new_name(tmp_path: Path, capsys: Text) -> None:
    assert code_of(command, ["run", "tiny", "--set", f"{OLD}=0.5", "--out", str(tmp_path / "out")]) == 0
    assert f"warning: tiny: --set {OLD}: {SAID}" in " ".join(capsys.readouterr().err.split())
    written: Any = (tmp_path / "out" / "scenario.toml").read_text()
    assert "conversion_speed = 0.5" in written
    assert "std_rate" not in written
    assert code_of(command, ["run", "tiny", "--set", f"{OLD}=0.5", "--set", f"{NEW}=0.6"]) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"--set {OLD}" in said
    assert f"--set {NEW}" in said
