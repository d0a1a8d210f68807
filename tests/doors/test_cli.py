"""The command line explains itself, and is quick where it runs nothing."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim import __version__
from sim.cli import sim as command
from sim.cli.edge import DONE, code_of
from sim.machine_code.shipped import what_runs
from sim.outcomes import OUTCOMES
from sim.scenario import shipped_names
from tests.doors.command_line import Said


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
        ("run.fill", "quarters"),
        ("fill", "quarters"),
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
    said, _, code = capsys.readouterr().out.strip().partition(", ")
    assert said == f"sim {__version__}"
    assert code == what_runs()


@pytest.mark.parametrize("name", [None, *command.commands])
def test_help_has_three_examples(capsys: Said, name: str | None) -> None:
    assert code_of(command, [*([name] if name else []), "--help"]) == DONE
    said = capsys.readouterr().out
    examples = said[said.index("Examples:") :].strip().splitlines()[1:]
    assert len(examples) == 3
    assert all(example.strip().startswith("sim ") for example in examples)


def test_an_empty_cache_is_announced(tmp_path: Path) -> None:
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.cli.talk import announce_compiling as a; a()"],
        env={**os.environ, "TRANSFER_LAB_CACHE": str(tmp_path), "TRANSFER_LAB_CODE": "numba"},
        capture_output=True,
        text=True,
        check=True,
    )
    jit = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
    assert fresh.stderr.count("compiling the model") == fresh.stderr.count(", once: ") == jit


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
