"""The page works in Firefox too: the engine, a slider, every view. Skipped without a Firefox."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from tests.doors.app.browser import PICTURES, serving
from tests.doors.app.firefox import firefox

PROGRAM = next((path for path in map(shutil.which, ("firefox-esr", "firefox")) if path), None)


@pytest.mark.skipif(PROGRAM is None, reason="no Firefox on this machine: apt install firefox-esr")
def test_the_page_works_in_firefox(tmp_path: Path) -> None:
    assert PROGRAM is not None
    with serving("tiny") as address, firefox(PROGRAM, tmp_path) as browser:
        browser.size(1280, 800)
        browser.open(address)
        browser.wait_for("window.laboratory && laboratory.lab.results({}).readings[0]")
        browser.run(
            "const one = document.getElementById('s-levers.clearance_staff.strength');"
            "one.value = 1; one.dispatchEvent(new Event('input')); one.dispatchEvent(new Event('change'));"
        )
        browser.wait_for("laboratory.lab.pair('transfers_delivered').count === laboratory.lab.readings")
        browser.wait_for("document.querySelector('.verdict').textContent.includes('Clearance staff')")
        for view in ("compare", "deals", "region", "studies", "limits", "policy"):
            browser.run(f"laboratory.go('{view}')")
            browser.wait_for("!laboratory.pending")
        browser.picture(PICTURES / "firefox.png")
