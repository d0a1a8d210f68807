"""What the README tells a reader to type works: every `sim` line is run; test_guides.py runs its blocks of Python."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", README)


BLOCKS = [block for block in blocks("sh") if block.startswith("sim ")]
COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("sim ")]
PROGRAMS = blocks("python")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder like a checkout for somebody who types: shipped scenarios, and `sim` on the path."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "experiments", tmp_path / "experiments")
    program = tmp_path / "bin" / "sim"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m sim.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def run(place: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def test_the_readme_shows_each_command_it_names() -> None:
    assert {command.split()[1] for command in COMMANDS} == {
        "scenarios",
        "validate",
        "run",
        "compare",
        "sweep",
        "status",
        "report",
        "explain",
        "verify",
    }
    assert len(PROGRAMS) == 3


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split("\n")[0] for block in BLOCKS])
def test_every_command_works(place: Path, block: str) -> None:
    done = run(place, ["sh", "-ec", block])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    for out in re.findall(r"--out (\S+)", block):
        assert any((place / out).iterdir())


def test_no_path_of_a_machine_is_written_down() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    pattern = re.compile(r"(?<![\w.:/])/(?:home|Users|tmp|work|root|mnt|opt|usr|var)/")
    assert [file.name for file in documents if pattern.search(file.read_text(encoding="utf-8"))] == []


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []
