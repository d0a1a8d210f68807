"""Chinese pages say what the English ones say: the same headings, code, tables, pictures, links and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import chinese
import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.publish import BEGIN, END, Brief, markdown, publish
from sim import Scenario
from sim.experiment import Experiment
from sim.language import _, term
from sim.scenario.settings import SWITCHES

ROOT = Path(__file__).parents[2]
PAGES = chinese.chinese_pages()
WANTED = {
    "README.md",
    "docs/index.md",
    "docs/first_run.md",
    "docs/analysts.md",
    "docs/odd-summary.md",
    "docs/answers.md",
    "docs/faq.md",
}
VERBS = {"run", "leads"}
"""English words of the list that mean other things too in a sentence."""
each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def test_every_page_for_who_decides_is_there_in_chinese() -> None:
    assert {name for name in chinese.counterparts() if not re.search("experiments|gallery", name)} == WANTED
    assert "](README.zh.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "](README.md)" in (ROOT / "README.zh.md").read_text(encoding="utf-8")


@each
def test_a_page_has_what_the_page_has_that_it_follows(page: Path) -> None:
    english, _noted = chinese.followed(page)
    ours, theirs = chinese.outline(page), chinese.outline(english)
    assert ours.levels == theirs.levels
    assert ours.code == theirs.code
    assert ours.tables == theirs.tables
    assert ours.pictures == theirs.pictures
    assert theirs.links - ours.links == {}


@each
def test_a_page_is_not_behind_the_page_that_it_follows(page: Path) -> None:
    english, noted = chinese.followed(page)
    name, own = (one.relative_to(ROOT).as_posix() for one in (english, page))
    assert noted == chinese.digest(english), (
        f"{name} has other headings, code, tables, pictures or links than {own} has followed: bring {own} up to date, "
        "then run `.venv/bin/python docs/chinese.py`"
    )
    assert page.read_text(encoding="utf-8") == chinese.renewed(page), "run `.venv/bin/python docs/chinese.py`"


@each
def test_the_numbers_of_a_page_are_those_of_the_page_that_it_follows(page: Path) -> None:
    english, _noted = chinese.followed(page)
    assert chinese.numbers(page) == chinese.numbers(english)


@each
def test_the_text_of_a_page_is_chinese_with_its_own_punctuation(page: Path) -> None:
    prose = re.sub(r"`[^`]*`|<!--.*?-->|\]\([^)]*\)", "", chinese.FENCE.sub("", page.read_text(encoding="utf-8")))
    letters = re.findall(r"[一-鿿]", prose)
    assert len(letters) > len(re.findall(r"[A-Za-z]+", prose))
    assert re.findall(r".{,9}[一-鿿][,;:!?()].{,9}", prose) == []
    assert re.findall(r"\d %", prose) == []


def terms() -> dict[str, set[str]]:
    """Return the Chinese words of each English term of the list, where it gives as many of the one as of the other."""
    text = (ROOT / "docs" / "zh" / "glossary.md").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in (row for rows in chinese.tables(text) for row in rows[2:]):
        english, ours = (re.split("[,:、：]", re.sub("（.*?）", "", cell)) for cell in row.split("|")[1:3])
        words = {word.strip().removeprefix("已") for word in ours}
        for number, word in enumerate(english):
            found[word.strip()] = {ours[number].strip().removeprefix("已")} if len(ours) == len(english) else words
    return found


def test_the_list_of_terms_has_every_switch_of_structure() -> None:
    text = (ROOT / "docs" / "zh" / "glossary.md").read_text(encoding="utf-8")
    (rows,) = (rows for rows in chinese.tables(text) if rows[0].startswith("| 键 |"))
    assert [row.split("`")[1] for row in rows[2:]] == [switch.name for switch in SWITCHES]


@each
def test_a_page_uses_the_words_of_the_list_of_terms(page: Path) -> None:
    own = page.read_text(encoding="utf-8")
    english = chinese.FENCE.sub("", chinese.followed(page)[0].read_text(encoding="utf-8"))
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", english)
    used = {one: words for one, words in terms().items() if one not in VERBS and re.search(rf"\b{one}s?\b", prose)}
    assert len(used) > 4
    assert {one: words for one, words in used.items() if not any(word in own for word in words)} == {}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: text.replace("## 1. Find the levers", "## 1. Choose levers"), "a heading"),
        (lambda text: text.replace("sim explain market_opening\n", "sim explain openness\n"), "a command"),
        (lambda text: text.replace("\n[All levers](levers.md), ", "\n"), "a link"),
        (lambda text: text.replace("| Clearance staff |", "| Clearance staff | +1 |"), ""),
    ],
)
def test_an_english_page_that_changes_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: Callable[[str], str], what: str
) -> None:
    monkeypatch.setattr(chinese, "ROOT", tmp_path)
    (tmp_path / "docs" / "zh").mkdir(parents=True)
    (tmp_path / "README.zh.md").write_text("", encoding="utf-8")
    text = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
    own = (ROOT / "docs" / "zh" / "analysts.md").read_text(encoding="utf-8")
    page, english = tmp_path / "docs" / "zh" / "analysts.md", tmp_path / "docs" / "analysts.md"
    page.write_text(own, encoding="utf-8")
    english.write_text(text, encoding="utf-8")
    before = chinese.digest(english)
    english.write_text(change(text), encoding="utf-8")
    assert english.read_text(encoding="utf-8") != text
    assert (chinese.digest(english) != before) == bool(what)


@pytest.mark.parametrize("english", sorted(ROOT.glob("experiments/*/analyse.py")), ids=lambda file: file.parent.name)
def test_every_question_has_a_page_in_chinese_with_the_same_commands(english: Path) -> None:
    english, page = english.with_name("README.md"), english.with_name("README.zh.md")
    assert page in chinese.briefs_in_chinese()
    ours, theirs = chinese.outline(page), chinese.outline(english)
    assert (ours.levels, ours.code) == (theirs.levels, theirs.code)
    text = page.read_text(encoding="utf-8")
    before, answer, after = re.split(f"{BEGIN}|{END}", text)
    assert re.search(r"[一-鿿]", answer)
    unread = "No full run is published yet" in english.read_text(encoding="utf-8")
    assert ("尚未翻译" in after) <= unread  # what a person wrote about the runs is translated as soon as there is any
    assert "](README.md)" in after
    assert "](README.zh.md)" in english.read_text(encoding="utf-8")
    assert re.findall(r"\]\(\.\./(\w+)/README\.md", before) == []


def test_an_answer_is_written_in_the_language_of_each_page(tmp_path: Path) -> None:
    for name in ("README.md", "README.zh.md"):
        (tmp_path / name).write_text(f"head\n\n{BEGIN}\nold\n{END}\n\ntail\n", encoding="utf-8")

    def brief() -> Brief:
        table = markdown(pd.DataFrame([{_("city"): term("mianyang"), "n": 3}]))
        return Brief([_("{ahead} of {readings}", ahead=3, readings=4)], {"a": Figure()}, [table], _("the baseline"))

    publish(str(tmp_path / "analyse.py"), brief)
    english, ours = ((tmp_path / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    for text, words in (
        (english, ["3 of 4", "| city |", "(a.svg)"]),
        (ours, ["3/4", "| 城市 |", "绵阳", "(a.zh.svg)"]),
    ):
        assert [word for word in words if word not in text] == []
        assert text.startswith(f"head\n\n{BEGIN}")
        assert text.endswith(f"{END}\n\ntail\n")
        assert "old" not in text
    assert (tmp_path / "a.zh.svg").is_file()
    (tmp_path / "README.zh.md").unlink()
    publish(str(tmp_path / "analyse.py"), brief)
    assert not (tmp_path / "README.zh.md").exists()


def test_figures_of_a_run_are_carried_over(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
    rows = chinese.tables(text)[0][2:]
    other = text.replace(rows[0], "| Clearance staff | +7 | +6 .. +8 | 9 | 30 of 31 | -1.5 |")
    assert "| 增加审批人员 | +7 | +6 .. +8 | 9 | 30/31 | -1.5 |" in chinese.figures(other)
    with pytest.raises(ValueError, match="0 tables"):
        chinese.figures("no table")


def test_the_files_of_the_guide_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "zh" / "analysts.md").read_text(encoding="utf-8")
    files = {found[1]: found[0] for found in re.findall(r"(?s)```toml\n(# (\w+\.toml)\n.*?)```", text)}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert set(files) == {"opening.toml", "opening_with_clerks.toml", "clerks.toml"}
    for name in ("opening.toml", "opening_with_clerks.toml"):
        assert re.search(r"[一-鿿]", Scenario.load(tmp_path / name).title)
    assert Experiment.from_dict(tomllib.loads(files["clerks.toml"])).question.endswith("？")
