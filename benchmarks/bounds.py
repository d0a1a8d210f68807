"""What draws and memory alone would cost: no way of computing the same run comes below either."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import worlds
from benchmarks.figure import Figure, one, several
from sim import Scenario
from sim.draws import block
from sim.rules import kernel

QUESTION = "What do draws and memory alone cost in a run, and how far is the whole run from both?"
LARGE = 2**23  # numbers in each array that is copied: 64 MB, beyond any cache
BLOCKS = 1_000_000
# Counts the draws of a run in plain Python, where a function can be replaced by one that counts.
COUNT = """
import sys
from sim import CollaborationModel, Scenario, draws
drawn, philox = 0, draws.philox
def counted(*words):
    global drawn
    drawn += 1
    return philox(*words)
draws.philox = counted
model = CollaborationModel(Scenario.load(sys.argv[1]), seed=0)
drawn = 0
model.run()
print(drawn)
"""


@kernel
def draw_blocks(seed: int, count: int) -> float:
    """Draw blocks one after another and return their sum, so that none of them can be left out."""
    total = 0.0
    for entity in range(count):
        one, other, third, fourth = block(seed, entity, 1, 1, 0)
        total += one + other + third + fourth
    return total


def measure(quick: bool) -> list[Figure]:
    """Time copies and draws, count those of a run, and lay the run beside them."""
    name, repetitions = ("tiny", 3) if quick else ("baseline", 9)
    scenario = Scenario.load(name)
    source, target = np.ones(LARGE), np.zeros(LARGE)
    draw_blocks(7, 1)
    worlds.run(scenario, 0)
    rates, each, whole = [], [], []
    for seed in range(repetitions):
        rates.append(2 * source.nbytes / seconds(lambda: np.copyto(target, source)) / 1e9)
        each.append(seconds(lambda: draw_blocks(7, BLOCKS)) / BLOCKS * 1e9)
        whole.append(1000 * seconds(lambda seed=seed: worlds.run(scenario, seed)))
    bandwidth = several("memory copied, read and write counted", rates, "GB/s", "cpu", note="one thread, 64 MB arrays")
    drawing = several("a Philox block of four draws", each, "ns", "cpu", note="one after another")
    run = several("a run: construction, quarters, outcomes", whole, "ms", "cpu")
    blocks = blocks_drawn(name)
    draws_ms = blocks * drawing.value * 1e-6
    memory_ms = bytes_touched(scenario) / bandwidth.value * 1e-6
    return [
        bandwidth,
        drawing,
        run,
        one("Philox blocks of the quarters of a run", blocks, "blocks", note="counted in plain Python"),
        one("bound by draws: those blocks at that speed", draws_ms, "ms", "cpu"),
        one("bound by memory: every table read and written once a quarter", memory_ms, "ms", "cpu"),
        one("the run over both bounds together", run.value / (draws_ms + memory_ms), "times", "cpu"),
    ]


def seconds(act: Any) -> float:
    """Return the processor seconds that something takes."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def blocks_drawn(name: str) -> int:
    """Count the Philox blocks of a run of a shipped scenario, in a process without compiled code."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", COUNT, name], env=environment, capture_output=True, text=True, check=True
    )
    return int(json.loads(done.stdout))


def bytes_touched(scenario: Any) -> int:
    """Return the bytes of a run if every table in use were read and written once a quarter."""
    world = worlds.start(scenario, 0)
    touched, spent = 0, dict[str, float]()
    for _ in range(scenario.run.quarters):
        world = worlds.step(world, spent)
        open_deals = int(world.region[0].open_deals)
        touched += 2 * (world.organisations.nbytes + world.expertise.nbytes + 2 * world.gravity.nbytes)
        touched += 2 * open_deals * (world.deals.dtype.itemsize + world.tallies.dtype.itemsize)
    return touched
