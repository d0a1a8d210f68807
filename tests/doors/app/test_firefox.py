"""The page works in Firefox too: the run loop, a slider, the map, two settings. Skipped without a Firefox."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from tests.doors.app.browser import PICTURES, serving
from tests.doors.app.firefox import firefox

PROGRAM = next((path for path in map(shutil.which, ("firefox-esr", "firefox")) if path), None)
CLOCK = "document.querySelector('.lab-clock').textContent"


@pytest.mark.skipif(PROGRAM is None, reason="no Firefox on this machine: apt install firefox-esr")
def test_the_page_works_in_firefox(tmp_path: Path) -> None:
    assert PROGRAM is not None
    with serving("tiny") as address, firefox(PROGRAM, tmp_path) as browser:
        browser.size(1280, 800)
        browser.open(address)
        browser.wait_for("document.querySelector('button.play')")
        browser.run("document.querySelector('button.policy').click()")
        browser.wait_for(f"{CLOCK}.includes('quarter 8 of 24')")
        browser.run(
            "const one = document.querySelector(\"[data-name='barriers.secrecy'] input\");"
            "one.value = 0.2; one.dispatchEvent(new Event('input')); one.dispatchEvent(new Event('change'));"
        )
        browser.wait_for("document.querySelector('.lab-entry.moved')")
        browser.run("document.querySelector('button.play').click()")
        browser.wait_for(f"{CLOCK}.includes('finished')")
        browser.run(
            "document.querySelector(\"[data-pick='city:1']\").dispatchEvent(new Event('click', {bubbles: true}))"
        )
        browser.wait_for("document.querySelector('.lab-city')")
        browser.picture(PICTURES / "firefox.png")
        browser.run("document.querySelector('.lab-room').scrollTop = 9999")
        browser.wait_for("document.querySelectorAll('.lab-chart canvas').length > 1")
        browser.run("document.querySelector('button.add').click()")
        browser.wait_for("document.querySelector('button.arm-B')")
