"""The command line does what it says, ends with the exit code it promises, and writes all or nothing."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim.report.figures
from sim import __version__
from sim.cli import sim as command
from sim.cli.edge import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    MACHINE,
    OUR_BUG,
    PART_MISSING,
    RUNS_FAILED,
    code_of,
    of_the_machine,
)
from sim.model import CollaborationModel, needs_compiling
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, shipped_names

QUICK = ["--set", "run.quarters=10", "--set", "run.burn_in=2", "--set", "population.scale=0.2"]
Said = pytest.CaptureFixture[str]


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


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
    arguments = ["compare", "tiny", "without_secrecy", "--set", "population.private_sample=0.02"]
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
    arguments = ["compare", "tiny", "without_secrecy", "--replications", "2", "--quiet", "--out", str(ran)]
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
    assert runs.groupby("arm")["seed"].apply(list).to_dict() == {"tiny": [0, 1, 2], "without_secrecy": [0, 1, 2]}
    arms = json.loads((compared / "provenance.json").read_text())["arms"]
    for arm, digest in arms.items():
        assert Scenario.load(compared / "scenarios" / f"{arm}.toml").digest == digest
    chances = pd.read_csv(compared / "ranking.csv").query("outcome == 'transfers_delivered'")
    assert chances["chance_rank_1"].sum() == pytest.approx(1)
    assert set(pd.read_csv(compared / "differences.csv")["arm"]) == {"without_secrecy"}


def test_a_comparison_ends_with_interval_and_rank(capsys: Said) -> None:
    arguments = ["compare", "tiny", "without_secrecy", *QUICK, "--replications", "2"]
    assert code_of(command, arguments) == DONE
    said = capsys.readouterr()
    assert "95 % interval" in said.out
    assert re.search(r"ranks first in (> |< )?\d+ % of resamplings", said.out)
    assert "same 2 seeds (4 runs)" in said.out
    assert code_of(command, [*arguments, "--json", "--quiet"]) == DONE
    assert json.loads(capsys.readouterr().out)["arms"] == ["tiny", "without_secrecy"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "tinny"], "tiny"),
        (["run", "tiny", "--set", "barriers.secrcy=0.2"], "barriers.secrecy"),
        (["run", "tiny", "--set", "barriers.secrecy=20"], "0.2"),
        (["run", "tiny", "--set", "nonsense"], "KEY=VALUE"),
        (["run", "tiny", "--seed", "-1"], "--seed"),
        (["run", "tiny", "--seed", str(2**63)], "largest"),
        (["run", "tiny", "--sed", "1"], "--seed"),
        (["run"], "SCENARIO"),
        (["runn", "tiny"], "run"),
        (["compare", "tiny"], "two or more"),
        (["compare", "tiny", "tiny"], "twice"),
        (["compare", "tiny", "tiny.toml"], "same world"),
        (["compare", "baseline", "without_secrecy", "--set", "barriers.secrecy=0"], "same world"),
        (["compare", "tiny", "baseline", "--replications", "1"], "--replications"),
        (["compare", "tiny", "no_such", "nor_this"], "nor_this"),
        (["validate", "no_such"], "no such scenario"),
        (["explain", "secrcy"], "secrecy"),
        (["explain", "qqqq"], "nothing is called"),
    ],
    ids=" ".join,
)
def test_bad_input_is_named_and_writes_nothing(tmp_path: Path, capsys: Said, arguments: list[str], said: str) -> None:
    out = ["--out", str(tmp_path / "a" / "b")] if arguments[0] in ("run", "compare") else []
    assert code_of(command, [*arguments, *out]) == BAD_INPUT
    printed = capsys.readouterr()
    assert printed.err.startswith("error: ")
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_folder_one_is_in_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert code_of(command, ["run", "tiny", *QUICK, "--out", "."]) == BAD_INPUT
    assert tmp_path.is_dir()


def test_all_faults_of_all_files_are_reported(tmp_path: Path, capsys: Said) -> None:
    for name, text in (("one", "[barriers]\nsecrecy = 7\nsecrcy = 0.1\n"), ("two", "[run]\nquarters = 0\n")):
        (tmp_path / f"{name}.toml").write_text(text)
    files = [str(tmp_path / "one.toml"), "baseline", str(tmp_path / "two.toml")]
    assert code_of(command, ["validate", *files]) == BAD_INPUT
    said = capsys.readouterr()
    assert "one.toml:2" in said.err
    assert "one.toml:3" in said.err
    assert "two.toml:2" in said.err
    assert said.out.startswith("baseline: ok")


def test_what_is_odd_is_said_and_passes(capsys: Said) -> None:
    assert code_of(command, ["validate", "without_secrecy"]) == DONE
    said = capsys.readouterr()
    assert said.err.startswith("warning: without_secrecy: ")
    assert "without_secrecy: ok" in said.out


def test_a_file_where_a_folder_should_be_is_the_machine_s_trouble(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "file").write_text("mine")
    for out in ("file", "file/below"):
        assert code_of(command, ["run", "tiny", *QUICK, "--quiet", "--out", str(tmp_path / out)]) == MACHINE
        [line] = capsys.readouterr().err.splitlines()
        assert str(tmp_path / "file") in line
        assert "--out" in line
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere"), MACHINE, "somewhere: "),
        (MemoryError(), MACHINE, "memory"),
        (ModuleNotFoundError("gone", name="matplotlib"), PART_MISSING, "pip install"),
        (KeyboardInterrupt(), INTERRUPTED, "interrupted"),
        (ZeroDivisionError("nobody expected this"), OUR_BUG, "nobody expected this"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_failures_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, error: BaseException, code: int, said: str
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(sim.report.figures, "draw_all", raising(error))
    out = tmp_path / "not there" / "yet"
    assert code_of(command, ["run", "tiny", *QUICK, "--quiet", "--out", str(out)]) == code
    printed = capsys.readouterr().err
    assert said in printed
    assert "Traceback" not in printed
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]
    written = list((tmp_path / "temporary").iterdir())
    assert len(written) == (code == OUR_BUG)
    if written:
        assert str(written[0]) in printed
        assert "Traceback" in written[0].read_text()


def test_a_run_that_fails_in_a_comparison_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("sim.experiment.work.CollaborationModel", raising(ArithmeticError("no number")))
    arguments = ["compare", "tiny", "baseline", *QUICK, "--quiet", "--out", str(tmp_path / "out")]
    assert code_of(command, arguments) == RUNS_FAILED
    assert "'tiny' with seed 0 failed: ArithmeticError: no number" in capsys.readouterr().err
    monkeypatch.undo()
    assert code_of(command, arguments) == DONE  # what failed is made again


def test_an_error_without_a_path_is_still_one_line() -> None:
    assert of_the_machine(OSError("the disk is on fire")) == "the disk is on fire"


def test_every_scenario_has_a_line(capsys: Said) -> None:
    assert code_of(command, ["scenarios"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert tuple(line.split()[0] for line in lines) == shipped_names()
    assert all(len(line.split()) > 2 for line in lines)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("secrecy", "sim/barriers/secrecy.py"),
        ("levers.fund_pool", "fund, which gains"),
        ("leaks", "less is better"),
        ("fund", "sim/mechanisms/finance.py"),
        ("run.burn_in", "quarters"),
        ("burn_in", "quarters"),
    ],
)
def test_names_are_explained(capsys: Said, name: str, said: str) -> None:
    assert code_of(command, ["explain", name]) == DONE
    assert said in capsys.readouterr().out


def test_every_name_of_the_catalogue_can_be_explained() -> None:
    from sim.barriers import BARRIERS
    from sim.cli.explain import catalogue
    from sim.levers import LEVERS
    from sim.scenario.settings import SETTINGS

    known = catalogue()
    names = {one.name for one in (*BARRIERS, *LEVERS, *OUTCOMES, *SETTINGS)}
    assert names <= set(known)
    assert [setting.name for setting in SETTINGS if "acts in" not in dict(known[f"parameters.{setting.name}"])] == []


def test_the_schema_is_json(capsys: Said) -> None:
    assert code_of(command, ["schema"]) == DONE
    assert "barriers" in json.loads(capsys.readouterr().out)["properties"]


def test_the_version_is_the_package_s(capsys: Said) -> None:
    assert code_of(command, ["--version"]) == DONE
    assert capsys.readouterr().out.strip() == f"sim {__version__}"


@pytest.mark.parametrize("name", [None, *command.commands])
def test_help_has_three_examples(capsys: Said, name: str | None) -> None:
    assert code_of(command, [*([name] if name else []), "--help"]) == DONE
    said = capsys.readouterr().out
    examples = said[said.index("Examples:") :].strip().splitlines()[1:]
    assert len(examples) == 3
    assert all(example.strip().startswith("sim ") for example in examples)


def test_nothing_is_compiled_after_a_run(ran: Path) -> None:
    assert not needs_compiling()
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.model import needs_compiling; print(needs_compiling())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.strip() == "False"


def test_an_empty_cache_is_announced(tmp_path: Path) -> None:
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.cli.talk import announce_compiling as a; a()"],
        env={**os.environ, "TRANSFER_LAB_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    jit = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
    assert fresh.stderr.count("compiling the model") == jit


@pytest.mark.parametrize("words", [("--help",), ("validate", "baseline"), ("explain", "secrecy"), ("schema",)])
def test_what_runs_nothing_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sim.cli", *words], capture_output=True, text=True, check=True
    )
    assert told.stdout
    loaded = {line.split("|")[-1].strip() for line in told.stderr.splitlines()}
    assert "rich_click" in loaded
    assert not {"mesa", "numba", "pandas", "pyarrow", "scipy", "matplotlib"} & loaded


@pytest.mark.parametrize(("words", "offered"), [("sim ru", "run"), ("sim run wit", "without_secrecy")])
def test_the_shell_completes(words: str, offered: str) -> None:
    place = str(len(words.split()) - 1)
    told = subprocess.run(
        [sys.executable, "-m", "sim.cli"],
        env={**os.environ, "_SIM_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"plain,{offered}" in told.stdout.splitlines()


def test_a_reader_that_stops_early_is_no_error() -> None:
    program = f"{shlex.quote(sys.executable)} -m sim.cli schema | head -1"
    told = subprocess.run(["bash", "-o", "pipefail", "-c", program], capture_output=True, text=True, check=False)
    assert told.stderr == ""
    assert told.returncode == DONE
