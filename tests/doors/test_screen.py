"""What is said is text alone, and who does not listen changes neither the work nor its exit code."""

from __future__ import annotations

import ast
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import sim.cli
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, MACHINE, code_of
from sim.cli.screen import OBEYED, plain
from tests.doors.command_line import QUICK, Said

SIM = f"{shlex.quote(sys.executable)} -m sim.cli"
EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\r\u202e"
WRITTEN_OUT = r"\x1b]0;owned\x07\x1b[31m\x9b2J\r\u202e"


def shell(program: str) -> subprocess.CompletedProcess[str]:
    done = ["bash", "-o", "pipefail", "-c", program]
    return subprocess.run(done, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such streams")
@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("scenarios >&-", DONE),
        ("scenarios >&- 2>&- <&-", DONE),
        ("scenarios 2>&-", DONE),
        ("scenarios | true", DONE),
        ("scenarios | head -1", DONE),
        ("schema | head -1", DONE),
        ("explain secrecy | head -1", DONE),
        ("--help | head -1", DONE),
        ("validate nowhere 2>&1 | true", BAD_INPUT),
        ("validate nowhere 2>&-", BAD_INPUT),
        ("validate nowhere >&- 2>&-", BAD_INPUT),
        ("validate without_secrecy 2>&1 | head -1", DONE),  # a warning, then the verdict
    ],
)
def test_a_command_ends_as_it_would_have_with_nobody_to_listen(program: str, code: int) -> None:
    done = shell(f"{SIM} {program}")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
def test_a_full_disk_behind_the_output_is_said_once() -> None:
    done = shell(f"{SIM} scenarios > /dev/full")
    assert done.returncode == MACHINE
    assert done.stderr.startswith("error: No space left on device")
    assert len(done.stderr.splitlines()) == 1
    assert shell(f"{SIM} validate nowhere 2> /dev/full").returncode == BAD_INPUT


@pytest.mark.skipif(sys.platform == "win32", reason="has no such streams")
def test_work_goes_on_when_nobody_listens_any_more(tmp_path: Path) -> None:
    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 2\n[arms.a]\n')
    done = shell(f"{SIM} sweep {tmp_path}/asked.toml --out {tmp_path}/s 2>&1 | head -1")
    assert (done.returncode, done.stdout) == (DONE, "?\n")
    assert (tmp_path / "s" / "results.parquet").exists()


def test_control_characters_are_written_out() -> None:
    assert plain(EVIL) == WRITTEN_OUT
    assert plain("两用技术, é\tand\nnew lines stay") == "两用技术, é\tand\nnew lines stay"


def test_titles_and_names_are_no_orders_to_the_terminal(tmp_path: Path, capsys: Said) -> None:
    name = "ti\x1b[31mny"
    toml = json.dumps(EVIL)
    world = tmp_path / f"{name}.toml"
    world.write_text(f'extends = "tiny"\ntitle = {toml}\n[barriers]\nsecrecy = 0.0\n', encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(f"title = {toml}\n[barriers]\n{toml} = 1\n[levers.demonstration_bases]\ncities = [{toml}]\n")
    asked = tmp_path / "asked.toml"
    asked.write_text(f'question = {toml}\nbase = "tiny"\nreplications = 1\n[arms.{toml}]\n', encoding="utf-8")
    commands = (
        (DONE, ["run", str(world), *QUICK]),
        (DONE, ["run", str(world), *QUICK, "--json"]),
        (DONE, ["compare", "tiny", str(world), *QUICK, "--readings", "2", "--out", str(tmp_path / "c\x1b[0m")]),
        (DONE, ["compare", "tiny", str(world), *QUICK, "--readings", "2", "--json"]),
        (DONE, ["validate", str(world)]),
        (BAD_INPUT, ["validate", str(wrong)]),
        (BAD_INPUT, ["validate", f"no{EVIL}"]),
        (BAD_INPUT, ["run", "tiny", "--set", f"title.{EVIL}=1"]),
        (BAD_INPUT, ["run", "tiny", f"--{EVIL}"]),
        (BAD_INPUT, ["explain", EVIL]),
        (BAD_INPUT, [EVIL]),
        (DONE, ["sweep", str(asked), "--out", str(tmp_path / "s\x1b[0m")]),
        (DONE, ["status", str(tmp_path / "s\x1b[0m")]),
        (DONE, ["status", str(tmp_path / "s\x1b[0m"), "--json"]),
        (MACHINE, ["status", str(tmp_path / f"no{EVIL}")]),
        (MACHINE, ["sweep", str(asked), "--out", str(wrong / f"no{EVIL}")]),
    )
    for code, arguments in commands:
        ended = code_of(command, arguments)
        said = capsys.readouterr()
        assert not OBEYED.search(said.out + said.err), (arguments, said)
        assert ended == code, (arguments, said)
        if "--json" in arguments:
            json.loads(said.out)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminal")
def test_a_terminal_is_told_colours_of_ours_alone(tmp_path: Path) -> None:
    import pty

    world = tmp_path / "ti\x1b[31mny.toml"
    world.write_text('extends = "tiny"\ntitle = "\\u001b[31m"\n[barriers]\nsecrecy = 0.0\n', encoding="utf-8")
    here, there = pty.openpty()
    arguments = ["compare", "tiny", str(world), *QUICK, "--readings", "2"]
    running = subprocess.Popen([sys.executable, "-m", "sim.cli", *arguments], stdout=there, stderr=there)
    os.close(there)
    said = b""
    while True:
        try:
            said += os.read(here, 1 << 16)
        except OSError:  # its end
            break
    assert running.wait() == DONE
    assert b"\x1b[" in said  # a bar, and heads in bold
    assert b"\x1b[31m" not in said
    assert rb"\x1b[31m" in said


def test_logs_and_warnings_are_no_orders_either() -> None:
    script = (
        "import logging, warnings; from sim.cli.screen import open_streams; open_streams(); "
        "logging.getLogger('x').warning('%s', '\\x1b[31m'); warnings.warn('\\x9b2J')\n"
        "try: raise ValueError('\\x1b[31m')\nexcept ValueError: logging.getLogger('x').exception('\\x07')"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stderr.decode()
    assert not OBEYED.search(told)
    assert told.count(r"\x1b[31m") >= 2


def test_everything_that_is_said_goes_through_the_screen() -> None:
    spoken = [
        path.name
        for path in sorted(Path(sim.cli.__file__).parent.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.echo", "click.secho", "print")
    ]
    assert spoken == ["screen.py", "screen.py"], "say it with `tell` or `say` of sim/cli/screen.py"
