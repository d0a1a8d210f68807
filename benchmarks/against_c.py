"""The hottest kernels beside the same rules in straight C, equal to the last bit, and what the machine allows."""

from __future__ import annotations

import ctypes
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import c_source, phase_kernels, worlds
from benchmarks.figure import Figure, one, ratio, several
from sim import Scenario
from sim.state import World

QUESTION = "How far are the kernels from straight C, and both from what memory and draws allow?"
IN_C = ("research", "entry_exit", "opening", "search_and_match", "conversion", "absorption")
HOTTEST = {
    "search_and_match": "candidate search and match",
    "conversion": "conversion clocks",
    "absorption": "absorption clocks",
    "research": "learning and shelves",
    "entry_exit": "entry and exit",
    "opening": "opening of deals",
}
LARGE = 2**23  # numbers in each array that is copied: 64 MB, beyond any cache


def measure(quick: bool) -> list[Figure]:
    """Advance the same runs with the model's kernels and with C, quarter by quarter in turns.

    Raises:
        OSError: if there is no C compiler.
        AssertionError: if C does not come to the same tables, bit by bit.
    """
    scenario = Scenario.load("tiny" if quick else "baseline")
    phase_kernels.prepare()
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.start(scenario, 0)
        library = c_source.build(world, Path(folder))
        counting = c_source.build(world, Path(folder), counting=True)
        runs = [both(library, scenario, seed) for seed in range(2 if quick else 7)]
        bounds = limits(library, 3 if quick else 9)
        blocks = blocks_of(counting, scenario)
    return [*compared(runs), *bounds, *bounded(runs, bounds, blocks, scenario)]


def timed(library: ctypes.CDLL, name: str) -> Callable[[World], float]:
    """Return a phase in C, timed like the model's own."""
    call = c_source.caller(library, name)

    def act(world: World) -> float:
        seen = c_source.face(world)
        begin = time.process_time()
        call(seen)
        return time.process_time() - begin

    return act


def both(library: ctypes.CDLL, scenario: Any, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """Run a scenario twice, side by side, and return what each phase cost: the model's own, and with C."""
    ours: dict[str, float] = {}
    theirs: dict[str, float] = {}
    plain, mixed = worlds.start(scenario, seed), worlds.start(scenario, seed)
    other = {"": timed(library, "nothing"), **{name: timed(library, name) for name in IN_C}}
    worlds.in_numba("")(plain)
    for quarter in range(scenario.run.quarters):
        if quarter % 2:
            mixed = worlds.step(mixed, other, theirs)
        plain = worlds.step(plain, {}, ours)
        if not quarter % 2:
            mixed = worlds.step(mixed, other, theirs)
    found = worlds.differences(plain, mixed)
    assert not found, f"C and the kernels differ in {', '.join(found)}: the rules have changed, benchmarks/c has not"
    return ours, theirs


def compared(runs: list[tuple[dict[str, float], dict[str, float]]]) -> list[Figure]:
    """Return each phase over its C, and the whole run over the run with all of them in C."""
    figures = []
    for name, words in HOTTEST.items():
        ours = [1000 * (mine[name] - mine[""]) for mine, _ in runs]
        theirs = [1000 * (other[name] - other[""]) for _, other in runs]
        figures.append(several(f"{words}, a run", ours, "ms", "cpu"))
        figures.append(several(f"{words}, a run, in C", theirs, "ms", "cpu"))
        figures.append(ratio(f"{words}: Numba over C", ours, theirs, "cpu", "<= 1.3"))
    names = phase_kernels.NAMES
    mine = [1000 * sum(ours[name] - ours[""] for name in names) for ours, _ in runs]
    hot = [1000 * sum(ours[name] - ours[""] for name in IN_C) for ours, _ in runs]
    in_c = [1000 * sum(other[name] - other[""] for name in IN_C) for _, other in runs]
    rest = [all_ - part for all_, part in zip(mine, hot, strict=True)]
    mixed = [one_ + other for one_, other in zip(in_c, rest, strict=True)]
    figures.append(several("all phases of a run", mine, "ms", "cpu"))
    figures.append(ratio("share of the run that is written in C too", hot, mine, "cpu"))
    figures.append(ratio("the six kernels together: Numba over C", hot, in_c, "cpu", "<= 1.3"))
    figures.append(
        ratio("whole run over the same run with six kernels in C", mine, mixed, "cpu", "<= 2", "the rest as it is")
    )
    return figures


def limits(library: ctypes.CDLL, repetitions: int) -> list[Figure]:
    """Measure how fast memory is copied and how fast Philox blocks come, one thread."""
    one_, other = np.ones(LARGE), np.zeros(LARGE)
    library.copy.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    library.draws.argtypes, library.draws.restype = [ctypes.c_int64, ctypes.c_int64], ctypes.c_double
    rates, blocks, count = [], [], 1_000_000
    for _ in range(repetitions):
        begin = time.process_time()
        library.copy(other.ctypes.data, one_.ctypes.data, LARGE)
        rates.append(2 * one_.nbytes / (time.process_time() - begin) / 1e9)
        begin = time.process_time()
        library.draws(7, count)
        blocks.append((time.process_time() - begin) / count * 1e9)
    return [
        several("memory copied, read and write counted", rates, "GB/s", "cpu", note="one thread, 64 MB arrays"),
        several("a Philox block of four draws", blocks, "ns", "cpu", note="C, one after another"),
    ]


def blocks_of(library: ctypes.CDLL, scenario: Any) -> dict[str, int]:
    """Count the Philox blocks of a run, by phase; phases that are not in C are not counted."""
    counter = ctypes.c_int64.in_dll(library, "blocks_drawn")
    counted = dict.fromkeys(IN_C, 0)
    world = worlds.start(scenario, 0)

    def counting(name: str) -> Callable[[World], float]:
        act = timed(library, name)

        def run(now: World) -> float:
            counter.value = 0
            spent = act(now)
            counted[name] += counter.value
            return spent

        return run

    for _ in range(scenario.run.quarters):
        world = worlds.step(world, {name: counting(name) for name in IN_C}, {})
    return counted


def bounded(runs: Any, bounds: list[Figure], blocks: dict[str, int], scenario: Any) -> list[Figure]:
    """Return what draws alone and reading every table once a quarter would cost, beside what the six kernels cost."""
    bandwidth, each = bounds[0].value, bounds[1].value
    draws = sum(blocks.values())
    world = worlds.start(scenario, 0)
    spent: dict[str, float] = {}
    touched = 0
    for _ in range(scenario.run.quarters):
        world = worlds.step(world, {}, spent)
        region = world.region[0]
        touched += 2 * (world.organisations.nbytes + world.expertise.nbytes + 2 * world.gravity.nbytes)
        touched += 2 * int(region.open_deals) * (world.deals.dtype.itemsize + world.tallies.dtype.itemsize)
    hot = [1000 * sum(ours[name] - ours[""] for name in IN_C) for ours, _ in runs]
    draw_ms, memory_ms = draws * each * 1e-6, touched / bandwidth * 1e-6
    middle = sorted(hot)[len(hot) // 2]
    return [
        one("Philox blocks of a run in these six kernels", draws, "blocks"),
        one("bound by draws: those blocks at that speed", draw_ms, "ms", "cpu"),
        one("bound by memory: every table read and written once a quarter", memory_ms, "ms", "cpu"),
        one("the six kernels over both bounds together", middle / (draw_ms + memory_ms), "times", "cpu"),
    ]
