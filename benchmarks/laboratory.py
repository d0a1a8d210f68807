"""How quickly does the page answer a move, and does it stay small? `python -m benchmarks.laboratory [MOVES]`.

Needs Chromium. The page is opened from a folder, as a reader opens it; a slider is moved, and it is measured how long
it takes to the first picture and to all readings. Then it is moved many times more, and the memory is looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, one
from sim import Scenario
from sim.page import pack_of, page_of

QUESTION = "How quickly does the page answer a move, and does it stay small?"
TARGET_FIRST = 300  # milliseconds from a move to its first picture, median
TARGET_ALL = 10  # seconds to all readings
LEVER = "levers.clearance_staff.strength"
PATIENCE = 300.0  # seconds
ALL = "laboratory.lab.results(laboratory.lab.moved).readings.filter(Boolean).length === laboratory.lab.readings"
MOVE = """strength => new Promise((done) => {
  const { lab } = laboratory, began = performance.now(), moved = {"levers.clearance_staff.strength": strength};
  const painted = () => new Promise((seen) => {
    const { drawn } = document.body.dataset;
    const look = () => requestAnimationFrame(() => {
      if (document.body.dataset.drawn === drawn) look();
      else setTimeout(() => seen(performance.now() - began));
    });
    look();
  });
  let first = null;
  const heard = () => {
    const made = lab.results(moved).readings.filter(Boolean).length;
    if (made) first ||= painted();
    if (made < lab.readings) return;
    lab.removeEventListener("result", heard);
    done(Promise.all([first, painted()]));
  };
  lab.addEventListener("result", heard);
  laboratory.move(moved);
})"""
DRAG = """count => {
  for (let i = 0; i < count; i++) laboratory.drag("%s", (i %% 19 + 1) / 20, 0);
  laboratory.dragging = false;
}"""


def until(page: Any, condition: str) -> None:
    """Wait until a condition holds in the page.

    Raises:
        TimeoutError: if it never does.
    """
    ends = time.monotonic() + PATIENCE
    while not page.evaluate(f"() => !!({condition})"):
        if time.monotonic() > ends:
            raise TimeoutError(condition)
        time.sleep(0.05)


def heap(session: Any) -> float:
    """Return the memory of the page's scripts after a collection, MB; that of workers is theirs from the start."""
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 2**20


def found_with(moves: int) -> dict[str, Any]:
    """Measure the page, with so many moves for its memory.

    Raises:
        OSError: if there is no browser or nothing to drive it.
    """
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise OSError("no Chromium was found")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise OSError("playwright is not installed") from None

    found: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        file = Path(place) / "lab.html"
        file.write_text(page_of(pack_of(Scenario.load("baseline"))), encoding="utf-8")
        found["megabytes_of_the_file"] = file.stat().st_size / 1e6
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(file.as_uri())
        until(page, "globalThis.laboratory && laboratory.lab.results({}).readings[0]")
        found["seconds_to_the_first_run"] = time.perf_counter() - began
        until(page, ALL.replace("laboratory.lab.moved", "{}"))
        times = [page.evaluate(MOVE, 0.2 + 0.1 * step) for step in range(8)]
        found["first"] = sorted(first for first, _ in times)
        found["all"] = sorted(whole / 1000 for _, whole in times)
        session = page.context.new_cdp_session(page)
        before = heap(session)
        for _ in range(moves // 20):
            page.evaluate(DRAG % LEVER, 20)
            time.sleep(0.2)
        until(page, ALL)
        found["megabytes_more"] = heap(session) - before
        browser.close()
    return found


def measure(quick: bool) -> list[Figure]:
    """Measure a move, and the memory of many.

    Raises:
        OSError: if there is no browser or nothing to drive it.
    """
    found = found_with(100 if quick else 2000)
    first, whole = statistics.median(found["first"]), statistics.median(found["all"])
    return [
        one("from a move of a slider to its first picture, median", first, "ms", "wall", f"<= {TARGET_FIRST}"),
        one("to all readings, median", whole, "s", "wall", f"<= {TARGET_ALL}"),
        one("from opening the file to the first run", found["seconds_to_the_first_run"], "s", "wall"),
        one("size of the file", found["megabytes_of_the_file"], "MB", "", "<= 1.5"),
        one("memory that many moves leave behind", found["megabytes_more"], "MB"),
    ]


if __name__ == "__main__":
    print(json.dumps(found_with(int(sys.argv[1]) if len(sys.argv) > 1 else 2000), indent=2))
