"""What the guides tell a reader to type works, in the order in which it stands, in a folder without a checkout."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import sim as command

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"(?ms)^```(sh|toml|python)\n(.*?)^```")

RUN_BY = {
    "README.md": "doors/test_readme.py",
    "docs/experiments.md": "agreement/test_adapters.py",
    "docs/first_run.md": "doors/test_guides.py",
    "docs/analysts.md": "doors/test_guides.py",
    "docs/api.md": "doors/test_guides.py",
    "docs/modellers.md": "doors/test_guide_for_modellers.py",
}
"""The test that runs what stands in a page's blocks of code."""


def blocks(page: Path) -> list[tuple[str, str]]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


def test_every_page_with_code_is_run_by_a_test() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *DOCS.glob("decisions/*.md")]
    with_code = {page.relative_to(ROOT).as_posix() for page in pages if blocks(page)}
    assert with_code == set(RUN_BY)
    for page, test in RUN_BY.items():
        assert Path(page).name in (ROOT / "tests" / test).read_text(encoding="utf-8"), (page, test)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder, with `sim` on the path."""
    program = tmp_path / "bin" / "sim"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m sim.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def follow(page: str, place: Path, monkeypatch: pytest.MonkeyPatch, in_full: bool = False) -> str:
    """Do what a page says: save its files, type its commands; those for which it gives a small try are left out."""
    monkeypatch.setenv("PATH", str(place / "bin"), prepend=":")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    said = ""
    for language, block in blocks(DOCS / page):
        name = re.match(r"# (\w+\.toml)\n", block)
        if language == "toml" and name:
            (place / name[1]).write_text(block, encoding="utf-8")
        elif language == "sh" and block.startswith("# ") is in_full:
            ran = subprocess.run(["sh", "-ec", block], cwd=place, capture_output=True, text=True, check=False)
            assert ran.returncode == 0, block + ran.stderr
            said += ran.stdout
        elif language == "python":
            done = subprocess.run([sys.executable, "-c", block], cwd=place, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
    return said


def test_the_first_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("first_run.md", place, monkeypatch)
    assert "Transfers delivered" in said
    assert {file.name for file in (place / "results" / "first-run").iterdir()} >= {
        "scenario.toml",
        "outcomes.json",
        "history.csv",
        "deals.parquet",
    }
    assert len(list((place / "results" / "first-run" / "figures").iterdir())) == 6
    assert (place / "results" / "first-comparison" / "figures" / "forest.png").is_file()


def test_the_guide_for_analysts_leads_to_a_figure_and_a_report(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("analysts.md", place, monkeypatch)
    assert "opening_with_clerks" in said
    assert (place / "results" / "opening" / "figures" / "forest.png").is_file()
    assert (place / "results" / "clerks" / "report.html").is_file()


def test_the_example_of_the_api(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert follow("api.md", place, monkeypatch) == ""


@pytest.mark.slow
def test_the_guide_for_analysts_quotes_what_its_command_gives(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, block in blocks(DOCS / "analysts.md"):
        if language == "toml":
            (place / block.split()[1]).write_text(block, encoding="utf-8")
    said = follow("analysts.md", place, monkeypatch, in_full=True)
    table = said.split("\n\n")[0]
    found = re.findall(r"\+([\d.]+)  \+([\d.]+) to \+([\d.]+)", table)
    words = (DOCS / "analysts.md").read_text(encoding="utf-8").replace("\n", " ")
    assert len(found) == 3
    for difference, low, high in found:
        assert f" {difference} " in words
        assert f"[{float(low):.0f}, {float(high):.0f}]" in words


def commands_in(page: Path) -> list[list[str]]:
    """The commands of a page's blocks, each as the arguments that follow `sim`."""
    lines = [
        line
        for _, block in re.findall(r"(?ms)^```(sh|console)\n(.*?)^```", page.read_text(encoding="utf-8"))
        for line in block.splitlines()
    ]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("sim ") and "|" not in line]


@pytest.mark.parametrize("page", [DOCS / "commands.md", *sorted(ROOT.glob("experiments/*/README.md"))], ids=str)
def test_every_command_shown_is_one_that_is_taken(page: Path) -> None:
    shown = commands_in(page)
    for arguments in shown:
        words = arguments[: arguments.index(">")] if ">" in arguments else arguments
        context = command.make_context("sim", list(words), resilient_parsing=False)
        name, taken, rest = command.resolve_command(context, [*context.protected_args, *context.args])
        assert taken is not None, words
        taken.make_context(name, rest)
    assert shown or page.parent.name not in {path.parent.name for path in ROOT.glob("experiments/*/experiment.toml")}
