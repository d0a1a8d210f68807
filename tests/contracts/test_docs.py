"""The documents say what the code does: generated pages are fresh, and the model document leaves no name out."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

import generate
import glossary_page
import pytest

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.draws import Purpose
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.phases import PHASES
from sim.scales import FINITE_MAX, Setting
from sim.scenario.settings import SETTINGS
from sim.tables import Cause, HistoryRow, Stage, TableRow

DOCS = Path(__file__).parents[2] / "docs"
ODD = (DOCS / "odd.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"\w+", ODD))
CODE = set(re.findall(r"\w+", " ".join(re.findall(r"(?s)```.*?```|`[^`\n]+`", ODD))))
"""The words of its formulas and of what stands between backticks: prose may use `patience` for itself."""
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
IN_CODE = ("phase", "barrier", "lever", "direction", "parameter")


def test_generated_pages_are_fresh() -> None:
    stale = [name for name, page in generate.PAGES.items() if (DOCS / name).read_text(encoding="utf-8") != page()]
    assert stale == [], "stale pages in docs/; to renew them: python docs/generate.py"


def test_the_model_document_leaves_no_name_out() -> None:
    assert all(names for _, names in NAMES.values())
    lacking = [
        f"docs/odd.md, {place}: say what the {what} {name} is"
        for what, (place, names) in NAMES.items()
        for name in names
        if name not in (CODE if what in IN_CODE else WORDS)
    ]
    lacking += [
        f"docs/odd.md, section 5, steps 3 and 4: give revenue and expertise of the kind {kind.name}"
        for kind in KINDS
        if f"{kind.revenue_median:g} and {kind.revenue_spread:.1f}" not in ODD
        or f"{kind.expertise_level:.2f}" not in ODD
    ]
    assert lacking == [], "\n".join(lacking)


def test_no_name_in_the_model_document_is_misspelt() -> None:
    """A formula that names a parameter twice and misspells it once leaves nothing out."""
    known = {name for what in (*IN_CODE, "cause") for name in NAMES[what][1]}
    columns = {column for rows in TableRow.__subclasses__() for column in rows.columns}
    others = {one.name for one in (*OUTCOMES, *KINDS)} | columns
    near = {word: get_close_matches(word, known, 1, 0.85) for word in CODE - known - others}
    slips = [
        f"docs/odd.md: {word}; did you mean {names[0]}?"
        for word, names in near.items()
        if names and word not in names[0] and names[0] not in word  # a part of a name is a word of its own
    ]
    assert slips == []


def test_the_schedule_stands_in_the_order_in_which_phases_run() -> None:
    schedule = ODD.split("## 3.")[1].split("```")[1]
    lines = re.findall(r"(?m)^ *(\d+) (\w+)", schedule)
    assert lines == [(str(place), phase.__name__) for place, phase in enumerate(PHASES)]


def test_draws_have_the_numbers_of_the_code() -> None:
    section = ODD.split("### 7.0")[1].split("### M0")[0]
    written = {}
    for names, numbers in re.findall(r"(?m)^\| ([^|]*) \| ([\d, ]+) \|", section):
        purposes = re.findall(r"[A-Z]{2,}(?:_[A-Z]+)+|[A-Z]{3,}", names)
        written.update(zip(purposes, (int(number) for number in numbers.split(",")), strict=True))
    assert written == {purpose.name: int(purpose) for purpose in Purpose}


def test_who_pays_in_a_direction_is_as_written() -> None:
    written = dict(re.findall(r"`(\w+)` \(([^)]*)\)", ODD.split("\nDirections: ")[1].split("\n\n")[0]))
    payers = {direction.name: "source" if direction.source_pays else "recipient" for direction in DIRECTIONS}
    wrong = [
        f"docs/odd.md, Directions in section 2: say that in {name} the {payer} pays"
        for name, payer in payers.items()
        if name in CODE and f"{payer} pays" not in written.get(name, "")
    ]
    assert wrong == [], "\n".join(wrong)
    assert written.keys() <= payers.keys(), "docs/odd.md, Directions in section 2, names others than the model has"
    assert len(written) > 3


def test_every_page_of_names_says_all_of_each() -> None:
    """What records say is looked for in this test's own words, not in those of what writes the pages."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {
        "levers.md": {
            one.name: (one.words, one.side_effect, one.source, *(f"`{move.target}`" for move in one.moves))
            for one in LEVERS
        },
        "outcomes.md": {one.name: (one.label, one.words, one.unit, one.better, one.kind) for one in OUTCOMES},
        "parameters.md": {
            one.name: (
                one.words,
                one.unit,
                one.source,
                one.grade,
                f"{one.default:.10g}",
                *spans(one),
            )
            for one in SETTINGS
        },
        "glossary.md": {one.name: (one.label, one.label_zh) for one in (*BARRIERS, *LEVERS, *KINDS)},
    }
    for page, records in tables.items():
        rows = generate.PAGES[page]().splitlines()
        for name, facts in records.items():
            cells = [cell for row in rows if row.startswith(f"| `{name}` |") for cell in row.split(" | ")]
            lacking = [fact for fact in facts if not any(stands_in(fact.replace("|", "/"), cell) for cell in cells)]
            assert lacking == [], f"{page} of docs/generate.py does not say this of {name}"
    sections = generate.PAGES["barriers.md"]().split("\n## ")
    for one in BARRIERS:
        (own_section,) = [section for section in sections if section.startswith(f"{one.label} ({one.label_zh})")]
        acts = [words for act in one.acts for words in (act.point.name, act.point.words, act.words)]
        facts = (f"`{one.name}`", one.words, f"Default: {one.default:.10g} ({one.grade})", one.source, *acts)
        facts += tuple(setting.name for setting in one.settings.declared)
        assert [fact for fact in facts if fact not in own_section] == [], f"barriers.md of docs/generate.py, {one.name}"


