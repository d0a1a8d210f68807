"""Who runs what: a worker goes on from the world that it keeps, and nothing runs that nobody waits for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doors.page.browsers import Opened

pytestmark = pytest.mark.long
TOLD = """async () => {
  const made = [], told = [], Real = globalThis.Worker, lever = "levers.clearance_staff.strength";
  globalThis.Worker = class {
    constructor() { made.push(this); }
    postMessage(one) { if (!one.pack) told.push([made.indexOf(this), one]); }
  };
  const pool = new laboratory.pool.constructor({}, null, "", 2, 1);
  globalThis.Worker = Real;
  const answer = (seat, data) => made[seat].onmessage({ data: { worlds: [...pool.seats[seat].worlds], ...data } });
  const kept = (seat) => ({ worlds: [...pool.seats[seat].worlds, pool.seats[seat].job.world] });
  const run = (task) => `runs ${task.moved[lever] || 0}:${task.reading}`;
  const said = ({ task, stop, hold }) => (task ? run(task) : stop ? "stops" : hold ? "is held" : "goes on");
  const all = [], after = async (what) => {
    await null; await null;
    all.push([what, told.splice(0).map(([seat, one]) => `${seat} ${said(one)}`)]);
  };
  const ask = (strength, rank) => {
    const moved = strength ? { [lever]: strength } : {};
    for (let i = 0; i < 4; i++) pool.run({ moved, seed: i, reading: i }, rank + i, String(strength));
  };
  answer(0, { ready: true }); answer(1, { ready: true });
  ask(0, 0); await after("asked");
  answer(1, { result: {}, ...kept(1) }); await after("1 was done before it heard");
  answer(0, { result: {}, ...kept(0) }); await after("the first is there");
  ask(1, -100); await after("another move");
  answer(0, { stopped: true }); await after("made way");
  answer(0, { result: {} }); await after("its first is there");
  pool.keep((group) => group === "2"); ask(2, -200); await after("nobody waits for the others");
  answer(1, { stopped: true }); await after("1 is free");
  answer(0, { stopped: true }); await after("0 is free");
  return all;
}"""


def test_a_first_picture_is_made_by_the_worker_that_keeps_its_world(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        assert one.ask(TOLD) == [
            ["asked", ["0 runs 0:0", "1 runs 0:1", "1 is held"]],
            ["1 was done before it heard", ["1 runs 0:2"]],  # and stays held
            ["the first is there", ["0 runs 0:3", "1 goes on"]],
            ["another move", ["0 stops", "1 is held"]],  # 0 keeps the world of the first reading
            ["made way", ["0 runs 1:0"]],
            ["its first is there", ["0 runs 1:2", "1 goes on"]],  # 1 keeps the world of reading 1
            ["nobody waits for the others", ["0 stops", "1 stops"]],
            ["1 is free", ["1 runs 2:1", "1 is held"]],
            ["0 is free", ["0 runs 2:0"]],
        ]


def test_no_run_is_held_for_good(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        one.ask("() => { laboratory.pool.most = 1; }")
        for step in range(1, 9):
            one.ask(f"() => laboratory.drag('levers.clearance_staff.strength', {step / 10}, 0)")
            one.page.wait_for_timeout(40)
        one.readings_in()
        one.until("!laboratory.pool.seats.some((seat) => seat.job) && !laboratory.pool.waiting.length")
        assert one.faults == []
