"""A page in a real browser without a network, as it is opened from a folder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.doors.app.browser import find

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")

PATIENCE = 120.0  # seconds, on a machine that does much else


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed in the end."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """The laboratory in one window; collects what the page complains of.

    Args:
        browser: of playwright.
        file: the page.
        width, height: of the window.
        asked: what stands behind # in the address; `set` is written as JSON.
    """

    def __init__(self, browser: Any, file: Path, width: int = 1440, height: int = 900, **asked: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.requests.append(request.url))
        words = {name: one if isinstance(one, str) else json.dumps(one) for name, one in asked.items()}
        self.page.goto(f"{file.as_uri()}#{urlencode({'lang': 'en', 'dark': '0', **words})}")
        self.until("document.body.dataset.drawn > 1 && globalThis.laboratory")

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def ask(self, script: str, given: Any = None) -> Any:
        """Run JavaScript in the page."""
        return self.page.evaluate(script, given)

    def until(self, condition: str, seconds: float = PATIENCE) -> None:
        """Wait until a condition holds; the page's own rules forbid playwright's way, which evaluates text."""
        ends = time.monotonic() + seconds
        while not self.page.evaluate(f"() => !!({condition})"):
            assert time.monotonic() < ends, f"never came true: {condition}; {self.faults}"
            time.sleep(0.05)

    def readings_in(self) -> None:
        """Wait until all readings of the setting in hand are run, and drawn."""
        self.until(
            "laboratory.lab.pair('transfers_delivered').count === laboratory.lab.readings && !laboratory.pending"
        )