def test_the_glossary_says_what_the_projects_own_words_mean() -> None:
    own = generate.PAGES["glossary.md"]().split("## Words of this project\n\n")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in own.splitlines()[2:]]
    assert [len(row) for row in rows] == [3] * len(rows)
    said = {word: (means, ours) for word, means, ours in rows}
    assert len(said) == len(rows)
    asked = (
        "reading", "row (of readings)", "draw", "arm", "law", "docking", "oracle", "pin", "null model", "habit", "coin",
        "ledger", "sharpness", "gate", "purse", "rung", "overlap", "lapse", "scope (of control)", "frontier",
    )  # fmt: skip
    assert said.keys() >= {*asked, "switch, word, form"}
    assert [word for word, (means, _) in said.items() if not 5 < len(means.split()) < 30] == []
    assert [word for word, (_, ours) in said.items() if not re.search(r"[一-鿿]", ours)] == []
    assert said["reading"][1].startswith("解读")  # from the list of terms
    assert said["gate"][1] == "关口"


def test_a_word_of_the_project_has_one_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(glossary_page, "HOUSE", tmp_path / "words.toml")
    for home in ('term = "nowhere"', 'term = "arm"\nzh = "方案"', 'zh = "方案"', ""):
        text = f'[[word]]\nword = "arm"\nmeans = "one policy"\n{home}\n'
        glossary_page.HOUSE.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="'arm': a term of docs/zh/glossary"):
            list(glossary_page.house_words())


def spans(setting: Setting) -> list[str]:
    """The ranges of a setting as pages write them."""
    return [
        f"{low:.10g} to {'no limit' if high >= FINITE_MAX else f'{high:.10g}'}"
        for low, high in (setting.plausible, setting.allowed)
    ]


def stands_in(fact: str, cell: str) -> bool:
    """Whether a cell begins with a fact, or has it as one of several."""
    return cell.startswith(fact) or f"; {fact}" in cell


def test_every_link_between_documents_has_a_target() -> None:
    for link, heading in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", ODD):
        assert not link
        titles = re.findall(r"(?m)^#+ (.*)$", ODD)
        assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
