"""The browser's engine gives the outcomes of the Python model, to the last bit of every one."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from sim.experiment.plan.readings import under
from sim.experiment.reading.readings import ReadingsAsked, ReadingSource
from sim.outcomes import OUTCOMES
from sim.page import pack_of
from sim.page.bundle import script_of
from sim.page.result import run_task
from sim.page.settings import as_world, moved_in
from sim.scenario import shipped_names
from sim.scenario.settings import SWITCHES
from tests.doors.page.browsers import chromium

pytestmark = pytest.mark.long
SITE = "http://laboratory.test/"
RUN = """
async ({worker, tasks}) => {
  const bytes = await (await fetch("pack")).arrayBuffer(), size = new DataView(bytes).getUint32(0, true);
  const about = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, size)));
  const pack = {about, bytes: new Uint8Array(bytes, 4 + size)}, {at, bytes: long} = about.code;
  const seat = new Worker(URL.createObjectURL(new Blob([worker])));
  const answer = () => new Promise((done) => { seat.onmessage = ({data}) => done(data); });
  seat.postMessage({pack, module: await WebAssembly.compile(pack.bytes.slice(at, at + long))});
  await answer();
  const found = [];
  for (const task of tasks) {
    seat.postMessage({number: 0, task});
    const {result, failed} = await answer();
    if (failed) throw new Error(failed);
    const outcomes = Object.entries(result.outcomes).map(([name, x]) => [name, Number.isNaN(x) ? null : x]);
    found.push(Object.fromEntries(outcomes));
  }
  return found;
}
"""
STOPPED = RUN.replace(
    "const {result, failed} = await answer();",
    "await new Promise((done) => setTimeout(done)); seat.postMessage({stop: true});"
    " found.push({stopped: !!(await answer()).stopped}); seat.postMessage({number: 0, task});"
    " const {result, failed} = await answer(); found.push({stopped: !result}); continue;",
)
PAGES = {"http://laboratory.test/": "text/html", f"{SITE}pack": "application/octet-stream"}
READINGS = 24
SEEDS = range(5)


@cache
def fits(name: str, base: str) -> bool:
    try:
        moved_in(Scenario.load(name), Scenario.load(base))
    except ValueError:
        return False
    return True


def in_browser(base: Scenario, tasks: list[dict[str, Any]], script: str = RUN) -> list[dict[str, Any]]:
    """Run tasks in a worker of a browser on the pack of a scenario."""
    pack = pack_of(base).to_bytes()
    with chromium() as browser:
        page = browser.new_page()
        page.route(
            f"{SITE}**",
            lambda route: route.fulfill(
                body=pack if route.request.url.endswith("pack") else b"<title>Runs</title>",
                content_type=PAGES.get(route.request.url, "text/plain"),
            ),
        )
        page.goto(SITE)
        found = page.evaluate(script, {"worker": script_of("worker.js"), "tasks": tasks})
    return list(found)


def form_of(world: Scenario, base: Scenario) -> dict[str, str]:
    """Return the words of structure in which a world differs from the page's."""
    return {name: word for name, word in world.structure.items() if word != base.structure[name]}


def in_form(world: Scenario, other: Scenario) -> Scenario:
    """Return a world with the words of structure of another."""
    return world.with_(**{f"structure.{name}": word for name, word in other.structure.items()})


def held(base: Scenario, asked: list[tuple[Scenario, Scenario, int, int]]) -> None:
    """Hold runs of the browser to the model: world as the page sets it, as Python runs it, seed and reading."""
    tasks = [
        {"moved": moved_in(in_form(world, base), base), "form": form_of(world, base), "seed": seed, "reading": reading}
        for world, _, seed, reading in asked
    ]
    for (world, there, seed, reading), found in zip(asked, in_browser(base, tasks), strict=True):
        found = {name: math.nan if value is None else value for name, value in found.items()}
        model = CollaborationModel(there, seed=seed)
        model.run()
        expected = model.outcomes()
        differ = {
            name: (found.get(name), value)
            for name, value in expected.items()
            if not (found.get(name) == value or (math.isnan(value) and math.isnan(found.get(name, 0.0))))
        }
        assert differ == {}, f"{world.title}, seed {seed}, reading {reading}"
        assert set(found) == {outcome.name for outcome in OUTCOMES}


def test_all_shipped_scenarios_under_five_seeds() -> None:
    base = Scenario.load("baseline")
    worlds = [Scenario.load(name) for name in shipped_names() if fits(name, "baseline")]
    others = [name for name in shipped_names() if not fits(name, "baseline")]
    assert "tiny" in others  # which has another population
    assert len(worlds) > 20
    held(base, [(world, world, seed, -1) for world in worlds for seed in SEEDS])


