"""Sweeps are interrupted, runs go bad, a cluster is lost: it is said, neighbours live, the same command goes on."""

from __future__ import annotations

import random
import signal
import sys
import time

from sim.store import Results
from tests.torture.attack import Attack, Bench
from tests.torture.kills import cluster
from tests.torture.runs import needs_linux
from tests.torture.worlds import call, children, fault_of, lives, one_line, quick, reference, sim, start, written

INTERRUPTED = 130


def interrupts(bench: Bench) -> None:
    """Send Ctrl-C or the order to end at random moments: exit 130 soon, no traceback, no orphan, resumed equal."""
    needs_linux()
    luck = random.Random(bench.seed)
    asked = quick(bench.times(200, 80))
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    store = bench.folder / "store0"
    begun = time.monotonic()
    start(sim("sweep", file, "--out", store, "--no-preflight", "--jobs", 2)).communicate()
    alone = time.monotonic() - begun
    slowest = 0.0
    for place in range(bench.times(40, 2)):
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
    bench.tell(f"slowest end {slowest:.1f} s")


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
    bench.tell(", ".join(f"seed {seed} {status.get(seed)}" for seed in expected))


POISON = """
import os, signal, sys, time
from sim.experiment import Experiment, SweepOptions, sweep
import sim.experiment.executors.work as work

build = work.Run

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

work.Run = Poisoned

if __name__ == "__main__":
    sweep(Experiment.from_dict({asked!r}), sys.argv[1], jobs=2, options=SweepOptions(timeout=10.0, preflight=False))
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


ATTACKS = (
    Attack("interrupts", "Ctrl-C and SIGTERM at random moments: exit 130, no traceback, resumed equal", interrupts),
    Attack("poison", "runs that raise, kill, hang, exit, eat memory, flood: said in their rows", poison),
    Attack("scheduler-lost", "the Dask scheduler is killed: exit 3, and the same runs are made here", scheduler),
)
