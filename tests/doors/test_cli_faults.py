"""What goes wrong at the command line is named, ends with its exit code, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim.report.figures
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
from tests.doors.command_line import QUICK, Said


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


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
        (["compare", "tiny", "baseline", "--readings", "0"], "--readings"),
        (["compare", "tiny", "baseline"], "run.quarters (24 in tiny, 88 in baseline)"),
        (["compare", "baseline", "tiny"], "--unlike"),
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
        (EOFError("Ran out of input"), OUR_BUG, "Ran out of input"),  # Click would take it for Ctrl-C
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
    monkeypatch.setattr("sim.engine.run.measure_all", raising(ArithmeticError("no number")))
    arguments = ["compare", "baseline", "openness", *QUICK, "--quiet", "--out", str(tmp_path / "out")]
    assert code_of(command, arguments) == RUNS_FAILED
    assert "'baseline' with seed 0 failed: ArithmeticError: no number" in capsys.readouterr().err
    monkeypatch.undo()
    assert code_of(command, arguments) == DONE  # what failed is made again


def test_an_error_without_a_path_is_still_one_line() -> None:
    assert of_the_machine(OSError("the disk is on fire")) == "the disk is on fire"
