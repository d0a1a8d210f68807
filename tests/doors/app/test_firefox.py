"""The page works in Firefox too: the engine, a slider, every view, Mesa's viewer. Only CI insists on a Firefox."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from tests.doors.app.browser import PICTURES, serving
from tests.doors.app.firefox import firefox

PROGRAM = next((path for path in map(shutil.which, ("firefox-esr", "firefox")) if path), None)
SMALLEST = 500  # pixels: no window of Firefox is narrower; the page lays itself out as on a phone below 760
VIEWS = ("policy", "compare", "deals", "region", "studies", "limits")


@pytest.fixture(scope="module")
def program() -> str:
    if PROGRAM is None and os.environ.get("CI"):
        pytest.fail("no Firefox on this machine: apt install firefox-esr")
    return PROGRAM or pytest.skip("no Firefox on this machine: apt install firefox-esr")


def test_the_page_and_mesas_viewer_work_in_firefox(program: str, tmp_path: Path) -> None:
    with serving("tiny") as address, firefox(program, tmp_path) as browser:
        browser.size(1280, 900)
        browser.open(f"{address}#lang=en")
        browser.wait_for("window.laboratory && laboratory.lab.results({}).readings[0]")
        browser.run(
            "const one = document.getElementById('s-levers.clearance_staff.strength');"
            "one.value = 1; one.dispatchEvent(new Event('input')); one.dispatchEvent(new Event('change'));"
        )
        browser.wait_for("laboratory.lab.pair('transfers_delivered').count === laboratory.lab.readings")
        browser.wait_for("document.querySelector('.verdict').textContent.includes('Clearance staff')")
        for width in (1280, SMALLEST):
            browser.size(width, 900)
            for view in VIEWS:
                browser.run(f"laboratory.go('{view}')")
                browser.wait_for(f"!laboratory.pending && laboratory.view === '{view}'")
                assert browser.run("return document.documentElement.scrollWidth <= innerWidth"), (view, width)
                browser.picture(PICTURES / f"firefox-{view}-{width}.png")
        browser.size(1280, 900)
        browser.open(f"{address}mesa")
        browser.wait_for("[...document.querySelectorAll('button')].some((one) => one.textContent.trim() === 'Step')")
        browser.run("[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Step').click()")
        browser.wait_for("/(Step|Time): 1/.test(document.body.textContent) && document.querySelector('svg.picture')")
        browser.picture(PICTURES / "firefox-mesa.png")
