"""The page as a reader opens it, from a folder and without a network: every view, every lever, phone and desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim import Scenario
from sim.barriers import BARRIERS
from sim.cli import sim as command
from sim.cli.edge import code_of
from sim.levers import LEVERS
from sim.page import html, pack_of, page_of
from sim.page.messages import messages
from sim.page.settings import as_world
from tests.doors.contrast import contrast
from tests.doors.page.browsers import Opened

pytestmark = pytest.mark.long
LARGEST = 1_500_000  # bytes, that a mail takes without a thought
VIEWS = ("policy", "compare", "deals", "region", "studies", "limits")
TWO = {"levers.graded_declassification.strength": 0.7, "levers.clearance_staff.strength": 0.6}
SURE = "laboratory.lab.pair('transfers_delivered').count === laboratory.lab.readings && !laboratory.pending"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("a folder with spaces") / "lab.html"
    assert code_of(command, ["page", "--out", str(file)]) == 0
    return file


def test_it_opens_from_a_folder_and_says_what_it_may(lab: Path, browser: Any) -> None:
    assert lab.stat().st_size < LARGEST
    with Opened(browser, lab, set=TWO) as one:
        assert "nothing is said of the order before all are in" in one.page.inner_text(".verdict")
        one.readings_in()
        said = one.page.inner_text(".said")
        assert re.search(r"about [\d,]+ more transfers in 10 years than today's policy, in ", said)
        assert re.search(
            r"in (all 32 readings tried|nearly all readings|most readings); nine readings in ten lie between [\d,]+",
            said,
        )
        assert re.search(r"\d\d of 32 readings", said)
        assert re.search(r"It costs about \d+ million yuan; nine readings in ten lie between ", said)
        assert "Do not write: “There will be" in said
        assert {url.partition(":")[0] for url in one.requests} <= {"file", "blob", "data"}
        assert one.faults == []


@pytest.mark.parametrize("name", [lever.name for lever in LEVERS])
def test_a_lever_moved_after_a_finished_run_changes_the_bill_or_says_why_not(
    tiny: Path, browser: Any, name: str
) -> None:
    with Opened(browser, tiny) as one:
        one.until("laboratory.lab.results({}).readings[0]")
        slider = one.page.locator(f"[id='s-levers.{name}.strength']")
        slider.focus()
        slider.press("End")
        one.until("laboratory.lab.results(laboratory.lab.moved).readings[0] && !laboratory.pending")
        assert one.ask("() => laboratory.lab.moved") == {f"levers.{name}.strength": 1}
        before, after = (
            one.ask(f"() => laboratory.lab.results({moved}).readings[0].outcomes.programme_cost_million_yuan")
            for moved in ("{}", "laboratory.lab.moved")
        )
        warned = "does nothing" in one.page.inner_text(".rail")
        assert after != before or warned
        assert warned == any(lever.takes_cities for lever in LEVERS if lever.name == name)


@pytest.mark.parametrize("name", [barrier.name for barrier in BARRIERS])
def test_a_barrier_moved_is_another_world(tiny: Path, browser: Any, name: str) -> None:
    with Opened(browser, tiny) as one:
        slider = one.page.locator(f"[id='s-barriers.{name}']")
        slider.focus()
        slider.press("Home")
        one.until("laboratory.lab.results(laboratory.lab.moved).readings[0] && laboratory.lab.results({}).readings[0]")
        assert one.ask("() => laboratory.lab.moved") == {f"barriers.{name}": 0}
        both = one.ask("() => [{}, laboratory.lab.moved].map((m) => laboratory.lab.results(m).readings[0].outcomes)")
        assert both[0] != both[1]


def test_ghost_history_undo_and_the_link(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        one.ask("() => laboratory.move({'levers.market_opening.strength': 1})")
        one.until("laboratory.lab.results(laboratory.lab.moved).readings.filter(Boolean).length > 4")
        one.ask("() => laboratory.move({'levers.clearance_staff.strength': 0.5})")
        one.until("laboratory.lab.results(laboratory.lab.moved).readings.filter(Boolean).length > 4")
        one.until("document.querySelector('path.ghost')")
        assert len(one.page.locator(".hist li").all()) == 3
        link = one.page.url
        with Opened(browser, tiny) as other:
            other.page.goto(link)
            other.page.reload()
            other.until("globalThis.laboratory && document.body.dataset.drawn > 1")
            assert other.ask("() => laboratory.lab.moved") == {"levers.clearance_staff.strength": 0.5}
        one.page.get_by_role("button", name="Undo").click()
        one.until("Object.keys(laboratory.lab.moved)[0] === 'levers.market_opening.strength'")
        assert one.faults == []


def test_the_saved_setting_is_the_same_world(lab: Path, browser: Any, tmp_path: Path) -> None:
    moved = {**TWO, "levers.clearance_staff.start_quarter": 56, "barriers.secrecy": 0.4}
    moved["shocks"] = [{"quarter": 60, "key": "barriers.market_separation", "value": 0.3}]
    with Opened(browser, lab, set=moved) as one:
        with one.page.expect_download() as waiting:
            one.ask("() => laboratory.save()")
        waiting.value.save_as(tmp_path / "setting.toml")
        text = (tmp_path / "setting.toml").read_text(encoding="utf-8")
        assert Scenario.load(tmp_path / "setting.toml") == as_world(moved, Scenario.load("baseline"))
        assert 'extends = "baseline"' in text
        one.ask("() => laboratory.move({})")
        one.page.locator(".rail input[type=file]").set_input_files(tmp_path / "setting.toml")
        one.until("Object.keys(laboratory.lab.moved).length > 0")
        assert one.ask("() => laboratory.lab.moved") == moved


def test_another_form_is_taken_by_every_setting_and_goes_into_link_and_file(
    lab: Path, browser: Any, tmp_path: Path
) -> None:
    moved = {"levers.major_projects.strength": 0.5}
    with Opened(browser, lab, view="limits", set=moved) as one:
        one.until("laboratory.lab.results({}).readings[0] && laboratory.lab.results(laboratory.lab.moved).readings[0]")
        levels = "() => [{}, laboratory.lab.moved].map((m) => laboratory.lab.results(m).readings[0].outcomes)"
        before = one.ask(levels)
        one.page.locator("summary", has_text="hang together").click()
        one.page.locator("[id='w-gates-weakest']").check()
        one.until("laboratory.lab.results({}).readings[0] && laboratory.lab.results(laboratory.lab.moved).readings[0]")
        assert all(old != new for old, new in zip(before, one.ask(levels), strict=True))
        assert "who gets through the narrowest gets through all" in one.page.inner_text("[role=status]")
        one.ask("() => laboratory.go('policy')")
        one.until("!laboratory.pending")
        one.page.locator("button.nm", has_text="Major projects").click()
        one.page.locator("[id='n-levers.major_projects.fields.aviation']").check()
        one.until("laboratory.lab.moved['levers.major_projects.fields'] && !laboratory.pending")
        assert one.page.locator("[id='n-levers.major_projects.fields.aviation']").is_checked()
        with one.page.expect_download() as waiting:
            one.ask("() => laboratory.save()")
        waiting.value.save_as(tmp_path / "setting.toml")
        moved = {**moved, "levers.major_projects.fields": ["aviation"]}
        world = as_world(moved, Scenario.load("baseline"), {"gates": "weakest"})
        assert Scenario.load(tmp_path / "setting.toml") == world
        link = one.page.url
        one.ask("() => { laboratory.takeForm({}); laboratory.move({}); }")
        one.page.locator(".rail input[type=file]").set_input_files(tmp_path / "setting.toml")
        one.until("laboratory.lab.form.gates === 'weakest' && !laboratory.pending")
        assert one.ask("() => laboratory.lab.moved") == moved
        one.page.goto(link)
        one.page.reload()
        one.until("globalThis.laboratory && document.body.dataset.drawn > 1")
        assert one.ask("() => [laboratory.lab.form, laboratory.lab.moved]") == [{"gates": "weakest"}, moved]
        assert one.faults == []


def test_a_wrong_file_is_said_with_its_lines_and_changes_nothing(tiny: Path, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[barriers]\nsecrcy = 0.2\nsecrecy = 1.4\n[levers.clerks]\nstrength = 1\nwhat\n", encoding="utf-8")
    with Opened(browser, tiny) as one:
        one.page.locator(".rail input[type=file]").set_input_files(file)
        one.until("document.querySelectorAll('.trouble p').length === 4")
        said = one.page.inner_text(".trouble")
        assert "line 2: barriers.secrcy is no setting of this page; did you mean barriers.secrecy?" in said
        assert "line 3: barriers.secrecy = 1.4 is not allowed; a number from 0 to 1" in said
        assert "line 5: there is no lever clerks" in said
        assert "line 6: what is no key with a value" in said
        assert one.ask("() => laboratory.lab.moved") == {}


def test_everything_as_one_page_replays(tiny: Path, browser: Any, tmp_path: Path) -> None:
    with Opened(browser, tiny, set={"levers.market_opening.strength": 1}) as one:
        with one.page.expect_download() as waiting:
            one.ask("() => laboratory.saveAll()")
        waiting.value.save_as(tmp_path / "kept.html")
    with Opened(browser, tmp_path / "kept.html") as again:
        assert again.ask("() => laboratory.lab.moved") == {"levers.market_opening.strength": 1}
        again.until("laboratory.lab.results(laboratory.lab.moved).readings[0]")
        assert again.faults == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_view_scrolls_sideways(tiny: Path, browser: Any, view: str, language: str) -> None:
    with Opened(browser, tiny, 1440, 900, view=view, lang=language, set=TWO) as one:
        one.until("laboratory.lab.results(laboratory.lab.moved).readings.filter(Boolean).length > 3")
        for width in (360, 390, 768, 1024, 1440):
            one.page.set_viewport_size({"width": width, "height": 800})
            one.page.wait_for_timeout(150)
            assert one.ask("() => document.documentElement.scrollWidth") <= width, f"{view} at {width}"
        assert one.faults == []


@pytest.mark.parametrize("dark", ["0", "1"])
def test_letters_stand_out(tiny: Path, browser: Any, dark: str) -> None:
    names = ["--ink", "--soft", "--good", "--bad", "--accent", "--c0", "--c1", "--c2", "--c3", "--c4", "--c5"]
    with Opened(browser, tiny, dark=dark) as one:
        style = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
        ground = [one.ask(style, name) for name in ("--card", "--ground")]
        for name in names:
            for other in ground[: 2 if name in ("--ink", "--soft") else 1]:
                assert contrast(one.ask(style, name), other) >= 4.5, name


TEXTS = """() => {
  const found = [], walk = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  const elsewhere = "pre, code, cite, script, title, .verdict, tspan";
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest(elsewhere)) found.push(walk.currentNode.textContent.trim());
  for (const e of document.querySelectorAll("#app .verdict, #app text:has(tspan)")) found.push(e.textContent);
  for (const e of document.querySelectorAll("#app [aria-label]")) found.push(e.getAttribute("aria-label"));
  return found.filter(Boolean); }"""
DATA = re.compile(r"[\s\d.,:;·•/%+−–—()\[\]✕⤓☀☾▾▲→…\"'-]|CSV|SVG|PNG|English|Q[1-4]|million yuan|toml")


def test_every_visible_text_is_a_message(browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language that puts every message between marks, nothing but data stands outside of them."""
    marked = {key: f"⟦{key.rpartition(chr(4))[2]}⟧" for key in messages("zh")}
    marked["a unit of money, and how many million yuan it is\u00041 million yuan"] = "1 ⟦million yuan⟧"
    monkeypatch.setattr(html, "messages", lambda language: marked)
    file = tmp_path / "marked.html"
    file.write_text(page_of(pack_of(Scenario.load("tiny"))), encoding="utf-8")
    region = Scenario.load("tiny").region
    names = {one.name_zh for one in region.cities} | {one.label_zh for one in region.fields.fields}
    outside: set[str] = set()
    count = 0
    for view in VIEWS:
        with Opened(browser, file, view=view, lang="zh", set=TWO) as one:
            one.until(SURE)
            for text in one.ask(TEXTS):
                left = text
                while (less := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
                    left = less
                count += 1
                left = DATA.sub("", left)
                if text.startswith("⟦") and text.endswith("…"):
                    continue  # a name that was cut to its place
                if left and left not in names:
                    outside.add(f"{view}: {text}")
    assert count > 500
    assert outside == set()
