"""Mesa's viewer and the served page in a real browser: nothing comes from elsewhere, and foreign pages stay out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")

from tests.doors.app.browser import PICTURES, find, serving  # noqa: E402

PATIENCE = 30_000  # milliseconds: the machine may be busy with other tests


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
