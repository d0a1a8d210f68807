"""The documents say what the code does: generated pages are fresh, and the model document leaves no name out."""

from __future__ import annotations

import re
from pathlib import Path

import generate
import pytest

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.draws import Purpose
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.phases import PHASES
from sim.scenario.settings import SETTINGS
from sim.tables import Cause, HistoryRow, Stage

DOCS = Path(__file__).parents[2] / "docs"
ODD = (DOCS / "odd.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"\w+", ODD))

NAMES = {
    "phase": [phase.__name__ for phase in PHASES],
    "barrier": [barrier.name for barrier in BARRIERS],
    "lever": [lever.name for lever in LEVERS],
    "direction": [direction.name for direction in DIRECTIONS],
    "cause": [cause.name.lower() for cause in Cause if cause not in (Cause.NONE, Cause.FIRST_BARRIER)],
    "parameter": [setting.name for setting in SETTINGS],
    "draw": [purpose.name for purpose in Purpose],
    "stage": [stage.name for stage in Stage if stage is not Stage.MATCH],
    "mechanism": [f"M{number}" for number in range(16)],
    "series": list(HistoryRow.columns),
}


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == generate.PAGES[name](), "stale: run python docs/generate.py"


@pytest.mark.parametrize("what", NAMES)
def test_the_model_document_leaves_no_name_out(what: str) -> None:
    assert NAMES[what]
    assert [name for name in NAMES[what] if name not in WORDS] == [], "say in docs/odd.md what it is"


def test_the_schedule_stands_in_the_order_in_which_phases_run() -> None:
    schedule = ODD.split("## 3.")[1].split("```")[1]
    lines = re.findall(r"(?m)^ *(\d+) (\w+)", schedule)
    assert lines == [(str(place), phase.__name__) for place, phase in enumerate(PHASES)]


def test_draws_have_the_numbers_of_the_code() -> None:
    section = ODD.split("### 7.0")[1].split("### M0")[0]
    written = {}
    for names, numbers in re.findall(r"(?m)^\| ([^|]*) \| ([\d, ]+) \|", section):
        purposes = re.findall(r"[A-Z]{3,}(?:_[A-Z]+)*", names)
        written.update(zip(purposes, (int(number) for number in numbers.split(",")), strict=True))
    assert written == {purpose.name: int(purpose) for purpose in Purpose}


def test_defaults_of_directions_and_kinds_are_as_written() -> None:
    for direction in DIRECTIONS:
        payer = "source" if direction.source_pays else "recipient"
        [said] = re.findall(rf"`{direction.name}` \(([^)]*)\)", ODD.split("\nDirections: ")[1].split("\n\n")[0])
        assert f"{payer} pays" in said
    for kind in KINDS:
        assert f"{kind.revenue_median:g} and {kind.revenue_spread:.1f}" in ODD
        assert f"{kind.expertise_level:.2f}" in ODD


def test_every_page_of_names_has_them_all() -> None:
    pages = {"barriers.md": BARRIERS, "levers.md": LEVERS, "outcomes.md": OUTCOMES, "parameters.md": SETTINGS}
    for page, records in pages.items():
        words = (DOCS / page).read_text(encoding="utf-8")
        assert [record.name for record in records if f"`{record.name}`" not in words] == []


def test_every_link_between_documents_has_a_target() -> None:
    for link, heading in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", ODD):
        assert not link
        titles = re.findall(r"(?m)^#+ (.*)$", ODD)
        assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
