"""All that is said has a translation, of the same places, and no module asks which language is spoken."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import TypeGuard

import pytest
from babel.messages.catalog import Catalog

from experiments.publish import shown_in
from exporting import spoken
from exporting.words import renewed as page_renewed
from exporting.words import text_of
from sim.analysis.wording import UNITS, VERDICTS
from sim.joints import joined
from sim.language import (
    ARM,
    CHINESE,
    MARKS,
    OFFERED,
    PSEUDO,
    _,
    _n,
    language,
    listed,
    money,
    quarters,
    speaking,
    term,
    unit_of_money,
)
from sim.page.messages import LANGUAGES
from sim.scenario.resolve import all_keys

RENEW = (
    "say it in Chinese too: run `.venv/bin/python -m exporting.words`, which lists new texts in "
    "sim/locale/zh_CN/LC_MESSAGES/sim.po (those of the page in sim/page/locale/zh_CN.po), fill in what is empty there, "
    "and run it again; terms are those of docs/zh/glossary.md"
)
CHINESE_LETTER = re.compile("[\u4e00-\u9fff]")
SIM = Path(spoken.__file__).parents[1] / "sim"
ASKS = re.compile(r"""[=!]= ["'](zh|en|pseudo)["']|["'](zh|en)["'] [=!]=|\bif zh\b|\bin \(["']zh""")
SAID = {"_", "_n", "_c", "N_", "term", "sentences", "said"}
ROOMS = ("analysis", "statistics", "store", "scenario", "experiment", "page", "model", "cli", "report", "declared.py")
"""Rooms whose errors a person meets."""
OF_THE_MACHINE = ("OSError", "AttributeError", "ModuleNotFoundError", "AssertionError", "KeyboardInterrupt")


@pytest.fixture(scope="module")
def catalogues() -> tuple[Catalog, Catalog]:
    page = page_renewed(CHINESE)
    return page, spoken.renewed(CHINESE, page)


def test_nothing_is_without_a_translation(catalogues: tuple[Catalog, Catalog]) -> None:
    _page, said = catalogues
    assert len(said) > 1000
    assert [one.id for one in said if one.id and (not first(one.string) or one.fuzzy)] == [], RENEW


def test_what_is_read_at_run_time_is_made_of_the_catalogues(catalogues: tuple[Catalog, Catalog]) -> None:
    folder = spoken.folder_of(LANGUAGES[CHINESE])
    assert (folder / spoken.SOURCE).read_text(encoding="utf-8") == text_of(catalogues[1]), RENEW
    assert (folder / spoken.COMPILED).read_bytes() == spoken.compiled(*catalogues), RENEW


def test_a_translation_has_the_places_of_its_message(catalogues: tuple[Catalog, Catalog]) -> None:
    click = {first(message) for message, _context in spoken.of_click()}
    for one in catalogues[1]:
        if one.id and first(one.id) not in click:  # Click's plurals have places that their singulars lack
            of, to = (places(given if isinstance(given, str) else given[-1]) for given in (one.id, one.string))
            assert of == to, one.id


def test_chinese_has_its_own_punctuation(catalogues: tuple[Catalog, Catalog]) -> None:
    for one in catalogues[1]:
        text = first(one.string)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?] ?[\u4e00-\u9fff]", text), text
        assert not re.search(r"\d %", text), text


NAMES_OF_CALLS = {"_": (0,), "N_": (0,), "_n": (0, 1), "_c": (1,)}


def test_no_message_is_overlooked_by_the_extractor(catalogues: tuple[Catalog, Catalog]) -> None:
    known = {text for one in (entry for both in catalogues for entry in both) for text in texts_of(one.id)}
    known |= {english for _context, english in spoken.named()}
    overlooked = []
    for path in sorted(SIM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            for place in NAMES_OF_CALLS.get(getattr(getattr(node, "func", None), "id", ""), ()):
                given = node.args[place : place + 1] if isinstance(node, ast.Call) else []
                said = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                overlooked += [f"{path.relative_to(SIM)}: {text}" for text in said if text and text not in known]
    assert overlooked == [], "stand it on a line of its own: Babel reads no message within the places of another"


def texts_of(given: object) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given) if isinstance(given, tuple | list) else ()


@pytest.mark.parametrize(
    ("message", "places", "said"),
    [
        ("须为{allowed}", {"allowed": "1 至 40"}, "须为 1 至 40"),
        ("须为 {allowed}", {"allowed": "文本"}, "须为文本"),
        ("{low} 至 {high}", {"low": "1.8", "high": "无上限"}, "1.8 至无上限"),
        ("{low} 至 {high}", {"low": "1 万元", "high": "2 万元"}, "1 万元至 2 万元"),
        ("与{one}相比", {"one": "reform package"}, "与 reform package 相比"),
        ("*{policy}*使其增加", {"policy": "市场开放 1.00"}, "*市场开放 1.00 *使其增加"),
        ("增加{gain}（{low}）", {"gain": "+5", "low": "甲"}, "增加 +5（甲）"),
        ("{count:,} 个{unit}", {"count": 1600, "unit": "解读"}, "1,600 种解读"),
        ("{name!r:.4}：{found}", {"name": "a b", "found": "x: y  z"}, "'a b：x: y  z"),
    ],
)
def test_parts_of_a_chinese_text_are_joined_by_one_rule(message: str, places: dict[str, object], said: str) -> None:
    assert joined(message, places, "个解读 种解读") == said


def test_no_message_is_said_twice_in_two_ways(catalogues: tuple[Catalog, Catalog]) -> None:
    page, said = ({(one.context, first(one.id)) for one in catalogue if one.id} for catalogue in catalogues)
    assert page & said == set()


