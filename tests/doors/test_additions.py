"""Adding one of a kind turns red what asks for what is written by hand, and nothing else.

`python -m pytest -m slow tests/doors/test_additions.py -k barrier` tries one kind, some minutes each.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import additions
import pytest

ROOT = Path(__file__).parents[2]
STEPS = additions.steps((ROOT / "docs" / "modellers.md").read_text(encoding="utf-8"))
TRIED = (
    "tests/contracts",
    "tests/rules",
    "tests/pinned",
    "tests/agreement/test_plain_mesa.py::test_the_plain_model_lacks_nothing",
    "tests/doors/test_experiment_file.py",
    "tests/doors/test_figures.py",
    "tests/doors/test_report.py::test_every_chapter_is_read_here",
    "tests/doors/test_scenario_shipped.py",
    "tests/doors/test_shipped_code.py::test_the_shipped_code_is_made_of_these_sources",
)
"""The tests that meet what is listed; tests/doors/test_guide_for_modellers.py runs it, to the report of a study."""


def test_every_test_that_asks_for_something_is_there() -> None:
    assert {step.kind for step in STEPS} == additions.ASKED.keys()
    for asked in additions.ASKED.values():
        for test, place in asked.items():
            file, _, name = test.partition("::")
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), test
            named = [one for one in re.findall(r"`([\w./-]+/[\w.-]+)`", place) if "<" not in one]
            assert [one for one in named if not (ROOT / one).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", additions.ASKED)
def test_what_turns_red_is_what_the_page_of_additions_says(kind: str, tmp_path: Path) -> None:
    for item in ROOT.iterdir():
        if item.is_dir() and not item.name.startswith(".") and item.name not in ("results", "dist", "build"):
            shutil.copytree(item, tmp_path / item.name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
        elif item.is_file():
            shutil.copy2(item, tmp_path)
    for step in STEPS:
        if step.kind in (kind, additions.NEEDS.get(kind)):
            step.apply(tmp_path)
    subprocess.run([sys.executable, "-m", "ruff", "check", "-q", "--fix", "sim"], cwd=tmp_path, check=True)
    command = [sys.executable, "-m", "pytest", *TRIED, "-q", "-rfE", "-m", "not slow", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    red = set(re.findall(r"(?m)^(?:FAILED|ERROR) (\S+?::\w+)", done.stdout))
    wanted = set(additions.ASKED[kind]) | set(additions.ASKED.get(additions.NEEDS.get(kind, ""), ()))
    assert "passed" in done.stdout, done.stdout + done.stderr
    assert red == wanted, done.stdout
