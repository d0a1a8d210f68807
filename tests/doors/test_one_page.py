"""The model on one page is one page: printed on A4 in both languages, and what it names is what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS, Barrier
from sim.levers import LEVERS, Lever
from sim.scenario.settings import SWITCHES

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (DOCS / name for name in ("odd-summary.md", "zh/odd-summary.md"))
STYLE = """
@page { size: A4; margin: 16mm }
body { font: 9.5pt/1.35 "Noto Sans CJK SC", sans-serif; margin: 0 }
h1 { font-size: 14pt; margin: 0 0 2mm }
p { margin: 0 0 1.8mm }
table { border-collapse: collapse; margin: 0 0 1.8mm; width: 100% }
th, td { border: 0.5px solid #999; padding: 0.2mm 1.2mm; text-align: left; vertical-align: top }
td:first-child, th:first-child { white-space: nowrap }
"""
"""Letters of 9.5 points and margins of 16 mm: as small as may be read with ease."""
each = pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["English", "Chinese"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from tests.doors.page.browsers import chromium  # skips the test, and not this file, where there is no playwright

    with chromium() as one:
        yield one


def sheets(browser: Any, text: str) -> int:
    """Return how many sheets of A4 a text of Markdown takes when it is printed."""
    page = browser.new_page()
    html = MarkdownIt("commonmark").enable("table").render(text)
    page.set_content(f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{html}')
    printed: bytes = page.pdf(prefer_css_page_size=True)
    page.close()
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@each
def test_the_model_on_one_page_is_one_page(browser: Any, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sheets(browser, text) == 1, f"{page.name} is longer than a page of A4: shorten it"
    assert sheets(browser, text + text) == 2  # that a longer one would be noticed


def test_it_names_every_lever_and_barrier_in_both_languages() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in (ENGLISH, CHINESE))
    plain = re.sub(r"\s+", " ", english).casefold()
    named: tuple[Lever | Barrier, ...] = (*LEVERS, *BARRIERS)
    assert [one.name for one in named if one.label.casefold() not in plain] == []
    assert [one.name for one in named if one.label_zh not in chinese] == []
    assert f"**{len(LEVERS)} levers**" in english
    assert f"{len(SWITCHES)} switches" in plain
    for one in BARRIERS:
        assert f"| {one.label.lower()}, {one.default:g} |" in english


def test_its_years_and_counts_are_those_of_the_baseline() -> None:
    base = Scenario.load("baseline")
    english = re.sub(r"\s+", " ", ENGLISH.read_text(encoding="utf-8"))
    first, quarters = base.run.start_year, base.run.quarters
    assert f"{quarters} quarters, {first} to {first + quarters // 4 - 1}" in english
    assert f"outcomes count from {base.run.policy_year} on" in english
    least, most = (int(one.replace(",", "")) for one in re.findall(r"opens ([\d,]+) to ([\d,]+) deals", english)[0])
    record = CollaborationModel(base, seed=0).run().record()
    assert least <= len(record.deals) <= most
