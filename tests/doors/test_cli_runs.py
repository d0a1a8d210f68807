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
from sim.cli.edge import (
    DONE,
    MACHINE,
    code_of,
)
from sim.engine import needs_compiling
from sim.model import CollaborationModel
from sim.outcomes import OUTCOMES
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
    arguments = ["compare", "baseline", "without_secrecy", "--set", "population.private_sample=0.02"]
    assert code_of(command, [*arguments, *QUICK, "--replications", "3", "--out", str(folder), "--quiet"]) == DONE
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
    arguments = ["compare", "baseline", "without_secrecy", "--replications", "2", "--quiet", "--out", str(ran)]
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


def test_a_comparison_leaves_every_file(compared: Path) -> None:
    files = files_of(compared)
    assert {"runs.csv", "differences.csv", "ranking.csv", "provenance.json", "figures/forest.png"} <= files
    runs = pd.read_csv(compared / "runs.csv")
    assert runs.groupby("arm")["seed"].apply(list).to_dict() == {"baseline": [0, 1, 2], "without_secrecy": [0, 1, 2]}
    arms = json.loads((compared / "provenance.json").read_text())["arms"]
    for arm, digest in arms.items():
        assert Scenario.load(compared / "scenarios" / f"{arm}.toml").digest == digest
    chances = pd.read_csv(compared / "ranking.csv").query("outcome == 'transfers_delivered'")
    assert chances["chance_rank_1"].isna().all()  # three seeds rank nothing
    assert set(pd.read_csv(compared / "differences.csv")["arm"]) == {"without_secrecy"}


def test_a_cell_that_a_spreadsheet_would_calculate_is_marked(tmp_path: Path) -> None:
    (tmp_path / "=cmd().toml").write_text('extends = "tiny"\n[barriers]\nsecrecy = 0.1\n', encoding="utf-8")
    arguments = ["compare", "tiny", str(tmp_path / "=cmd().toml"), *QUICK, "--replications", "2", "--quiet"]
    assert code_of(command, [*arguments, "--out", str(tmp_path / "out")]) == DONE
    cells = [cell for table in (tmp_path / "out").glob("*.csv") for cell in re.split("[,\n]", table.read_text("utf-8"))]
    assert "'=cmd()" in cells
    assert "=cmd()" not in cells


@pytest.mark.parametrize("seeds", [2, 6])
def test_a_comparison_ends_with_interval_and_with_a_rank_if_the_seeds_can_tell(capsys: Said, seeds: int) -> None:
    arguments = ["compare", "baseline", "without_secrecy", *QUICK, "--replications", str(seeds)]
    assert code_of(command, arguments) == DONE
    said = capsys.readouterr()
    assert "95 % interval" in said.out
    assert bool(re.search(r"ranks first in (> |< )?\d+ % of resamplings", said.out)) is (seeds == 6)
    few = "Which leads on transfers delivered is too few to say: 2 seeds, where 6 would do."
    assert (few in said.out) is (seeds == 2)
    assert f"same {seeds} seeds ({2 * seeds} runs)" in said.out
    assert code_of(command, [*arguments, "--json", "--quiet"]) == DONE
    data = json.loads(capsys.readouterr().out)
    assert data["arms"] == ["baseline", "without_secrecy"]
    chance = next(row["chance_rank_1"] for row in data["ranking"] if row["outcome"] == "transfers_delivered")
    assert (chance is None) is (seeds == 2)


def test_nothing_is_compiled_after_a_run(ran: Path) -> None:
    assert not needs_compiling()
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.engine import needs_compiling; print(needs_compiling())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.strip() == "False"
