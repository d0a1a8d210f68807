"""Runs go on for long, are many, hang, die, flood and are watched: memory stays flat, laws hold, neighbours live."""

from __future__ import annotations

import gc
import re
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import numpy as np

from sim import CollaborationModel, Scenario
from sim.engine import LawError, Watch
from sim.experiment import Experiment, Study
from sim.experiment.executors.work import work
from sim.experiment.plan import tasks_of
from sim.scenario import shipped_names
from sim.scenario.consistency import organisations
from sim.store import Inventory, Results, RunStatus
from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.worlds import (
    quick,
    sim,
    written,
)

KILOBYTE = 1024
MOST_A_RUN = 1.0  # kilobytes that memory may grow by a run
INTERRUPTED = 130


def resident(number: int | str = "self") -> float:
    """Return the memory of a process, megabytes."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{number}/status").read_text())
    return int(found[1]) / KILOBYTE if found else 0.0


def slope(counts: list[int], megabytes: list[float]) -> float:
    """Return by how many kilobytes memory grows a run, the first third left out."""
    first = len(counts) // 3
    return float(np.polyfit(counts[first:], megabytes[first:], 1)[0]) * KILOBYTE


def many(bench: Bench) -> None:
    """Make many runs in one process, as a sweep makes them, and measure how its memory grows."""
    needs_linux()
    runs = bench.times(10_000, 400)
    study = Study(Experiment.from_dict(quick(runs, arms=1)))
    plan = study.plan()
    tasks = tasks_of(plan, study.scenario, Inventory())
    counts: list[int] = []
    memory: list[float] = []
    gc.collect()
    before = sum(isinstance(one, CollaborationModel) for one in gc.get_objects())
    while chunk := list(islice(tasks, runs // 50)):
        failed = [row for row in work(chunk, plan.model) if row.status != RunStatus.OK]
        bench.held(not failed, f"{len(failed)} runs failed")
        bench.tries += len(chunk)
        counts.append(bench.tries)
        memory.append(resident())
    gc.collect()
    alive = sum(isinstance(one, CollaborationModel) for one in gc.get_objects())
    bench.held(alive <= before + 1, f"{alive - before} models are still alive")
    grows = slope(counts, memory)
    bench.tell(f"{grows:+.2f} kB a run, {memory[-1]:.0f} MB at the end")
    if not bench.short:
        bench.held(grows < MOST_A_RUN, f"memory grows by {grows:.2f} kB a run")
    bench.held(memory[-1] - memory[len(memory) // 3] < 30, f"memory: {memory[len(memory) // 3]} to {memory[-1]} MB")


def coordinator(bench: Bench) -> None:
    """Make very many runs in two processes and measure the memory of their coordinator."""
    needs_linux()
    runs = bench.times(20_000, 400)
    file = written(bench.folder, quick(runs, arms=1))
    running = subprocess.Popen(
        sim("sweep", file, "--out", bench.folder / "store", "--jobs", 2, "--no-preflight"),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert running.stderr is not None
    counts: list[int] = []
    memory: list[float] = []
    begun = time.monotonic()
    for said in running.stderr:
        done = re.match(r"([\d,]+) of [\d,]+ runs", said)
        if done:
            counts.append(int(done[1].replace(",", "")))
            memory.append(resident(running.pid))
    bench.held(running.wait() == 0, f"exit {running.returncode}")
    bench.tries = runs
    if len(counts) >= 6:
        grows = slope(counts, memory)
        bench.tell(f"{grows:+.3f} kB a run, {memory[-1]:.0f} MB after {counts[-1]:,} runs")
        bench.held(grows < MOST_A_RUN, f"the coordinator grows by {grows:.2f} kB a run")
    bench.tell(f"{runs / (time.monotonic() - begun):.0f} runs a second, start included")
    bench.held(Results(bench.folder / "store").counts()["done"] == runs, "runs are missing")


def quarters(bench: Bench) -> None:
    """Run for very many quarters, watched."""
    length = bench.times(1000, 120)
    scenario = Scenario.load("tiny").with_(**{"run.quarters": length})
    model = CollaborationModel(scenario, seed=5)
    watch = Watch(model)
    for quarter in range(length):
        model.step()
        if quarter % 50 == 49 or quarter == length - 1:
            watch.look()
    bench.tries = length
    bench.held(all(np.isfinite(value) or np.isnan(value) for value in model.outcomes().values()), "an infinite outcome")
    bench.tell(f"{len(model.record().deals):,} deals, {resident():.0f} MB")


def million(bench: Bench) -> None:
    """Run a million organisations."""
    size = bench.times(1_000_000, 20_000)
    base = Scenario.load("baseline")
    scale = size / organisations(base.region, base.population)
    scenario = base.with_(**{"population.scale": scale, "run.quarters": 12, "run.start_year": 2019})
    begun = time.process_time()
    model = CollaborationModel(scenario, seed=1)
    watch = Watch(model)
    watch.run() if bench.short else model.run()
    if not bench.short:
        bench.held(not list(watch.broken()), "a law does not hold")
    bench.tries = len(model.world.organisations)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    deals, seconds = len(model.record().deals), time.process_time() - begun
    bench.tell(f"{model.quarter} quarters, {deals:,} deals, {seconds:.0f} s of one processor")
    bench.tell(f"{peak:,.0f} MB at most")


def laws(bench: Bench) -> None:
    """Watch C1 to C4, C7 and C8, and that every number is one, in every quarter of scenarios drawn at large."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as some

    from tests.agreement.plain_mesa.random_scenarios import scenarios

    def watched(scenario: Scenario, seed: int) -> None:
        bench.tries += 1
        try:
            with np.errstate(all="ignore"):
                model = Watch(CollaborationModel(scenario, seed=seed)).run()
            bench.note("quarters watched", model.quarter)
        except LawError as error:
            bench.held(False, str(error))

    for name in shipped_names()[: bench.times(100, 4)]:
        watched(Scenario.load(name).with_(**{"population.scale": 0.1}), 1)

    @settings(
        max_examples=bench.times(300, 8),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios(), some.integers(0, 2**63 - 1))
    def at_large(scenario: Scenario, seed: int) -> None:
        watched(scenario, seed)

    at_large()


def needs_linux() -> None:
    if sys.platform != "linux":
        raise SkippedError("reads /proc")


ATTACKS = (
    Attack("many-runs", "runs in one process: memory flat, no model stays", many),
    Attack("coordinator", "a sweep of very many runs: memory of the coordinator flat", coordinator),
    Attack("many-quarters", "a run of very many quarters: laws hold, outcomes are numbers", quarters),
    Attack("many-organisations", "a million organisations: time and memory", million),
    Attack("laws", "scenarios drawn at large: C1 to C4, C7 and C8 and finite numbers hold in every quarter", laws),
)
