"""What the model costs beside what it cost before its second version, and half-way: rules of three commits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import timing
from benchmarks.figure import Figure, one, ratio, several

QUESTION = "What do a run and the first compilation cost beside those of the model before, and half-way?"
BEFORE = {
    "the first version": "0646d4710f24510190b047aa79b67e069e6622a2",
    "the first half": "be0c18f438a78614b38b0085f0965bb4b092e51f",
}
"""The last commit before the first repair; the last with the rules of the first half alone."""
NOW = "now"
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
    """Check out both commits beside this one; time runs and compilations of all three in turns."""
    with checkouts() as roots:
        runs = in_turns(roots, SEEDS if quick else 10 * SEEDS)
        cold, peaks = compiled(roots, 1 if quick else 3)
    found = []
    for name, version in runs.items():
        deals = sum(version.deals) / len(version.deals)
        note = f"{version.quarters} quarters, {deals:,.0f} deals"
        found.append(several(f"a simulated quarter of the baseline, {name}", version.a_quarter, "ms", "cpu", note=note))
    for name, other in zip((NOW, "the first half"), ("the first half", "the first version"), strict=True):
        above, below = runs[name].a_quarter, runs[other].a_quarter
        found.append(ratio(f"a simulated quarter, {name} over {other}", above, below, "cpu", "<= 1.15"))
    found.append(
        ratio("the same, now over the first version", runs[NOW].a_quarter, runs["the first version"].a_quarter, "cpu")
    )
    found += [several(f"compiled from nothing and run once, {name}", cold[name], "s", "cpu") for name in roots]
    for name, other in zip((NOW, "the first half"), ("the first half", "the first version"), strict=True):
        found.append(ratio(f"compiled from nothing, {name} over {other}", cold[name], cold[other], "cpu", "<= 1.5"))
    found += [one(f"most memory of a process that runs it once, {name}", peaks[name], "MB") for name in roots]
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
    """Run the baseline of every version in a process of its own, one after the other, seed by seed."""
    children = {name: _child(root) for name, root in roots.items()}
    found = {name: Version(int(_answer(child)), [], []) for name, child in children.items()}
    for repetition in range(repetitions):
        for name, child in children.items():
            assert child.stdin is not None
            child.stdin.write(f"{repetition % SEEDS}\n")
            child.stdin.flush()
            spent, deals = _answer(child)
            found[name].seconds.append(spent)
            found[name].deals.append(deals)
    for child in children.values():
        child.communicate()
    return found


def _child(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", RUNS],
        cwd=root,
        env=timing.surroundings_of(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _answer(child: subprocess.Popen[str]) -> Any:
    assert child.stdout is not None
    return json.loads(child.stdout.readline())


def compiled(roots: dict[str, Path], repetitions: int) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return what compiling everything from nothing costs, and the memory of a process that finds it compiled."""
    cold: dict[str, list[float]] = {name: [] for name in roots}
    peaks: dict[str, float] = {}
    for _ in range(repetitions):
        for name, root in roots.items():
            with tempfile.TemporaryDirectory() as cache:
                surroundings = {"TRANSFER_LAB_CACHE": cache, "TRANSFER_LAB_CODE": "numba"}
                cold[name].append(timing.process(["-c", FIRST], surroundings, root=root).cpu)
                peaks[name] = timing.process(["-c", FIRST], surroundings, root=root).peak
    return cold, peaks
