"""What a sweep adds to bare runs: store and scheduling a run, and how well processes and Dask fill the cores."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import timing, worlds
from benchmarks.figure import Figure, ratio, several
from sim import Experiment, Scenario, sweep
from sim.experiment import SweepOptions

QUESTION = "How many runs a second does a sweep make, and what does it add to each?"
BARE = (
    "import sys, time; from benchmarks.worlds import run; from sim import Scenario\n"
    "s = Scenario.load(sys.argv[1]); run(s, 0); print('ready', flush=True)\n"
    "sys.stdin.readline(); begin = time.perf_counter()\n"
    "for seed in range(int(sys.argv[2])): run(s, seed)\n"
    "print(time.perf_counter() - begin, flush=True)"
)


class Took(NamedTuple):
    """What many runs took together."""

    cpu: float  # seconds of this process and all that it waited for
    wall: float


def measure(quick: bool) -> list[Figure]:
    """Measure the overhead with runs so short that they do not hide it, then the rate with whole ones."""
    return [*overhead(40 if quick else 150, 2 if quick else 5), *rates(quick)]


def experiment(base: str, seeds: int, settings: str = "") -> Experiment:
    """Return an experiment of one arm with so many seeds."""
    arm = {"scenario": base, **({"set": {"run.quarters": 2, "run.start_year": 2020}} if settings == "short" else {})}
    data = {
        "question": "How long does it take?",
        "base": base,
        "replications": seeds,
        "outcomes": ["transfers_delivered"],
        "design": {"kind": "arms"},
        "arms": {"only": arm},
    }
    return Experiment.from_dict(data, "timed")


def take(act: Callable[[], Any]) -> Took:
    """Return what an act takes, its processes included."""
    begin, used = time.perf_counter(), _used()
    act()
    return Took(_used() - used, time.perf_counter() - begin)


def _used() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def swept(asked: Experiment, jobs: int = 1, scheduler: str = "") -> Took:
    """Return what a sweep into a new store takes."""
    with tempfile.TemporaryDirectory() as folder:
        options = SweepOptions(preflight=False)
        return take(lambda: sweep(asked, Path(folder) / "store", jobs, scheduler, options))


def bare(scenario: Scenario, seeds: int) -> Took:
    """Return what the same runs take in a plain loop, outcomes included."""
    return take(lambda: [worlds.run(scenario, seed) for seed in range(seeds)])


def overhead(runs: int, repetitions: int) -> list[Figure]:
    """Compare very short runs in one process with and without a sweep, in turns."""
    asked = experiment("tiny", runs, "short")
    scenario = next(iter(asked.worlds.values()))
    bare(scenario, 3)
    swept(asked)
    plain, with_sweep = [], []
    for repetition in range(repetitions):
        if repetition % 2:
            with_sweep.append(swept(asked))
        plain.append(bare(scenario, runs))
        if not repetition % 2:
            with_sweep.append(swept(asked))
    added = [1000 * (one.cpu - other.cpu) / runs for one, other in zip(with_sweep, plain, strict=True)]
    elapsed = [1000 * (one.wall - other.wall) / runs for one, other in zip(with_sweep, plain, strict=True)]
    each = [1000 * one.cpu / runs for one in plain]
    return [
        several("a run of two quarters of the small scenario, bare", each, "ms", "cpu"),
        several(f"store and scheduling, a run, {runs} runs in one process", added, "ms", "cpu", "<= 5"),
        several("the same, elapsed", elapsed, "ms", "wall"),
    ]


def rates(quick: bool) -> list[Figure]:
    """Compare sweeps with the same runs in a plain loop: two processes, Dask."""
    base, runs, rounds = ("tiny", 20, 2) if quick else ("baseline", 300, 2)
    asked, scenario = experiment(base, runs), Scenario.load(base)
    bare(scenario, 1)
    loops: list[Took] = []
    found: dict[str, list[Took]] = {"two processes": [], "Dask": []}
    pairs: list[float] = []
    with Cluster() as address:
        swept(experiment(base, 4), scheduler=address)  # its workers load the compiled code
        for _ in range(rounds):
            loops.append(bare(scenario, runs))
            found["two processes"].append(swept(asked, jobs=2))
            pairs.append(pair_of_loops(base, runs // 2))
            found["Dask"].append(swept(asked, scheduler=address))
    figures = [several("bare runs a second, one process", [runs / one.wall for one in loops], "runs/s", "wall")]
    figures += [
        several(
            f"runs a second by sweep: {name}", [runs / one.wall for one in took], "runs/s", "wall", note=f"{runs} runs"
        )
        for name, took in found.items()
    ]
    two = found["two processes"]
    figures += [
        ratio(
            "two processes over twice the bare rate of one",
            [one.wall for one in loops],
            [2 * one.wall for one in two],
            "wall",
            ">= 0.9",
            "start of processes included; spoilt by whatever else runs on the cores",
        ),
        ratio(
            "two processes over two plain loops at the same time",
            pairs,
            [one.wall for one in two],
            "wall",
            note="loops already started and loaded",
        ),
        ratio("Dask over processes", [one.wall for one in found["Dask"]], [one.wall for one in two], "wall"),
        ratio(
            "bare processor time over that of two processes, all included",
            [one.cpu for one in loops],
            [one.cpu for one in two],
            "cpu",
        ),
    ]
    return figures


def pair_of_loops(base: str, runs: int) -> float:
    """Return how long two plain loops take that run at once in processes of their own."""
    children = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", BARE, base, str(runs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=timing.ROOT,
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    seconds = [float(child.communicate()[0].split()[-1]) for child in children]
    return max(seconds)


class Cluster:
    """A Dask cluster of two processes on this machine."""

    def __enter__(self) -> str:
        from distributed import LocalCluster

        self._cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
        return str(self._cluster.scheduler_address)

    def __exit__(self, *_: object) -> None:
        self._cluster.close()
