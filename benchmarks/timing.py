"""Clocks: processor time where the machine's load would spoil elapsed time, and processes with their children."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")  # of a process's clock in a second
COPYING = (
    "import numpy\na = numpy.ones(2**23)\nb = a.copy()\nprint('copying', flush=True)\nwhile True: numpy.copyto(b, a)"
)


class Spent(NamedTuple):
    """What a process cost."""

    cpu: float  # seconds, of the process and all children it waited for
    wall: float  # seconds
    peak: float  # megabytes, of the largest of them
    said: str  # what it printed


def cpu_of(act: Callable[[], Any]) -> float:
    """Return the processor seconds that an act takes in this process."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def interleaved(acts: Sequence[Callable[[], Any]], repetitions: int) -> list[list[float]]:
    """Return the processor seconds of several acts, taken in turns so that all meet the same weather."""
    times: list[list[float]] = [[] for _ in acts]
    for repetition in range(repetitions):
        order = list(enumerate(acts))
        for place, act in order if repetition % 2 == 0 else reversed(order):
            times[place].append(cpu_of(act))
    return times


def process(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
    root: Path = ROOT,
) -> Spent:
    """Run a Python with arguments and return what it cost from its start to its end.

    Args:
        arguments: of the process.
        environment: variables beside those of this process.
        python: this Python if not given.
        root: where it runs, and finds its modules first; the checkout if not given.

    Raises:
        RuntimeError: if it fails, with what it said.
    """
    surroundings = surroundings_of(root, environment)
    begin = time.perf_counter()
    child = subprocess.Popen(
        [python, "-P", *arguments],
        cwd=root,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{said[-4000:]}")
    return Spent(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said)


def surroundings_of(root: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a process that is timed: Python keeps what it compiles, as it does for any user."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**here, "PYTHONPATH": str(root), **(more or {})}


def cpu_until(arguments: Sequence[str], word: str) -> float:
    """Run this Python with arguments to its end, and return the processor seconds up to a word that it prints.

    Processes that it had started by then are not counted.

    Raises:
        RuntimeError: if it ends without the word.
    """
    child = subprocess.Popen(
        [sys.executable, "-P", *arguments],
        cwd=ROOT,
        env=surroundings_of(ROOT),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    spent = next((cpu_of_process(child.pid) for line in child.stdout if word in line), None)
    child.communicate()
    if spent is None or child.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed, or did not print {word!r}")
    return spent


def cpu_of_process(number: int) -> float:
    """Return the processor seconds that a process has spent so far, in steps of a hundredth."""
    fields = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def neighbour() -> Iterator[None]:
    """Have another process copy memory meanwhile, which takes caches and the way to memory from all others."""
    child = subprocess.Popen([sys.executable, "-P", "-c", COPYING], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        yield
    finally:
        child.kill()
        child.communicate()


def memory() -> float:
    """Return the megabytes that this process holds now, pages it shares with others included."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def peak_memory(number: int | str = "self") -> float:
    """Return the most megabytes that a process has held; `getrusage` would count its parent's as well.

    Args:
        number: of the process; this one if not given.
    """
    lines = Path(f"/proc/{number}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
