"""What the model costs beside what it cost before its second version, and half-way: rules of three commits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import timing
from benchmarks.figure import Figure, ratio, several

QUESTION = "What do a run and the first compilation cost beside those of the model before, and half-way?"
BEFORE = {
    "the first version": "0646d4710f24510190b047aa79b67e069e6622a2",
    "the first half": "be0c18f438a78614b38b0085f0965bb4b092e51f",
}
"""The last commit before the first repair; the last with the rules of the first half alone."""
NOW, SHIPPED = "now", "now, as it is shipped"
NUMBA = {"TRANSFER_LAB_CODE": "numba"}
SEEDS = 8
RUNS = """
import json, sys, time
from sim import CollaborationModel, Scenario

scenario = Scenario.load("baseline")
CollaborationModel(scenario, seed=0).run()
print(json.dumps(scenario.run.quarters), flush=True)
for line in sys.stdin:
    begin = time.process_time()
    model = CollaborationModel(scenario, seed=int(line)).run()
    spent = time.process_time() - begin
    print(json.dumps([spent, len(model.record().deals)]), flush=True)
"""
FIRST = """
from sim import CollaborationModel, Scenario
CollaborationModel(Scenario.load("baseline"), seed=0).run()
"""


class Version(NamedTuple):
    """Processor seconds and deals of each run of one version, and its quarters."""

    quarters: int
    seconds: list[float]
    deals: list[int]

    @property
    def a_quarter(self) -> list[float]:
        """Milliseconds of a simulated quarter, run by run."""
        return [1e3 * spent / self.quarters for spent in self.seconds]


def measure(quick: bool) -> list[Figure]:
    """Check out both commits beside this one; time runs and compilations of all three in turns, all by Numba."""
    with checkouts() as roots:
        runs = in_turns(roots, SEEDS if quick else 10 * SEEDS)
        cold, peaks = compiled(roots, 1 if quick else 3)
    found = []
    for name, version in runs.items():
        deals = sum(version.deals) / len(version.deals)
        note = f"{version.quarters} quarters, {deals:,.0f} deals"
        found.append(several(f"a simulated quarter of the baseline, {name}", version.a_quarter, "ms", "cpu", note=note))
    of = {name: version.a_quarter for name, version in runs.items()}
    first, half = BEFORE
    for name, other in ((NOW, half), (half, first)):
        found.append(ratio(f"a simulated quarter, {name} over {other}", of[name], of[other], "cpu", "<= 1.15"))
    found.append(ratio(f"the same, now over {first}", of[NOW], of[first], "cpu"))
    found.append(ratio("now, as it is shipped, over now by Numba", of[SHIPPED], of[NOW], "cpu"))
    found += [several(f"compiled from nothing and run once, {name}", cold[name], "s", "cpu") for name in roots]
    for name, other in ((NOW, half), (half, first)):
        found.append(ratio(f"compiled from nothing, {name} over {other}", cold[name], cold[other], "cpu", "<= 1.5"))
    found += [several(f"most memory of a process that runs it once, {name}", peaks[name], "MB") for name in roots]
    return found


@contextmanager
def checkouts() -> Iterator[dict[str, Path]]:
    """Have the older commits in folders of their own for a while, by name; the present one last.

    Raises:
        OSError: if this is no checkout, or its history does not go back so far.
    """
    with tempfile.TemporaryDirectory() as folder:
        roots = {}
        for name, commit in BEFORE.items():
            place = Path(folder) / commit[:12]
            place.mkdir()
            packed = subprocess.run(["git", "archive", commit], cwd=timing.ROOT, capture_output=True, check=False)
            if packed.returncode:
                raise OSError(f"git has no commit {commit[:12]} here: {packed.stderr.decode(errors='replace')[-300:]}")
            subprocess.run(["tar", "-x", "-C", str(place)], input=packed.stdout, check=True)
            roots[name] = place
        yield {**roots, NOW: timing.ROOT}


def in_turns(roots: dict[str, Path], repetitions: int) -> dict[str, Version]:
    """Run the baseline of every version in a process of its own, seed by seed, in turns, there and back."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as cache:
        children = {
            name: stack.enter_context(child(root, {**NUMBA, "TRANSFER_LAB_CACHE": f"{cache}/{place}"}))
            for place, (name, root) in enumerate(roots.items())
        }
        children[SHIPPED] = stack.enter_context(child(roots[NOW], {}))
        found = {name: Version(int(answer(one)), [], []) for name, one in children.items()}
        for repetition in range(repetitions):
            order = list(children.items())
            for name, one in order if repetition % 2 == 0 else reversed(order):
                assert one.stdin is not None
                one.stdin.write(f"{repetition % SEEDS}\n")
                one.stdin.flush()
                spent, deals = answer(one)
                found[name].seconds.append(spent)
                found[name].deals.append(deals)
    return found


@contextmanager
def child(root: Path, more: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Have a process that runs a version's baseline for every seed that it reads, for a while."""
    surroundings = timing.surroundings_of(root, more)
    command = [sys.executable, "-P", "-c", RUNS]
    process = subprocess.Popen(
        command, cwd=root, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answer(process: subprocess.Popen[str]) -> Any:
    """Read one line of JSON."""
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def compiled(roots: dict[str, Path], repetitions: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return what compiling everything from nothing costs, and the memory of a process that finds it compiled."""
    cold: dict[str, list[float]] = {name: [] for name in roots}
    peaks: dict[str, list[float]] = {name: [] for name in roots}
    for _ in range(repetitions):
        for name, root in roots.items():
            with tempfile.TemporaryDirectory() as cache:
                surroundings = {**NUMBA, "TRANSFER_LAB_CACHE": cache}
                cold[name].append(timing.process(["-c", FIRST], surroundings, root=root).cpu)
                peaks[name].append(timing.process(["-c", FIRST], surroundings, root=root).peak)
    return cold, peaks