def test_no_module_asks_which_language_is_spoken() -> None:
    for path in sorted(SIM.rglob("*.py")):
        name = path.relative_to(SIM).as_posix()
        if name == "language.py":
            continue
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if ASKS.search(line)]
        assert lines == [], name


def test_every_error_that_a_person_meets_is_a_message() -> None:
    paths = [path for room in ROOMS for path in ([SIM / room] if room.endswith(".py") else (SIM / room).rglob("*.py"))]
    raised = [(path, node) for path in paths for node in ast.walk(ast.parse(path.read_bytes())) if is_raise(node)]
    assert len(raised) > 200
    found = {f"{path.relative_to(SIM)}:{node.lineno}": plain_texts(node.exc) for path, node in raised}
    assert {place: texts for place, texts in found.items() if texts} == {}, "say it by `_` of sim.language"


def is_raise(node: ast.AST) -> TypeGuard[ast.Raise]:
    named = node.exc.func if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) else None
    return named is not None and getattr(named, "id", "") not in OF_THE_MACHINE


def plain_texts(node: ast.AST | None) -> list[str]:
    """Return the texts of more than one word that stand in an expression outside a message."""
    if node is None or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID):
        return []
    if isinstance(node, ast.JoinedStr):
        node = ast.Constant("".join(str(part.value) for part in node.values if isinstance(part, ast.Constant)))
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and re.search("[a-z]{2} [a-z]{2}", node.value) else []
    parts = list(ast.iter_child_nodes(node))
    place = getattr(getattr(node, "func", None), "id", "") == "Problem"  # its first says where, not what
    return [text for part in parts[2 if place else 0 :] for text in plain_texts(part)]


def test_every_key_is_explained_in_the_language() -> None:
    english = all_keys()
    with speaking(CHINESE):
        chinese = all_keys()
    names = [name for name, key in chinese.items() if not CHINESE_LETTER.search(key.words + key.allowed)]
    assert names == []
    assert [name for name, key in chinese.items() if key.words == english[name].words] == []
    assert all_keys() is english


def test_a_name_of_a_user_s_own_arm_stays_as_it_is() -> None:
    with speaking(CHINESE):
        assert [term(name) for name in ("none", "cost", "secrecy")] == ["无", "费用", "保密制度"]
        assert [term(name, ARM) for name in ("none", "cost", "my_own")] == ["none", "cost", "my own"]
        assert term("fund_pool", ARM) == term("fund_pool")
        assert term("reform_package", ARM) == term("reform_package") != "reform package"


def test_an_amount_has_the_unit_of_its_language() -> None:
    assert money("960", 960.0) == "960 million yuan"
    assert quarters("+0.5", 0.5) == "+0.5 quarters"
    assert listed(["a", "b", "c"]) == "a, b and c"
    with speaking(CHINESE):
        assert money("960", 960.0) == "9.6 亿元"
        assert money("31", 30.9) == "3,100 万元"
        assert money("45,443", 45443.2) == "454 亿元"
        assert money("-", float("nan")) == "-"
        assert quarters("+0.5", 0.5) == "+1.5 个月"
        assert [quarters("+0.2", 0.228), quarters("-2.2", -2.19)] == ["+0.7 个月", "-6.6 个月"]
        assert quarters("0", 0.000106) == "0 个月"
        assert money("0.0", 0.04) == "0 万元"
        assert [unit_of_money(million) for million in (0.0, 99.0, -100.0)] == [(0.01, "万元")] * 2 + [(100.0, "亿元")]
        assert listed(["甲", "乙", "丙"]) == "甲、乙和丙"
        assert term("missing_coordination_body") == "跨区域协调机构缺失"
        assert term("a_users_own") == "a users own"
    assert language() == "en"


def test_what_a_figure_of_an_answer_shows_is_said_in_the_language_of_its_page() -> None:
    pages = sorted(spoken.EXPERIMENTS.glob("*/README.md"))
    names = {name for page in pages for name in re.findall(r"\]\((\w+)\.svg\)", page.read_text(encoding="utf-8"))}
    assert {"arms", "spin_on"} <= names
    with speaking(CHINESE):
        assert not [name for name in names if not CHINESE_LETTER.search(shown_in(name))]


def test_plurals_are_the_language_s_own() -> None:
    said = [_n("{count:,} run", "{count:,} runs", count) for count in (1, 2)]
    assert said == ["1 run", "2 runs"]
    with speaking(CHINESE):
        assert _n("{count:,} run", "{count:,} runs", 2) == "2 次运行"


def test_the_pseudo_language_leaves_what_fills_a_place_outside_the_marks() -> None:
    with speaking(PSEUDO):
        text = _("{one} beats {other}", one="A", other="B")
    assert text == f"A{MARKS[0]} beats {MARKS[1]}B"


def test_verdicts_and_units_are_messages() -> None:
    for tongue in OFFERED:
        with speaking(tongue):
            told = [_(text, unit="") for text in VERDICTS.values()]
            assert len(set(told)) == len(told)
            assert all(_(one) for pair in UNITS.values() for one in pair)


def first(given: object) -> str:
    return given if isinstance(given, str) else str(given[0]) if isinstance(given, tuple | list) and given else ""


def places(text: str) -> list[str]:
    """Return the places of a text with how they are written, in a fixed order."""
    found = string.Formatter().parse(re.sub(r"%\(\w+\)s", "", text))
    return sorted(f"{name}!{conversion}:{spec}" for _text, name, spec, conversion in found if name is not None)
