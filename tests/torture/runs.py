"""Runs go on for long, are many, hang, die, flood and are watched: memory stays flat, laws hold, neighbours live."""

from __future__ import annotations

import gc
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from sim import CollaborationModel, Scenario
from sim.model import LawError, Watch
from sim.scenario import shipped_names
from sim.scenario.consistency import organisations
from sim.store import Results
from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.kills import cluster
from tests.torture.worlds import (
    QUICK,
    call,
    children,
    fault_of,
    lives,
    one_line,
    quick,
    reference,
    sim,
    start,
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
    """Make many runs in one process and measure how its memory grows."""
    _needs_linux()
    scenario = Scenario.load("tiny").with_(**QUICK)
    runs = bench.times(10_000, 600)
    counts: list[int] = []
    memory: list[float] = []
    gc.collect()
    before = sum(isinstance(one, CollaborationModel) for one in gc.get_objects())
    for seed in range(runs):
        CollaborationModel(scenario, seed=seed).run().outcomes()
        if seed % (runs // 60) == 0:
            counts.append(seed)
            memory.append(resident())
    bench.tries = runs
    gc.collect()
    alive = sum(isinstance(one, CollaborationModel) for one in gc.get_objects())
    bench.held(alive <= before + 1, f"{alive - before} models are still alive")
    grows = slope(counts, memory)
    bench.note(f"{grows:+.2f} kB a run, {memory[-1]:.0f} MB at the end")
    if not bench.short:
        bench.held(grows < MOST_A_RUN, f"memory grows by {grows:.2f} kB a run")
    bench.held(
        memory[-1] - memory[len(memory) // 3] < 30, f"memory grew from {memory[len(memory) // 3]} to {memory[-1]} MB"
    )


def coordinator(bench: Bench) -> None:
    """Make very many runs in two processes and measure the memory of their coordinator."""
    _needs_linux()
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
        bench.note(f"{grows:+.3f} kB a run, {memory[-1]:.0f} MB after {counts[-1]:,} runs")
        bench.held(grows < MOST_A_RUN, f"the coordinator grows by {grows:.2f} kB a run")
    bench.note(f"{runs / (time.monotonic() - begun):.0f} runs a second, start included")
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
    bench.note(f"{len(model.record().deals):,} deals, {resident():.0f} MB")


def million(bench: Bench) -> None:
    """Run a million organisations."""
    size = bench.times(1_000_000, 20_000)
    base = Scenario.load("baseline")
    scale = size / organisations(base.region, base.population)
    scenario = base.with_(**{"population.scale": scale, "run.quarters": 12, "run.burn_in": 4})
    begun = time.process_time()
    model = CollaborationModel(scenario, seed=1)
    watch = Watch(model)
    watch.run() if bench.short else model.run()
    if not bench.short:
        bench.held(not list(watch.broken()), "a law does not hold")
    bench.tries = len(model.world.organisations)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    deals, seconds = len(model.record().deals), time.process_time() - begun
    bench.note(f"{model.quarter} quarters, {deals:,} deals, {seconds:.0f} s of one processor")
    bench.note(f"{peak:,.0f} MB at most")


def laws(bench: Bench) -> None:
    """Watch C1 to C4, and that every number is one, in every quarter of scenarios drawn at large."""
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
        max_examples=bench.times(500, 10),
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


def interrupts(bench: Bench) -> None:
    """Send Ctrl-C or the order to end at random moments: exit 130 soon, no traceback, no orphan, resumed equal."""
    _needs_linux()
    luck = random.Random(bench.seed)
    asked = quick(bench.times(200, 80))
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    store = bench.folder / "store0"
    begun = time.monotonic()
    start(sim("sweep", file, "--out", store, "--no-preflight", "--jobs", 2)).communicate()
    alone = time.monotonic() - begun
    slowest = 0.0
    for place in range(bench.times(50, 2)):
        command = sim("sweep", file, "--out", store, "--no-preflight", "--jobs", luck.choice([1, 2]))
        running = start(command)
        deadline = time.monotonic() + luck.uniform(0.35 * alone, alone)
        known: set[int] = set()
        while running.poll() is None and time.monotonic() < deadline:
            known |= set(children(running.pid))
            time.sleep(0.02)
        begun = time.monotonic()
        running.send_signal(luck.choice([signal.SIGINT, signal.SIGTERM]))
        said = running.communicate()[1]
        if running.returncode == 0:
            store = bench.folder / f"store{place + 1}"
            continue
        bench.tries += 1
        slowest = max(slowest, time.monotonic() - begun)
        early = running.returncode in (-signal.SIGINT, -signal.SIGTERM)  # before the program itself was loaded
        bench.held(running.returncode == INTERRUPTED or early, f"exit {running.returncode}: {one_line(said)}")
        bench.held("Traceback" not in said, f"a traceback: {one_line(said)}")
        time.sleep(0.2)
        bench.held(not any(map(lives, known)), "a worker lives on")
    done = call(sim("sweep", file, "--out", store, "--no-preflight", "--quiet"))
    bench.held(done.returncode == 0, f"exit {done.returncode}: {one_line(done.stderr)}")
    bench.held(not fault_of(store, sound), fault_of(store, sound))
    bench.note(f"slowest end {slowest:.1f} s")


def poison(bench: Bench) -> None:
    """Let single runs raise, kill, hang, exit, use up memory and flood: their rows say so, the rest is equal."""
    asked = quick(100, arms=1)
    script = bench.folder / "poison.py"
    script.write_text(POISON.format(asked=asked), encoding="utf-8")
    store = bench.folder / "store"
    done = call([sys.executable, "-P", str(script), str(store)])
    bench.held(done.returncode == 0, f"exit {done.returncode}: {one_line(done.stderr)}")
    reference(bench.folder, asked)
    ours = Results(store).frame().set_index("seed")
    sound = Results(bench.folder / "reference").frame().set_index("seed")
    bench.tries = len(ours)
    expected = {10: "error", 20: "crashed", 30: "timeout", 40: "crashed", 50: "error"}
    status = ours["status"].to_dict()
    wrong = {seed: how for seed, how in status.items() if how != expected.get(seed, "ok")}
    bench.held(len(ours) == 100 and not wrong, f"{len(ours)} rows, wrong: {wrong}")
    good = [seed for seed in sound.index if seed not in expected]
    bench.held(ours.loc[good].equals(sound.loc[good]), "a neighbour of a bad run differs")
    bench.note(", ".join(f"seed {seed} {status.get(seed)}" for seed in expected))


POISON = """
import os, signal, sys, time
from sim.experiment import Experiment, sweep
import sim.experiment.work as work

build = work.CollaborationModel

class Poisoned(build):
    def run(self):
        match self.run_seed:
            case 10: raise ArithmeticError("not to my taste")
            case 20: os.kill(os.getpid(), signal.SIGKILL)
            case 30: time.sleep(600)
            case 40: os._exit(0)
            case 50:
                import resource
                resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
                try:
                    bytearray(8 << 30)
                finally:
                    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            case 60: os.write(2, b"flood " * 2_000_000)
        return super().run()

work.CollaborationModel = Poisoned

if __name__ == "__main__":
    sweep(Experiment.from_dict({asked!r}), sys.argv[1], jobs=2, timeout=10.0, preflight=False)
"""


def scheduler(bench: Bench) -> None:
    """Kill the scheduler of a cluster under a sweep: exit 3, one sentence, and the same command completes here."""
    asked = quick(400)
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    luck = random.Random(bench.seed)
    for place in range(bench.times(5, 1)):
        store = bench.folder / f"store{place}"
        with cluster(bench.folder) as (address, process, _):
            running = start(sim("sweep", file, "--out", store, "--no-preflight", "--scheduler", address))
            parts = luck.randint(1, 4)
            deadline = time.monotonic() + 120
            while running.poll() is None and len(list(store.glob("runs/*.parquet"))) < parts:
                time.sleep(0.02)
                if time.monotonic() > deadline:
                    break
            process.kill()
            said = running.communicate()[1]
        bench.tries += 1
        bench.held(running.returncode == 3, f"exit {running.returncode}: {one_line(said)}")
        last = [line for line in said.splitlines() if line.startswith("error: ")]
        bench.held(len(last) == 1 and "scheduler" in last[0], f"says {one_line(said)}")
        bench.held("Traceback" not in said, f"a traceback among {len(said.splitlines())} lines")
        done = call(sim("sweep", file, "--out", store, "--no-preflight", "--quiet"))
        bench.held(done.returncode == 0 and not fault_of(store, sound), f"then here: exit {done.returncode}")
    bench.tries += 1
    done = call(sim("sweep", file, "--out", bench.folder / "none", "--scheduler", "tcp://127.0.0.1:9", "--quiet"))
    bench.held(done.returncode == 3 and "no Dask scheduler answers" in done.stderr, one_line(done.stderr))


def _needs_linux() -> None:
    if sys.platform != "linux":
        raise SkippedError("reads /proc")


ATTACKS = (
    Attack("many-runs", "runs in one process: memory flat, no model stays", many),
    Attack("coordinator", "a sweep of very many runs: memory of the coordinator flat", coordinator),
    Attack("many-quarters", "a run of very many quarters: laws hold, outcomes are numbers", quarters),
    Attack("many-organisations", "a million organisations: time and memory", million),
    Attack("laws", "scenarios drawn at large: C1 to C4 and finite numbers hold in every quarter", laws),
    Attack("interrupts", "Ctrl-C and SIGTERM at random moments: exit 130, no traceback, resumed equal", interrupts),
    Attack("poison", "runs that raise, kill, hang, exit, eat memory, flood: said in their rows", poison),
    Attack("scheduler-lost", "the Dask scheduler is killed: exit 3, and the same runs are made here", scheduler),
)
