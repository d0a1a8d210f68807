"""How quickly does the browser laboratory draw, and does it bear many tabs? `python -m benchmarks.laboratory [TABS]`.

Needs Debian's Chromium. Two parts: a step and full redraw of the baseline while playing, as the browser sees it; and
TABS tabs at once on one server, each with a seed of its own, compared with runs without a page, then closed.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import shutil
import statistics
import sys
import threading
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, one
from sim import CollaborationModel, Scenario

QUESTION = "How quickly does the browser laboratory draw, and does it bear many tabs?"
TARGET_MILLISECONDS = 150
WATCH = """() => {
  window.drawn = [];
  const look = () => {
    const said = document.querySelector('.lab-clock').textContent.match(/quarter ([0-9]+)/);
    const quarter = said ? +said[1] : -1;
    const last = window.drawn[window.drawn.length - 1];
    if (!last || last[0] !== quarter) window.drawn.push([quarter, performance.now()]);
  };
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(look, 0)))
    .observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def serve() -> tuple[Any, str]:
    """Serve the laboratory from a thread of this process and return the server and its address."""
    from sim.app.serve import listen, server_of, warm_up

    listening = listen("127.0.0.1", None)
    port = int(listening.getsockname()[1])
    server = server_of(None, "127.0.0.1", port)
    warm_up()
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, f"http://127.0.0.1:{port}/"


def wait_for(page: Any, said: str, seconds: float = 300) -> None:
    """Wait until the clock of a page says something."""
    page.wait_for_function(
        f"document.querySelector('.lab-clock').textContent.includes('{said}')", timeout=1000 * seconds
    )


def drawing(browser: Any, address: str) -> dict[str, float]:
    """Measure from the last tab to a usable page, and between two quarters drawn while playing as fast as it goes."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("button.play")
    usable = time.perf_counter() - began
    page.click("button.policy")
    wait_for(page, "quarter 20 of 60")
    page.locator("[data-name=speed] select").select_option("20")
    page.evaluate(WATCH)
    page.click("button.play")
    wait_for(page, "finished")
    times = [one[1] for one in page.evaluate("window.drawn")]
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    page.close()
    return {
        "usable_seconds": usable,
        "quarters_drawn": float(len(times)),
        "median_milliseconds": statistics.median(gaps),
        "ninth_decile_milliseconds": gaps[int(0.9 * len(gaps))],
    }


def shows(page: Any, outcomes: dict[str, float]) -> bool:
    """Tell whether a page comes to show these outcomes; its parts are drawn one after another."""
    from playwright.sync_api import TimeoutError as NeverError

    names = [name for name in outcomes if name.startswith("transfers_")]
    text = "document.querySelector('.lab-figure[data-name={}] b').textContent.replace(/,/g, '')"
    parts = [f"{text.format(name)} === '{outcomes[name]:.0f}'" for name in names]
    try:
        page.wait_for_function(" && ".join(parts), timeout=20_000)
    except NeverError:
        return False
    return True


def megabytes() -> float:
    """Return the memory this process holds at present."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def tabs(browser: Any, address: str, count: int) -> dict[str, float]:
    """Run so many tabs at once, compare each with a run without a page, close them all and see what is left."""
    from sim.app.session import live_sessions

    before = megabytes()
    context = browser.new_context()
    pages = [context.new_page() for _ in range(count)]
    for seed, page in enumerate(pages):
        page.goto(f"{address}?v=1&a=tiny&seed={seed}", timeout=120_000)
        page.wait_for_selector("button.play", timeout=120_000)
    for page in pages:
        page.locator("[data-name=speed] select").select_option("20")
        page.click("button.play", timeout=120_000)
    wrong = 0
    for seed, page in enumerate(pages):
        wait_for(page, "finished")
        alone = CollaborationModel(Scenario.load("tiny"), seed=seed).run().outcomes()
        wrong += not shows(page, alone)
    live, during = live_sessions(), megabytes()
    context.close()
    began = time.perf_counter()
    while live_sessions() and time.perf_counter() - began < 90:
        time.sleep(0.2)
    freed = time.perf_counter() - began
    gc.collect()
    left = sum(isinstance(one, CollaborationModel) for one in gc.get_objects())
    after = {"live_after_close": live_sessions(), "models_left": left, "seconds_until_freed": freed}
    after["megabytes_after"] = megabytes()
    with suppress(OSError, AttributeError):  # only the C library of Linux gives memory back when asked
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    after["megabytes_given_back"] = after["megabytes_after"] - megabytes()
    return {
        "tabs": count,
        "wrong": wrong,
        "live": live,
        "megabytes_before": before,
        "megabytes_during": during,
        **after,
    }


def measure(quick: bool) -> list[Figure]:
    """Measure drawing, and many tabs at once.

    Raises:
        OSError: if there is no browser or nothing to drive it.
    """
    found = found_with(4 if quick else 50)
    drawn, crowd = found["drawing"], found["tabs"]
    goal, more = f"<= {TARGET_MILLISECONDS}", crowd["megabytes_during"] - crowd["megabytes_before"]
    return [
        one("a step and full redraw while playing, median", drawn["median_milliseconds"], "ms", "wall", goal),
        one("the same, ninth decile", drawn["ninth_decile_milliseconds"], "ms", "wall"),
        one("from a new tab to a usable page", drawn["usable_seconds"], "s", "wall"),
        one(f"of {crowd['tabs']} tabs at once, those with another result than a run alone", crowd["wrong"], "tabs"),
        one("memory a tab while they run", more / crowd["tabs"], "MB"),
        one("models left after closing them all", crowd["models_left"], "models"),
    ]


def found_with(count: int) -> dict[str, Any]:
    """Measure both, with so many tabs, and how busy the machine was."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise OSError("no Chromium was found")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise OSError("playwright is not installed") from None

    server, address = serve()
    found: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        drawing(browser, address)  # the first tab of a server loads what all later ones share
        found["drawing"] = drawing(browser, address)
        found["tabs"] = tabs(browser, address, count)
        browser.close()
    server.should_exit = True
    found["target_met"] = found["drawing"]["median_milliseconds"] <= TARGET_MILLISECONDS
    return found


if __name__ == "__main__":
    print(json.dumps(found_with(int(sys.argv[1]) if len(sys.argv) > 1 else 50), indent=2))
