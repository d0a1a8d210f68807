"""A report is one page that opens without a network, says what is missing, and lets nothing foreign run."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.experiment import Experiment, sweep
from sim.report.chapters import CHAPTERS
from sim.report.page import write_report
from sim.store import Results, RunRow, RunStatus, Store

BASE = {"question": "What if?", "base": "tiny", "replications": 4}
ON_AND_OFF = {"barriers.secrecy": ["base", 0.0], "barriers.standards_mismatch": ["base", 0.0]}
RANGES = {"barriers.secrecy": {"low": 0.2, "high": 0.9}, "parameters.fund": {"low": 0, "high": 200}}
ARMS = {
    "none": {},
    "openness": {"set": {"levers.market_opening.strength": 1.0}},
    "staff": {"set": {"levers.clearance_staff.strength": 1.0}},
}
UNCERTAIN = {"number": 3, "parameters": {"barriers.secrecy": {"mean": 0.6, "sd": 0.1}}}

STUDIES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "barriers": ({"design": {"kind": "factorial"}, "factors": ON_AND_OFF}, {"barriers", "interactions"}),
    "arms": (
        {"arms": ARMS, "replications": 6, "outcomes": ["transfers_delivered", "leaks"]},
        {"differences", "costs", "harms", "convergence", "endings"},
    ),
    "kept": ({"arms": ARMS, "keep": ["deals", "history"]}, {"over_time", "pathways"}),
    "draws": ({"arms": ARMS, "draws": UNCERTAIN}, {"robustness", "differences", "costs"}),
    "grid": (
        {"design": {"kind": "grid"}, "factors": {"barriers.secrecy": [0, 0.3, 0.6], "parameters.fund": [0, 50, 100]}},
        {"response", "differences"},
    ),
    "sobol": ({"replications": 2, "design": {"kind": "sobol", "samples": 4}, "factors": RANGES}, {"indices"}),
    "morris": ({"replications": 2, "design": {"kind": "morris", "samples": 4}, "factors": RANGES}, {"screen"}),
    "hypercube": (
        {"replications": 1, "design": {"kind": "latin_hypercube", "samples": 100}, "factors": RANGES},
        {"discovery"},
    ),
}
OF_SEARCHES = {"money", "overturned", "variety", "over_forms"}
"""Chapters of designs that ask as they go, or over forms: `test_search_file.py`, `test_over_forms.py` read those."""


class Page(HTMLParser):
    """Collects what a page asks for and what it would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "data", "action")]
        assert not [name for name, _ in attrs if name.startswith("on")]


def swept(folder: Path, said: dict[str, Any]) -> Results:
    return sweep(Experiment.from_dict({**BASE, **said}), folder)


def page_of(folder: Path, said: dict[str, Any]) -> str:
    return write_report(swept(folder, said)).read_text(encoding="utf-8")


def test_every_chapter_is_read_here() -> None:
    read = {name for _, chapters in STUDIES.values() for name in chapters}
    missing = {chapter.name for chapter in CHAPTERS} - read - OF_SEARCHES
    assert missing == set(), "say in STUDIES of tests/doors/test_report.py which study has it"


@pytest.mark.parametrize("kind", STUDIES)
def test_a_report_answers_with_intervals_and_needs_no_network(tmp_path: Path, kind: str) -> None:
    said, chapters = STUDIES[kind]
    text = page_of(tmp_path / "store", said)
    page = Page(text)
    assert "script" not in page.tags
    assert [link for link in page.links if not link.startswith(("#", "data:image/png;base64,"))] == []
    assert "url(http" not in text
    answer = text.split('class="answer"')[1].split("</div>")[0]
    if kind != "hypercube":
        assert re.search(r"\[.*, .*\]|%|too few to say|: a demonstration\.", answer), answer
    assert set(re.findall(r'href="#(run-\w+)"', text)) <= set(re.findall(r'id="(run-\w+)"', text))
    assert text.count("<svg") >= (kind != "hypercube")
    names = {path.stem for path in (tmp_path / "store" / "figures").glob("*.svg")}
    for name in names:
        table = pd.read_csv(tmp_path / "store" / "figures" / f"{name}.csv")
        assert len(table)
        assert (tmp_path / "store" / "figures" / f"{name}.png").stat().st_size > 1000
        assert (tmp_path / "store" / "figures" / f"{name}.pdf").read_bytes()[:5] == b"%PDF-"
        caption = (tmp_path / "store" / "figures" / f"{name}.txt").read_text(encoding="utf-8").strip()
        assert escape(caption) in text, caption
    for section in chapters & {"endings", "over_time"}:
        assert section in names
    assert {f"{one}_first" for one in ("pipeline", "deaths", "ladder")} <= names or "pathways" not in chapters
    for section in chapters & {"barriers", "costs", "response", "interactions"}:
        assert any(name.startswith(section) for name in names), (section, names)


def test_words_from_outside_are_text_and_not_markup(tmp_path: Path) -> None:
    arms = {"<script>alert(1)</script>": {}, '"><img src=x onerror=alert(1)>': {"set": {"barriers.secrecy": 0.0}}}
    text = page_of(tmp_path / "store", {"question": "<b>What</b> if?", "title": "=1+1</title>", "arms": arms})
    tags = Page(text).tags
    assert {"script", "img", "b"} & set(tags) == set()
    arms_csv = (tmp_path / "store" / "tables" / "differences.csv").read_text()
    assert "img src" in arms_csv


def test_a_cell_that_a_spreadsheet_would_calculate_is_marked(tmp_path: Path) -> None:
    page_of(tmp_path / "store", {"arms": {"one": {}, "=cmd()": {"set": {"barriers.secrecy": 0.0}}}})
    assert "'=cmd()" in (tmp_path / "store" / "tables" / "differences.csv").read_text()


def test_what_is_missing_or_failed_is_said_first(tmp_path: Path) -> None:
    asked = Experiment.from_dict({**BASE, "arms": ARMS})
    whole = sweep(asked, tmp_path / "whole")
    part = Store(tmp_path / "part")
    part.keep_plan(whole.plan)
    frame = whole.frame()
    names = [name for name in frame.columns if name in {"transfers_delivered", "programme_cost_million_yuan"}]
    rows = [
        RunRow(row["run"], row["scenario"], row["seed"], RunStatus.OK, "", {name: row[name] for name in names})
        for row in frame.to_dict(orient="records")
    ]
    part.add(rows[:8], {})
    part.add([RunRow(rows[8].run, "", rows[8].seed, RunStatus.ERROR, "ValueError: no")], {})
    text = write_report(Results(part)).read_text(encoding="utf-8")
    assert "3 of 12 runs are missing" in text
    assert "1 runs failed (1 error)" in text
    assert "Pairs of draw and seed left out because some arm lacks them: 1" in text


def test_without_runs_there_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Experiment.from_dict({**BASE, "arms": ARMS})
    from sim.experiment import Study

    Store(tmp_path / "store").keep_plan(Study(asked).plan())
    assert code_of(command, ["report", str(tmp_path / "store")]) == BAD_INPUT
    assert "holds no run that ended well" in capsys.readouterr().err


def test_the_command_writes_the_same_page_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sweep(Experiment.from_dict({**BASE, "replications": 2, "arms": ARMS}), tmp_path / "store")
    pages = []
    for _ in range(2):
        assert code_of(command, ["report", str(tmp_path / "store")]) == DONE
        assert capsys.readouterr().out.strip().endswith("report.html")
        pages.append((tmp_path / "store" / "report.html").read_bytes())
    assert pages[0] == pages[1]
