"""What the guides tell a reader to type works, in the order in which it stands, in a folder without a checkout."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim import Experiment, sweep
from sim.cli import sim as command
from sim.cli.edge import code_of
from sim.report.figures import FIGURES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"(?ms)^```(sh|toml|python)\n(.*?)^```")

RUN_BY = {
    "README.md": "doors/test_readme.py",
    "docs/experiments.md": "agreement/test_adapters.py",
    "docs/first_run.md": "doors/test_guides.py",
    "docs/analysts.md": "doors/test_guides.py",
    "docs/api.md": "doors/test_guides.py",
    "docs/another_region.md": "doors/test_region_files.py",
    "docs/modellers.md": "doors/test_guide_for_modellers.py",
    "docs/odd.md": "doors/test_pages_agree.py",
    "README.zh.md": "doors/test_chinese_pages.py",  # holds their code to be that of the English pages
    "docs/zh/first_run.md": "doors/test_chinese_pages.py",
    "docs/zh/analysts.md": "doors/test_chinese_pages.py",
}
"""The test that runs what stands in a page's blocks of code."""


def blocks(page: Path) -> list[tuple[str, str]]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


def test_every_page_with_code_is_run_by_a_test() -> None:
    with_code = {page.relative_to(ROOT).as_posix() for page in PROSE if blocks(page)}
    assert with_code == set(RUN_BY)
    for page, test in RUN_BY.items():
        assert Path(page).name in (ROOT / "tests" / test).read_text(encoding="utf-8"), (page, test)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which everything is typed."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(page: str, place: Path, in_full: bool = False) -> None:
    """Do what a page says: save its files, type its commands; those for which it gives a small try are left out.

    All in this process, which has loaded the model; that `sim` works from a shell is what test_readme.py holds.
    """
    for language, block in blocks(DOCS / page):
        name = re.match(r"# (\w+\.toml)\n", block)
        if language == "toml" and name:
            (place / name[1]).write_text(block, encoding="utf-8")
        elif language == "sh" and block.startswith("# ") is in_full:
            for arguments in arguments_in(block):
                assert code_of(command, arguments) == 0, arguments
        elif language == "python":
            exec(compile(block, page, "exec"), {"__name__": "__main__"})


def arguments_in(block: str) -> list[list[str]]:
    """The commands of a block, each as the arguments that follow `sim`, up to where the shell takes over."""
    lines = [line.partition("|")[0].partition("&&")[0].partition(">")[0] for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("sim ")]


def test_the_first_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow("first_run.md", place)
    said = capsys.readouterr().out
    assert "Transfers delivered" in said
    assert {file.name for file in (place / "results" / "first-run").iterdir()} >= {
        "scenario.toml",
        "outcomes.json",
        "history.csv",
        "deals.parquet",
    }
    assert len(list((place / "results" / "first-run" / "figures").iterdir())) == len(FIGURES)
    assert (place / "results" / "first-comparison" / "figures" / "answer.png").is_file()


def test_the_guide_for_analysts_leads_to_a_figure_and_a_report(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow("analysts.md", place)
    said = capsys.readouterr().out
    assert "opening_with_clerks" in said
    assert (place / "results" / "opening" / "figures" / "answer.png").is_file()
    assert (place / "results" / "clerks" / "report.html").is_file()


def test_the_example_of_the_api(place: Path) -> None:
    follow("api.md", place)
    assert list(place.iterdir()) == []


PROGRAMS = [
    pytest.param(block, id=f"{page}, {number}")
    for page in ("README.md", "docs/api.md", "docs/experiments.md")
    for number, (language, block) in enumerate(blocks(ROOT / page))
    if language == "python" and not block.startswith("# not run here")
]
NEEDS = {"optuna": "import optuna", "ema_workbench": "from ema_workbench", "duckdb": "results.query("}
IN_THE_STORE = {"question": "?", "base": "tiny", "replications": 1, "arms": {"a": {}}}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_example_of_python_runs_as_a_file(place: Path, program: str) -> None:
    for package, sign in NEEDS.items():
        if sign in program:
            pytest.importorskip(package)
    if re.search(r"\b(?:compare|sweep)\(", program):
        assert "jobs=2" in program  # a plain script may start processes: it is shown
    if 'Results("results/first")' in program:
        sweep(Experiment.from_dict(IN_THE_STORE), "results/first")
    (place / "example.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert bool(done.stdout) == ("print(" in program)


@pytest.mark.slow
def test_the_guide_for_analysts_quotes_what_its_command_gives(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow("analysts.md", place, in_full=True)
    said = capsys.readouterr().out
    rows = re.findall(r"(?m)^(\w[\w ]+?)  +(\+[\d,]+) +(\+[\d,.]+ \.\. \+[\d,]+) +([\d,]+) .*?(\d+ of \d+)", said)
    words = (DOCS / "analysts.md").read_text(encoding="utf-8")
    shown = [row for row in rows if row[-1].endswith("of 32")]
    assert len(shown) == 3
    for row in shown:
        assert "| " + " | ".join(row) + " |" in words
    sentence = "Opening beats Clearance staff in nearly all readings (32 of 32)"
    assert sentence in said
    assert sentence in words.replace("\n", " ")


@pytest.mark.parametrize(
    "page",
    [
        DOCS / "commands.md",
        *(file.with_name("README.md") for file in sorted(ROOT.glob("experiments/[qs]*/analyse.py"))),
    ],
    ids=lambda page: page.parent.name,
)
def test_every_command_shown_is_one_that_is_taken(page: Path) -> None:
    shown = re.findall(r"(?ms)^```(?:sh|console)\n(.*?)^```", page.read_text(encoding="utf-8"))
    commands = [arguments for block in shown for arguments in arguments_in(block)]
    assert commands
    for name, *arguments in commands:
        assert command.commands[name].make_context(name, arguments)  # a usage error is raised


PROSE = [
    *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")),
    *(page for folder in ("", "decisions/", "zh/") for page in sorted(DOCS.glob(f"{folder}*.md"))),
]


def test_every_goal_of_make_that_is_named_is_one() -> None:
    goals = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {
        goal
        for page in PROSE
        for line in re.findall(r"`make ([^`]+)`|(?m:^    make (.+)$)", page.read_text(encoding="utf-8"))
        for goal in re.findall(r"^[a-z]+\b", "".join(line))
    }
    assert named >= {"run", "test", "app", "docs", "check"}
    assert named - goals == set()


def test_every_command_that_is_named_in_prose_is_one() -> None:
    spans = {span for page in PROSE for span in re.findall(r"`sim ([^`]+)`", page.read_text(encoding="utf-8"))}
    unknown = {span for span in spans if span.split()[0] not in command.commands and not span.startswith("--")}
    assert len(spans) > 15
    assert unknown == set()
    known = {name: {opt for one in taken.params for opt in one.opts} for name, taken in command.commands.items()}
    options = {(span.split()[0], option) for span in spans for option in re.findall(r" (--[a-z-]+)", span)}
    assert {
        (name, option) for name, option in options if option not in {*known.get(name, ()), "--help", "--language"}
    } == set()
