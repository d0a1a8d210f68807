"""Mesa's viewer and the served page in a real browser: nothing comes from elsewhere, and foreign pages stay out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")

from sim.app.mesa_page import TABS  # noqa: E402
from tests.doors.app.browser import PICTURES, find, serving  # noqa: E402

PATIENCE = 30_000  # milliseconds: the machine may be busy with other tests


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    find()
    patch = pytest.MonkeyPatch()
    patch.chdir(tmp_path_factory.mktemp("started here"))
    with serving("tiny") as url:
        yield url
    patch.undo()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    one = context.new_page()
    one.set_default_timeout(PATIENCE)
    one.foreign, one.faults = [], []
    one.on("request", lambda asked: one.foreign.append(asked.url) if foreign(asked.url) else None)
    one.on("pageerror", lambda error: one.faults.append(str(error)))
    one.on("console", lambda said: one.faults.append(said.text) if said.type == "error" else None)
    one.goto(address)
    one.wait_for_selector(".rail")
    yield one
    assert one.foreign == []
    assert one.faults == []
    context.close()


def foreign(url: str) -> bool:
    return urlsplit(url).hostname not in ("127.0.0.1", None)


def picture(page: Any, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.mouse.move(5, 5)
    page.wait_for_timeout(300)
    page.screenshot(path=str(PICTURES / f"{name}.png"))


OVERLAPS = """() => {
  const cards = [...document.querySelectorAll(".lab-card")].map((one) => one.getBoundingClientRect());
  const common = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
  const over = (a, b) => common(a, b, "left", "right") > 1 && common(a, b, "top", "bottom") > 1;
  return cards.flatMap((a, i) => cards.slice(i + 1).filter((b) => over(a, b))).length;
}"""


def test_mesas_own_viewer_runs_the_same_model(page: Any, address: str) -> None:
    page.goto(f"{address}mesa")
    page.get_by_role("button", name="Step").click()
    page.wait_for_selector("text=/(Step|Time): 1/")
    page.wait_for_selector("svg.picture")
    picture(page, "mesa")
    for name, panels in TABS.items():
        page.get_by_role("tab", name=name).click()
        page.wait_for_function(f"document.querySelectorAll('.lab-card').length === {len(panels)}")
        page.wait_for_timeout(500)
        assert page.evaluate(OVERLAPS) == 0, name
    assert page.locator(".v-tabs:visible").count() == 1


def test_what_is_set_in_groups_is_taken_up_by_reset(page: Any, address: str) -> None:
    page.goto(f"{address}mesa")
    card = page.locator(".v-card", has_text="How strong the barriers are").last
    slider = card.locator(".v-input", has_text="Secrecy").get_by_role("slider")
    slider.focus()
    slider.press("Home")
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Step").click()
    page.wait_for_selector("text=/(Step|Time): 1/")
    page.get_by_role("tab", name="Barriers").click()
    page.wait_for_selector(".lab-card canvas")
    charts = page.evaluate(  # what the charts were given
        "() => [...document.querySelectorAll('.lab-chart')].map((one) => JSON.parse(one.__vue__.option).series)"
    )
    secrecy = next(one for series in charts for one in series if one["name"] == "Secrecy")
    assert secrecy["data"][0] == 0.0


def test_a_foreign_page_cannot_open_a_socket(page: Any, address: str) -> None:
    page.route("http://evil.test/", lambda route: route.fulfill(body="<p>hello</p>", content_type="text/html"))
    stranger = page.context.new_page()
    stranger.route("http://evil.test/", lambda route: route.fulfill(body="<p>hello</p>", content_type="text/html"))
    stranger.goto("http://evil.test/")
    socket = address.replace("http", "ws") + "jupyter/api/kernels/1/channels?session_id=1"
    opened = stranger.evaluate(
        "url => new Promise(done => { const one = new WebSocket(url);"
        " one.onopen = () => done(true); one.onerror = () => done(false); })",
        socket,
    )
    assert opened is False
    stranger.close()


def until(page: Any, condition: str, seconds: float = 120) -> None:
    """Wait until a condition holds in the page."""
    ends = time.monotonic() + seconds
    while not page.evaluate(f"() => !!({condition})"):
        assert time.monotonic() < ends, condition
        time.sleep(0.1)


def test_a_comparison_is_started_followed_and_its_report_opened(page: Any) -> None:
    until(page, "globalThis.laboratory && laboratory.lab.results({}).readings[0]")
    for name in ("graded_declassification", "clearance_staff"):
        page.evaluate("moved => laboratory.move(moved)", {f"levers.{name}.strength": 0.7})
    page.evaluate("() => laboratory.go('studies')")
    for field, value in (("f-name", "two-policies"), ("f-arms", "14")):
        page.fill(f"#{field}", value)
        page.press(f"#{field}", "Tab")
    assert '[arms."Clearance staff at 0.70"]' in page.locator("pre").first.text_content()
    page.get_by_role("button", name="Start").click()
    mine = "laboratory.state.studies.list?.find((one) => one.name === 'two-policies')"
    until(page, f"{mine} && {mine}.done === {mine}.runs && {mine}.failed === 0 && !{mine}.running")
    page.get_by_role("button", name="Write the report").click()
    until(page, f"{mine}.report")
    page.wait_for_selector("a[href='/studies/two-policies/report.html']")
    until(page, "document.querySelector('section img')?.naturalWidth > 100")


def test_a_wrong_cell_is_corrected_where_it_is_said_and_the_region_opens(page: Any) -> None:
    until(page, "globalThis.laboratory && laboratory.lab.results({}).readings[0]")
    page.evaluate("() => laboratory.go('region')")
    page.get_by_role("button", name="Edit cells and map").click()
    page.fill("#cell-1-military", "8.5")
    page.press("#cell-1-military", "Tab")
    page.get_by_role("button", name="Run with this region").click()
    wrong = page.locator("input[aria-label*='n_military_orgs']")
    wrong.wait_for()
    assert page.url.count("region=") == 0
    page.faults.clear()  # the refusal, which the browser notes
    wrong.fill("33")
    wrong.press("Tab")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/?region=*")
    until(page, "globalThis.laboratory && laboratory.lab.about.catalogue.cities[1].military === 33")
    assert page.evaluate("() => laboratory.lab.about.catalogue.cities[1].grades.military_organisations") == "assumption"


LATIN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const e = walk.currentNode.parentElement;
    const seen = !e.closest("style, script, title") && e.getClientRects().length;
    if (seen) found.push(walk.currentNode.textContent.trim()); }
  return found.filter((text) => /[A-Za-z]{2}/.test(text)); }"""


def test_the_viewer_speaks_chinese_and_its_drawer_leaves_room_on_a_phone(chromium: Any, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        with serving("tiny", TRANSFER_LAB_LANGUAGE="zh") as url:
            context = chromium.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{url}mesa")
            page.get_by_role("button", name="单步").click()
            page.get_by_text("已运行 1 个季度").wait_for()
            assert page.evaluate("document.documentElement.lang") == "zh-CN"
            picture(page, "mesa-zh-phone")
            page.mouse.click(380, 600)  # beside the drawer, which this shuts
            for place in range(len(TABS)):
                page.get_by_role("tab").nth(place).click()
                page.wait_for_timeout(500)
                assert page.evaluate(LATIN) == []
            context.close()
