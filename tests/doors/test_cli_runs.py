"""`sim run` and `sim compare` write every file they promise, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim.report.figures
from sim.cli import sim as command
from sim.cli.comparison import TABLES
from sim.cli.differences import outcome_named
from sim.cli.edge import (
    BAD_INPUT,
    DONE,
    MACHINE,
    code_of,
)
from sim.engine import needs_compiling
from sim.engine.threads import VARIABLE
from sim.model import CollaborationModel
from sim.outcomes import HEADLINE, OUTCOMES
from sim.scenario import Scenario
from tests.doors.command_line import QUICK, Said


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ran") / "deep" / "tiny"
    assert code_of(command, ["run", "tiny", "--seed", "3", *QUICK, "--out", str(folder), "--quiet"]) == DONE
    return folder


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared") / "two"
    arguments = ["compare", "baseline", "openness", "--set", "population.private_sample=0.02"]
    assert code_of(command, [*arguments, *QUICK, "--readings", "3", "--out", str(folder), "--quiet"]) == DONE
    return folder


def test_a_run_leaves_every_file_and_nothing_else(ran: Path) -> None:
    figures = {f"figures/{picture.name}.png" for picture in sim.report.figures.FIGURES}
    tables = {"scenario.toml", "history.csv", "outcomes.json", "deals.parquet", "provenance.json"}
    assert files_of(ran) == tables | figures
    assert [path.name for path in ran.parent.iterdir()] == ["tiny"]


def test_what_a_run_wrote_loads_to_the_same_run(ran: Path) -> None:
    scenario = Scenario.load(ran / "scenario.toml")
    said = json.loads((ran / "provenance.json").read_text())
    assert scenario.digest == said["digest"]
    assert scenario.population.scale == 0.2
    model = CollaborationModel(scenario, seed=said["seed"]).run()
    deals = pd.read_parquet(ran / "deals.parquet")
    assert len(deals) == len(model.deals()) == int(model.world.region[0].deals) > 0
    assert len(pd.read_csv(ran / "history.csv")) == 10
    written = json.loads((ran / "outcomes.json").read_text())
    assert list(written) == [outcome.name for outcome in OUTCOMES]
    measured = model.outcomes()
    for name, entry in written.items():
        assert set(entry) == {"value", "unit", "better", "words"}
        value = np.nan if entry["value"] is None else entry["value"]
        assert value == pytest.approx(measured[name], nan_ok=True, rel=0, abs=0), name


def test_provenance_says_how_to_repeat_a_run(ran: Path) -> None:
    said = json.loads((ran / "provenance.json").read_text())
    assert said["command"].startswith("sim run tiny --seed 3 --set run.quarters=10")
    assert said["seed"] == 3
    assert {"python", "mesa", "numpy", "numba", "pandas", "transfer-policy-lab"} <= set(said["versions"])
    assert said["platform"]


def test_an_earlier_run_is_replaced_and_anything_else_is_not(tmp_path: Path, capsys: Said) -> None:
    folder = tmp_path / "out"
    arguments = ["run", "tiny", *QUICK, "--no-figures", "--quiet", "--out", str(folder)]
    assert code_of(command, [*arguments, "--seed", "1"]) == DONE
    assert code_of(command, [*arguments, "--seed", "2"]) == DONE
    assert json.loads((folder / "provenance.json").read_text())["seed"] == 2
    (folder / "notes.txt").write_text("mine")
    assert code_of(command, [*arguments, "--seed", "4"]) == MACHINE
    assert str(folder) in capsys.readouterr().err
    assert json.loads((folder / "provenance.json").read_text())["seed"] == 2
    assert (folder / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_comparison_does_not_overwrite_a_run(ran: Path) -> None:
    before = files_of(ran)
    arguments = ["compare", "baseline", "without_secrecy", "--readings", "2", "--quiet", "--out", str(ran)]
    assert code_of(command, arguments) == MACHINE
    assert files_of(ran) == before


def test_a_run_is_told_in_plain_words(capsys: Said) -> None:
    assert code_of(command, ["run", "tiny", *QUICK]) == DONE
    said = capsys.readouterr().out
    for outcome in OUTCOMES[:5]:
        assert outcome.label in said
    assert "\x1b" not in said


def test_json_and_quiet_are_for_scripts(capsys: Said) -> None:
    assert code_of(command, ["run", "tiny", *QUICK, "--json", "--quiet"]) == DONE
    said = capsys.readouterr()
    assert json.loads(said.out)["outcomes"]["leaks"]["unit"] == "leaks"
    assert said.err == ""
    assert code_of(command, ["run", "tiny", *QUICK, "--quiet"]) == DONE
    assert capsys.readouterr().out == ""


def test_threads_change_no_number(capsys: Said) -> None:
    said = []
    for threads in ((), ("--threads", "2")):
        assert code_of(command, ["run", "tiny", *QUICK, *threads, "--json"]) == DONE
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_a_variable_that_is_no_number_of_threads_is_named(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "two")
    assert code_of(command, ["run", "tiny"]) == BAD_INPUT
    said = capsys.readouterr().err
    assert VARIABLE in said
    assert "'two' is not a valid integer" in said


def test_a_comparison_leaves_every_file(compared: Path) -> None:
    files = files_of(compared)
    assert {*TABLES, "provenance.json", "figures/answer.png", "figures/answer.svg"} <= files
    runs = pd.read_csv(compared / "runs.csv")
    assert runs.groupby("arm")["draw"].apply(list).to_dict() == {"baseline": [0, 1, 2], "openness": [0, 1, 2]}
    arms = json.loads((compared / "provenance.json").read_text())["arms"]
    for arm, digest in arms.items():
        assert Scenario.load(compared / "scenarios" / f"{arm}.toml").digest == digest
    assert pd.read_csv(compared / "verdicts.csv")["verdict"].tolist() == ["none"]  # three readings tell nothing
    assert len(pd.read_csv(compared / "readings.csv")) == 3
    assert set(pd.read_csv(compared / "differences.csv")["arm"]) == {"openness"}


def test_a_cell_that_a_spreadsheet_would_calculate_is_marked(tmp_path: Path) -> None:
    (tmp_path / "=cmd().toml").write_text('extends = "tiny"\n[barriers]\nsecrecy = 0.1\n', encoding="utf-8")
    arguments = ["compare", "tiny", str(tmp_path / "=cmd().toml"), *QUICK, "--readings", "2", "--quiet"]
    assert code_of(command, [*arguments, "--out", str(tmp_path / "out")]) == DONE
    cells = [cell for table in (tmp_path / "out").glob("*.csv") for cell in re.split("[,\n]", table.read_text("utf-8"))]
    assert "'=cmd()" in cells
    assert "=cmd()" not in cells


@pytest.mark.parametrize("readings", [2, 14])
def test_a_comparison_ends_with_counts_and_with_a_verdict_if_the_readings_can_tell(capsys: Said, readings: int) -> None:
    arguments = ["compare", "baseline", "market_opening", "openness", *QUICK, "--readings", str(readings)]
    assert code_of(command, arguments) == DONE
    said = capsys.readouterr().out
    enough = readings == 14
    assert f"Two arms against Baseline, {readings} readings" in said
    assert "one form of the model; other forms were not tried" in said
    assert ("a demonstration. Nothing is said of the order" in said) is not enough
    assert (
        bool(re.search(r"\(\d+(\.5)? (of|to) \d+(\.5)?\)|in all 14 readings|Too few readings to say", said)) is enough
    )
    assert (" beats " in said or "disagree" in said or "Too few" in said or "the same in all" in said) is enough
    assert len(said.splitlines()) <= 32
    assert "100 %" not in said
    assert code_of(command, [*arguments, "--json", "--quiet"]) == DONE
    data = json.loads(capsys.readouterr().out)
    assert data["arms"] == ["baseline", "market_opening", "openness"]
    assert (data["readings"], data["twins"], data["luck_only"]) == (readings, 8 * enough, False)
    assert len(data["verdicts"]) == 3
    assert {row["verdict"] == "none" for row in data["verdicts"]} == {not enough}
    assert data["sentences"][-1].startswith("Counts are of readings" if enough else "2 readings: a demonstration")


def test_luck_alone_is_called_so_and_all_is_printed_if_asked(capsys: Said) -> None:
    arguments = ["compare", "baseline", "market_opening", *QUICK, "--luck-only", "--replications", "3", "--all"]
    assert code_of(command, arguments) == DONE
    said = capsys.readouterr().out
    assert "One arm against Baseline, 3 seeds, 6 runs; luck only: parameters, coding and form" in said
    for outcome in HEADLINE:
        assert f"{outcome_named(outcome).label} (" in said
    assert "3 of 3" in said or "0 of 3" in said
    assert "100 %" not in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--replications", "4"], "write --readings 4, or add --luck-only"),
        (["--luck-only", "--readings", "4"], "exclude one another"),
        (["--luck-only", "--forms", "all"], "exclude one another"),
        (["--until-decided", "--readings", "4"], "both say how many are made"),
        (["--within", "soon"], "write 90s, 2min or 1h"),
        (["--most", "40"], "--most goes with --until-decided"),
        (["--forms", "polish"], "there is no switch of form 'polish'"),
    ],
)
def test_readings_that_do_not_go_together_are_refused(capsys: Said, options: list[str], words: str) -> None:
    assert code_of(command, ["compare", "baseline", "openness", *QUICK, *options]) == BAD_INPUT
    assert words in capsys.readouterr().err


def test_nothing_is_compiled_after_a_run(ran: Path) -> None:
    assert not needs_compiling()
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.engine import needs_compiling; print(needs_compiling())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.strip() == "False"
