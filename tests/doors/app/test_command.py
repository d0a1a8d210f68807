"""`sim app` refuses what is wrong before anything starts, and says how its optional part is installed."""

from __future__ import annotations

import importlib.util
import shlex
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, MACHINE, PART_MISSING, code_of

Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize("arguments", [["nowhere"], ["--port", "0"], ["--port", "x"], ["tiny", "baseline"]])
def test_bad_input_is_refused(arguments: list[str], capsys: Said) -> None:
    assert code_of(command, ["app", *arguments]) == BAD_INPUT
    assert "error:" in capsys.readouterr().err


def test_a_wrong_file_is_refused_with_what_is_wrong(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[barriers]\nsecrcy = 0.2\n", encoding="utf-8")
    assert code_of(command, ["app", str(file)]) == BAD_INPUT
    assert "did you mean barriers.secrecy" in capsys.readouterr().err


def test_without_its_part_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    found = importlib.util.find_spec

    def without(name: str, *more: Any) -> Any:
        return None if name == "solara" else found(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    assert code_of(command, ["app", "tiny"]) == PART_MISSING
    said = capsys.readouterr().err
    assert "solara is missing" in said
    assert f"{shlex.quote(sys.executable)} -m pip install" in said
    assert "[app]" in said


def test_a_port_that_is_taken_is_the_machines_trouble(capsys: Said) -> None:
    pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert code_of(command, ["app", "tiny", "--port", str(taken.getsockname()[1])]) == MACHINE
    assert "name another port with --port" in capsys.readouterr().err
