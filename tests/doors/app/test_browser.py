"""The page in a real browser, without a network: every control is used once, and nothing comes from elsewhere.

What the server holds is read back from the page: the clock, the figures, and the link that states the whole setting.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")

from sim.model import CollaborationModel  # noqa: E402
from sim.scenario import Scenario  # noqa: E402
from tests.doors.app.browser import PICTURES, ROOT, find, serving  # noqa: E402

PATIENCE = 30_000  # milliseconds: the machine may be busy with other tests
SIZES = {"small": (1280, 800), "large": (1920, 1080)}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    find()
    with serving("tiny") as url:
        yield url


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
    one.wait_for_selector("button.play")
    yield one
    assert one.foreign == []
    assert one.faults == []
    context.close()


def foreign(url: str) -> bool:
    return urlsplit(url).hostname not in ("127.0.0.1", None)


def clock(page: Any, said: str) -> None:
    page.wait_for_function(f"document.querySelector('.lab-clock').textContent.includes({said!r})")


def settled(page: Any, what: str) -> None:
    page.wait_for_function(f"() => {what}")


def shared(page: Any) -> dict[str, list[str]]:
    """Read the whole setting off the link that the page offers."""
    page.click("button.share")
    link = page.locator(".lab-copy input").input_value()
    page.click("button.close")
    return parse_qs(urlsplit(link).query)


def set_range(page: Any, name: str, value: str) -> None:
    page.locator(f"[data-name='{name}'] input[type=range]").fill(value)


def set_number(page: Any, name: str, value: str) -> None:
    page.locator(f"[data-name='{name}'] input[type=number]").fill(value)
    page.keyboard.press("Tab")


def figure(page: Any, name: str) -> str:
    return str(page.locator(f".lab-figure[data-name={name}] b").first.inner_text())


def picture(page: Any, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.mouse.move(5, 5)
    page.wait_for_timeout(300)
    page.screenshot(path=str(PICTURES / f"{name}.png"))


def test_the_run_loop(page: Any) -> None:
    page.click("button.step")
    clock(page, "quarter 1 of 24")
    page.click("button.year")
    clock(page, "quarter 5 of 24")
    page.click("button.policy")
    clock(page, "quarter 8 of 24")
    page.locator("[data-name=speed] select").select_option("8")
    page.click("button.play")
    clock(page, "quarter 10 of 24")
    page.click("button.play")
    page.click("button.end")
    clock(page, "finished")
    outcomes = CollaborationModel(Scenario.load("tiny"), seed=0).run().outcomes()
    assert figure(page, "transfers_delivered") == f"{outcomes['transfers_delivered']:.0f}"
    page.click("button.reset")
    clock(page, "quarter 0 of 24")


def test_the_keys(page: Any) -> None:
    page.locator(".lab-sub").click()
    page.keyboard.press("ArrowRight")
    clock(page, "quarter 1 of 24")
    page.keyboard.press("y")
    clock(page, "quarter 5 of 24")
    page.keyboard.press("p")
    clock(page, "quarter 8 of 24")
    page.keyboard.press(" ")
    settled(page, "document.querySelector('button.play').textContent.includes('Pause')")
    page.keyboard.press(" ")
    settled(page, "document.querySelector('button.play').textContent.includes('Play')")
    page.keyboard.press("e")
    clock(page, "finished")
    page.keyboard.press("r")
    clock(page, "quarter 0 of 24")


def test_a_slider_moves_by_key_and_shows_what_it_means(page: Any) -> None:
    slider = page.locator("[data-name='barriers.secrecy'] input")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    settled(page, "document.querySelector(\"[data-name='barriers.secrecy'] output\").textContent.trim() === '0.64'")
    assert shared(page)["a.barriers.secrecy"] == ["0.64"]
    page.locator("[data-name='barriers.secrecy'] .lab-info").hover()
    tip = page.locator(".lab-tip")
    assert "Acts at:" in tip.inner_text()
    assert "Source:" in tip.inner_text()


def test_scenario_seed_barriers_and_levers(page: Any) -> None:
    page.locator("[data-name=scenario] select").select_option("openness")
    clock(page, "quarter 0 of 60")
    page.locator("[data-name=scenario] select").select_option("tiny")
    clock(page, "quarter 0 of 24")
    set_number(page, "seed", "7")
    for name in ("standards_mismatch", "market_separation", "unequal_policy_treatment", "missing_coordination_body"):
        set_range(page, f"barriers.{name}", "0.3")
    set_range(page, "levers.demonstration_bases.strength", "0.5")
    set_number(page, "levers.demonstration_bases.start_quarter", "9")
    set_number(page, "levers.demonstration_bases.ramp_quarters", "3")
    page.locator("[data-name='levers.demonstration_bases.cities'] select").select_option("yibin")
    page.wait_for_timeout(500)
    said = shared(page)
    assert said["seed"] == ["7"]
    assert said["a"] == ["tiny"]
    assert said["a.barriers.market_separation"] == ["0.3"]
    lever = {
        what: said[f"a.levers.demonstration_bases.{what}"] for what in ("strength", "start_quarter", "ramp_quarters")
    }
    assert lever == {"strength": ["0.5"], "start_quarter": ["9"], "ramp_quarters": ["3"]}
    assert "yibin" in said["a.levers.demonstration_bases.cities"][0]


def test_a_value_out_of_range_is_refused_in_words(page: Any) -> None:
    set_range(page, "levers.fund_pool.strength", "0.5")
    set_number(page, "levers.fund_pool.ramp_quarters", "5000")
    page.wait_for_selector(".lab-alert")
    assert "is not allowed" in page.locator(".lab-alert").inner_text()
    page.get_by_role("button", name="Understood").click()
    settled(page, "!document.querySelector('.lab-alert')")


def test_the_map_and_its_choices(page: Any) -> None:
    page.click("button.end")
    clock(page, "finished")
    for name, value in (("direction", "civil_to_military"), ("links", "open"), ("measure", "licensed_firms")):
        page.locator(f"[data-name={name}] select").select_option(value)
    page.locator("[data-pick='city:1']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".lab-city")
    assert "Chengdu" in page.locator(".lab-city h3").inner_text()
    page.click("button.close-city")
    settled(page, "!document.querySelector('.lab-city')")


def test_from_a_cause_to_a_deal_to_an_organisation(page: Any) -> None:
    page.click("button.end")
    clock(page, "finished")
    page.locator("[data-pick^='cause:search:']").first.click()
    page.locator("tr[data-pick^='deal:']").first.click()
    page.wait_for_selector("text=What each barrier costs it now")
    picture(page, "deal")
    page.locator("a[data-pick^='organisation:']").first.click()
    page.wait_for_selector("text=What it would accept now")
    picture(page, "organisation")
    page.click("button.back")
    page.locator("[data-name=text] input").fill("chengdu")
    rows = "[...document.querySelectorAll('tr[data-pick]')]"
    settled(page, f"{rows}.length > 0 && {rows}.every(row => row.innerText.includes('Chengdu'))")
    for name, value in (("kind", "private_firm"), ("state", "active"), ("sort", "revenue"), ("field", "all")):
        page.locator(f"[data-name={name}] select").select_option(value)
    settled(page, "document.querySelectorAll('tr[data-pick]').length > 0")


def test_two_settings_and_many_seeds(page: Any) -> None:
    page.click("button.add")
    page.wait_for_selector("button.arm-B")
    set_range(page, "barriers.secrecy", "0.1")
    page.click("button.compare")
    page.click("button.end")
    clock(page, "finished")
    page.wait_for_selector("text=deals were opened in both")
    picture(page, "compare")
    said = shared(page)
    assert said["a"] == said["b"] == ["tiny"]
    assert said["b.barriers.secrecy"] == ["0.1"]
    page.locator("[data-name=replications] select").select_option("4")
    page.click("button.replicate")
    page.wait_for_selector("text=4 seeds in both settings", timeout=4 * PATIENCE)
    picture(page, "replicate")
    page.click("button.arm-A")
    page.click("button.drop")
    settled(page, "!document.querySelector('button.arm-B')")


def test_a_link_restores_a_setting_and_a_file_runs(page: Any, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}?v=1&seed=4&a=tiny&a.barriers.secrecy=0.2&b=tiny")
    page.wait_for_selector("button.arm-B")
    page.click("button.arm-A")
    settled(page, "document.querySelector(\"[data-name='barriers.secrecy'] output\").textContent.trim() === '0.20'")
    page.click("button.share")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download setting A").click()
    file = tmp_path / "moved.toml"
    waiting.value.save_as(file)
    expected = Scenario.load("tiny").with_(**{"barriers.secrecy": 0.2})
    assert Scenario.load(file).barriers == expected.barriers
    page.goto(f"{address}?a=nowhere")
    page.wait_for_selector(".lab-alert")


def test_the_keyboard_stays_in_an_open_dialog_and_comes_back(page: Any) -> None:
    page.focus("button.share")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lab-over input:focus")
    for key in ["Tab"] * 5 + ["Shift+Tab"] * 5:
        page.keyboard.press(key)
        assert page.evaluate("document.querySelector('.lab-over').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.wait_for_selector(".lab-over", state="detached")
    settled(page, "document.activeElement.classList.contains('share')")


def test_two_tabs_do_not_disturb_one_another(page: Any, address: str) -> None:
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector("button.play")
    page.click("button.year")
    clock(page, "quarter 4 of 24")
    assert "quarter 0 of 24" in other.locator(".lab-clock").inner_text()
    other.close()


def test_a_page_whose_laboratory_stops_says_so_and_comes_back_with_its_settings(chromium: Any) -> None:
    one = chromium.new_page()
    one.set_default_timeout(PATIENCE)
    with serving("tiny") as url:
        port = url.rstrip("/").rpartition(":")[2]
        one.goto(url)
        one.wait_for_selector("button.play")
        set_range(one, "barriers.secrecy", "0.2")
        settled(one, "location.search.includes('a.barriers.secrecy=0.2')")
        one.click("button.step")
        clock(one, "quarter 1 of 24")
    one.wait_for_selector(".lab-lost")
    said = one.locator(".lab-lost").inner_text()
    assert "does not answer" in said
    assert "kept in the address" in said
    picture(one, "lost")
    with serving("baseline", "--port", port):
        one.wait_for_selector(".lab-lost", state="detached", timeout=2 * PATIENCE)
        one.wait_for_selector("button.play")
        clock(one, "quarter 0 of 24")
        assert shared(one)["a.barriers.secrecy"] == ["0.2"]
        assert not one.locator(".v-dialog--active").count()
    one.close()


def test_a_connection_that_breaks_for_a_moment_is_picked_up_where_it_was(page: Any) -> None:
    page.click("button.year")
    clock(page, "quarter 4 of 24")
    page.evaluate("solara.debug.dropConnection()")
    settled(page, "solara.debug.reconnectCount === 1 && solara.debug.connectionStatus === 'connected'")
    page.wait_for_selector(".lab-lost", state="detached")
    page.click("button.step")
    clock(page, "quarter 5 of 24")
    page.faults.clear()  # the framework notes the socket that was closed under it


def test_a_lever_moved_after_the_end_works_in_the_next_run(page: Any) -> None:
    page.click("button.end")
    clock(page, "finished")
    set_range(page, "levers.demonstration_bases.strength", "1")
    page.wait_for_selector("text=names no city")
    page.wait_for_selector("text=takes effect in the next run")
    picture(page, "warned")
    assert set(shared(page)) == {"v", "seed", "a", "a.levers.demonstration_bases.strength"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_room_fits_and_is_kept_as_a_picture(page: Any, size: str, look: str, language: str) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    if look == "dark":
        page.click("button.theme")
    if language == "zh":
        page.click("button.language")
    page.click("button.end")
    clock(page, "已结束" if language == "zh" else "finished")
    for room in ("overview", "series", "deals", "organisations", "about"):
        page.click(f".lab-tabs button.{room}")
        settled(page, f"document.querySelector('.lab-tabs button.{room}').classList.contains('on')")
        wide = page.evaluate("document.querySelector('.lab').scrollWidth - window.innerWidth")
        assert wide <= 0, f"{room} is wider than the window"
        picture(page, f"{room}-{size}-{look}-{language}")
    ink, card = page.evaluate(
        "['--ink', '--card'].map(n => getComputedStyle(document.querySelector('.lab')).getPropertyValue(n))"
    )
    assert contrast(ink, card) >= 7


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, by the rule of WCAG."""

    def light(colour: str) -> float:
        parts = [int(part, 16) / 255 for part in re.findall("..", colour.strip().lstrip("#"))]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_mesas_own_viewer_runs_the_same_model(page: Any, address: str) -> None:
    page.goto(f"{address}mesa")
    page.get_by_role("button", name="Step").click()
    page.wait_for_selector("text=/(Step|Time): 1/")
    page.wait_for_selector("svg.picture")
    picture(page, "mesa")


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


def test_tabs_at_once_give_their_own_runs_and_are_freed() -> None:
    find()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.laboratory", "4"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["tabs"]
    assert (found["live"], found["wrong"], found["live_after_close"], found["models_left"]) == (4, 0, 0, 0)
    assert found["seconds_until_freed"] < 60
    assert found["megabytes_after"] - found["megabytes_before"] < 100
