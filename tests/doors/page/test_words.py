"""What a page says: every message is translated, sentences are those of Python, and nothing is decided by language."""

from __future__ import annotations

import json
import re
import string
from typing import Any

import pytest

from exporting.words import json_of, messages, renewed, text_of
from sim.analysis.claim import Counted, claim
from sim.joints import joined
from sim.page.bundle import WEB, script_of
from sim.page.messages import LANGUAGES, LOCALE
from sim.page.messages import messages as translations
from sim.page.verdicts import verdicts
from sim.statistics import FEWEST
from tests.doors.page.browsers import chromium

RENEW = "python -m exporting.words, then translate what is new"
LOOKED_FOR = re.compile(r'(?<![\w.])_\(\s*"((?:[^"\\]|\\.)*)"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_the_catalogue_is_of_these_sources(language: str) -> None:
    catalogue = renewed(language)
    assert [one.id for one in catalogue if one.id and (not one.string or one.fuzzy)] == [], RENEW
    name = LANGUAGES[language]
    assert (LOCALE / f"{name}.po").read_text(encoding="utf-8") == text_of(catalogue), RENEW
    assert (LOCALE / f"{name}.json").read_text(encoding="utf-8") == json_of(catalogue), RENEW


def test_the_extractor_overlooks_no_message() -> None:
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in messages() if one.id}
    written = {
        json.loads(f'"{found}"') for path in WEB.glob("*.js") for found in LOOKED_FOR.findall(path.read_text("utf-8"))
    }
    assert len(written) > 200
    assert written - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    for one in renewed(language):
        if not one.id:
            continue
        of, to = (given if isinstance(given, str) else given[-1] for given in (one.id, one.string))
        assert places(of) == places(to), of
        assert of.count("*") == to.count("*"), of


def places(text: str) -> set[str | None]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name}


def test_no_module_asks_which_language_it_is() -> None:
    for path in sorted(WEB.glob("*.js")):
        asked = [line for line in path.read_text("utf-8").splitlines() if re.search(r'spoken\(\) [!=]== "', line)]
        assert [line for line in asked if "lang" not in line and "? 6.8" not in line] == [], path.name


CASES: list[tuple[Counted, int]] = [
    (Counted(2000.0, 2000.0 + mean, mean, low, high, ahead, ties, count), readings)
    for mean, low, high in ((812.34, 480.2, 1203.9), (-35.5, -90.1, -4.2), (3.25, -20.0, 31.0), (0.0, 0.0, 0.0))
    for ahead, ties, count, readings in (
        (32.0, 0, 32, 32),
        (29.0, 0, 32, 32),
        (24.0, 0, 32, 32),
        (16.5, 1, 32, 32),
        (5.0, 0, 32, 32),
        (7.0, 0, 8, 32),
        (14.0, 0, 14, 14),
        (16.0, 32, 32, 32),
        (4.0, 0, 6, 6),
    )
]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_page_says_what_python_says(language: str) -> None:
    words = {} if language == "en" else translations(language)
    filled = str.format_map if language == "en" else joined
    told = [
        claim("A", "B", pair, count, 10.0, lambda text, places: filled(str(words.get(text, text)), places))
        for pair, count in CASES
    ]
    script = script_of("claim.js").replace("})();\n", "", 0).rstrip().removesuffix("})();") + "return modules;\n})()"
    ask = """({script, words, language, verdicts, cases}) => {
      const modules = (0, eval)(script);
      modules["say.js"].know({[language]: words});
      modules["say.js"].speak(language);
      return cases.map(([pair, readings]) => modules["claim.js"].claim({verdicts}, "A", "B", pair, readings, 10));
    }"""
    cases = [[{**{name: getattr(pair, name) for name in Counted.__slots__}, "diffs": []}, n] for pair, n in CASES]
    given: dict[str, Any] = {"script": script, "words": words, "language": language, "verdicts": verdicts()}
    with chromium() as browser:
        page = browser.new_page()
        assert page.evaluate(ask, {**given, "cases": cases}) == told
    assert len(CASES) >= 30
    kinds = {re.sub(r"[\d.,−:]+", "#", one) for one in told}
    assert len(kinds) >= 6, kinds
    assert any(str(FEWEST) in one for one in told)
