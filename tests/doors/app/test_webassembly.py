"""A browser runs the model by the WebAssembly that is shipped: the same run, to the last bit of every number."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")

from sim import Scenario  # noqa: E402
from sim.engine import Run  # noqa: E402
from sim.machine_code import shipped  # noqa: E402
from tests.doors.app.browser import find  # noqa: E402
from tests.pinned.machines import digest_of_run, pinned  # noqa: E402

PAGE, SCRIPT = "http://laboratory.test/", Path(__file__).with_name("quarters.js")
TYPES = {"": "text/html", "quarter.wasm": "application/wasm", "tables": "application/octet-stream"}


def with_room_of(world: Any, later: Any) -> Any:
    """Return a world whose tables have the room that they have later in its run."""
    changes: dict[str, Any] = {}
    for name, table, long in zip(world._fields, world, later, strict=True):
        if table.shape != long.shape:
            room = np.zeros_like(long)
            room[tuple(map(slice, table.shape))] = table
            changes[name] = room
    return world._replace(**changes)


def laid_out(tables: Any) -> tuple[list[int], list[dict[str, Any]], bytes]:
    """Return the words that a kernel takes, with nothing where addresses go, and each table's place in one file."""
    words: list[int] = []
    found: dict[int, dict[str, Any]] = {}
    whole = b""
    for table in tables:
        one = found.setdefault(
            table.ctypes.data, {"from": len(whole), "bytes": table.nbytes, "addresses": [], "table": table}
        )
        if not one["addresses"]:
            whole += table.tobytes()
        one["addresses"].append(len(words))
        words += 0, *table.shape
    return words, list(found.values()), whole


def answer(route: Any, sent: dict[str, bytes]) -> None:
    """Answer a browser that asks for a page, the WebAssembly or the tables; there is nothing else."""
    name = route.request.url.removeprefix(PAGE)
    if name in sent:
        route.fulfill(body=sent[name], content_type=TYPES[name])
    else:
        route.fulfill(status=404)


def test_a_browser_makes_the_same_run() -> None:
    baseline = Scenario.load("baseline")
    run = Run(baseline, 0)
    run.world = with_room_of(run.world, Run(baseline, 0).run().world)
    words, tables, whole = laid_out(run.world)
    sent = {
        "": b"<title>A run</title>",
        "quarter.wasm": (shipped.FOLDER / "quarter.wasm").read_bytes(),
        "tables": whole,
    }
    places = [{key: value for key, value in one.items() if key != "table"} for one in tables]
    asked = json.dumps({"words": words, "tables": places, "quarters": run.inputs.run.quarters})
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route(f"{PAGE}*", lambda route: answer(route, sent))
        page.goto(PAGE)
        answers, back = page.evaluate(f"({SCRIPT.read_text(encoding='utf-8')})({asked})")
        browser.close()
    assert answers == [1] * run.inputs.run.quarters  # 0 would ask for more room
    made = np.frombuffer(base64.b64decode(back), dtype=np.uint8)
    for one in tables:
        table = one["table"].view(np.ndarray).reshape(-1).view(np.uint8)
        table[:] = made[one["from"] : one["from"] + one["bytes"]]
    assert run.over
    assert digest_of_run(run) == pinned(1)["baseline"][0]