def test_another_population_and_length() -> None:
    tiny = Scenario.load("tiny")
    levers = tiny.with_(**{"levers.clearance_staff.strength": 1.0, "levers.clearance_staff.ramp_shape": "logistic"})
    shocked = tiny.from_dict(
        {
            **levers.to_dict(),
            "shocks": [
                {"quarter": 12, "key": "parameters.clerks", "value": 150.0},
                {"quarter": 12, "key": "barriers.secrecy", "value": 0.1},
            ],
        }
    )
    held(tiny, [(world, world, seed, -1) for world in (tiny, levers, shocked) for seed in SEEDS])


def test_readings() -> None:
    base = Scenario.load("baseline")
    worlds = [base, Scenario.load("reform_package"), Scenario.load("no_barriers")]
    rows = ReadingSource.of(ReadingsAsked()).take(READINGS)
    held(base, [(world, under(world, row, i), i, i) for world in worlds for i, row in enumerate(rows)])


def test_runs_that_go_on_from_a_past_they_share_are_those_made_whole() -> None:
    """A worker keeps worlds as they stand where policies begin; whatever a setting moves, its run is that of Python."""
    tiny = Scenario.load("tiny")
    start = tiny.run.policy_quarter
    row = ReadingSource.of(ReadingsAsked()).take(1)[0]
    shocks = [{"quarter": start + 8, "key": "barriers.secrecy", "value": 0.1}]
    early = [{"quarter": start - 4, "key": "barriers.secrecy", "value": 0.1}]
    moved: list[dict[str, Any]] = [
        {},
        {"levers.clearance_staff.strength": 1.0},
        {"levers.clearance_staff.strength": 1.0, "levers.clearance_staff.start_quarter": start - 8},
        {"levers.fund_pool.strength": 0.5, "levers.fund_pool.start_quarter": start + 6, "shocks": shocks},
        {"levers.market_opening.strength": 0.5, "shocks": early},
        {"levers.demonstration_bases.strength": 1.0, "levers.demonstration_bases.cities": ["mianyang", "yibin"]},
        {"barriers.secrecy": 0.3, "levers.clearance_staff.strength": 0.7},
        {"barriers.secrecy": 0.3},
        {"levers.clearance_staff.strength": 0.2},
        {},
    ]
    worlds = [as_world(one, tiny) for one in moved]
    held(tiny, [(world, under(world, row, 0, tuple(one)), 0, 0) for world, one in zip(worlds, moved, strict=True)])
    found = in_browser(tiny, [{"moved": moved[1], "seed": 0, "reading": 0}], STOPPED)
    assert [one["stopped"] for one in found] == [True, False]


def test_every_word_of_structure_is_another_form_of_the_same_page() -> None:
    tiny = Scenario.load("tiny").with_(
        **{
            "levers.major_projects.strength": 1.0,
            "levers.major_projects.fields": ["aviation"],
            "levers.fund_pool.strength": 1.0,
        }
    )
    words = [(switch.name, word) for switch in SWITCHES for word in switch.meanings if word != switch.default]
    worlds = [tiny.with_(**{f"structure.{name}": word}) for name, word in words]
    together = tiny.with_(**{f"structure.{name}": word for name, word in words})
    held(Scenario.load("tiny"), [(world, world, 1, -1) for world in (*worlds, together, tiny)])


def test_a_setting_of_another_population_is_refused() -> None:
    with pytest.raises(ValueError, match=r"population\.private_sample is another there"):
        moved_in(Scenario.load("baseline").with_(**{"population.private_sample": 0.1}), Scenario.load("baseline"))


def test_the_servers_engine_gives_the_same_results() -> None:
    """One interface, two engines: whatever pictures show of a run is the same from the browser and from Python."""
    base, task = Scenario.load("baseline"), {"moved": moved_in(Scenario.load("openness"), Scenario.load("baseline"))}
    tasks = [
        {**task, "seed": 2, "reading": -1},
        {**task, "seed": 5, "reading": 5},
        {"moved": {}, "seed": 0, "reading": 9},
    ]
    whole = RUN.replace(
        "const outcomes = Object.entries(result.outcomes).map(([name, x]) => [name, Number.isNaN(x) ? null : x]);",
        "const plain = (x) => typeof x === 'number' ? (Number.isNaN(x) ? null : x) : x.length === undefined"
        " ? Object.fromEntries(Object.entries(x).map(([name, one]) => [name, plain(one)])) : Array.from(x, plain);",
    ).replace("found.push(Object.fromEntries(outcomes));", "found.push(plain(result));")
    for asked, found in zip(tasks, in_browser(base, tasks, whole), strict=True):
        expected = run_task(base, asked)
        assert set(found) == set(expected)
        assert found["outcomes"] == expected["outcomes"]
        for name in set(expected) - {"outcomes"}:  # the browser keeps pictures in short numbers
            there = np.array(expected[name], dtype=np.float32)
            np.testing.assert_allclose(np.array(found[name]), there, rtol=1e-6, atol=1e-4, err_msg=name)
