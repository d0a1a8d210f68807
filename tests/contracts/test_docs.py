"""The documents say what the code does: generated pages are fresh, and the model document leaves no name out."""

from __future__ import annotations

import re
from pathlib import Path

import generate

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
NO_CAUSES = (Cause.NONE, Cause.FIRST_BARRIER)

NAMES = {
    "phase": ("section 3", [phase.__name__ for phase in PHASES]),
    "barrier": ("sections 3 and 7", [barrier.name for barrier in BARRIERS]),
    "lever": ("M0 of section 7", [lever.name for lever in LEVERS]),
    "direction": ("Directions in section 2", [direction.name for direction in DIRECTIONS]),
    "cause": ("the flow of a deal in section 3", [cause.name.lower() for cause in Cause if cause not in NO_CAUSES]),
    "parameter": ("the submodel of section 7 that reads it", [setting.name for setting in SETTINGS]),
    "draw": ("7.0", [purpose.name for purpose in Purpose]),
    "stage": ("the flow of a deal in section 3", [stage.name for stage in Stage if stage is not Stage.MATCH]),
    "mechanism": ("section 7", [f"M{number}" for number in range(16)]),
    "series": ("section 8", list(HistoryRow.columns)),
}


def test_generated_pages_are_fresh() -> None:
    stale = [name for name, page in generate.PAGES.items() if (DOCS / name).read_text(encoding="utf-8") != page()]
    assert stale == [], "stale pages in docs/; to renew them: python docs/generate.py"


def test_the_model_document_leaves_no_name_out() -> None:
    assert all(names for _, names in NAMES.values())
    lacking = [
        f"docs/odd.md, {place}: say what the {what} {name} is"
        for what, (place, names) in NAMES.items()
        for name in names
        if name not in WORDS
    ]
    lacking += [
        f"docs/odd.md, section 5, steps 3 and 4: give revenue and expertise of the kind {kind.name}"
        for kind in KINDS
        if f"{kind.revenue_median:g} and {kind.revenue_spread:.1f}" not in ODD
        or f"{kind.expertise_level:.2f}" not in ODD
    ]
    assert lacking == [], "\n".join(lacking)


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


def test_who_pays_in_a_direction_is_as_written() -> None:
    written = dict(re.findall(r"`(\w+)` \(([^)]*)\)", ODD.split("\nDirections: ")[1].split("\n\n")[0]))
    payers = {direction.name: "source" if direction.source_pays else "recipient" for direction in DIRECTIONS}
    assert {name: said for name, said in written.items() if f"{payers.get(name)} pays" not in said} == {}
    assert len(written) > 3


def test_every_page_of_names_has_them_all() -> None:
    pages = {"barriers.md": BARRIERS, "levers.md": LEVERS, "outcomes.md": OUTCOMES, "parameters.md": SETTINGS}
    for page, records in pages.items():
        words = generate.PAGES[page]()
        assert [record.name for record in records if f"`{record.name}`" not in words] == []


def test_every_link_between_documents_has_a_target() -> None:
    for link, heading in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", ODD):
        assert not link
        titles = re.findall(r"(?m)^#+ (.*)$", ODD)
        assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
