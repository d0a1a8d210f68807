"""Processes are killed at random moments; nothing that was done is lost, nothing is done twice in the table."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.worlds import children, fault_of, lives, made, one_line, quick, reference, sim, start, written

PATIENCE = 3600.0
STILLBORN = "end before they begin"  # said when five workers in a row were killed while they were loading
ORPHANS_GONE = 10.0
MACHINE = 3
Victims = Callable[[int], list[int]]


def campaign(bench: Bench, name: str, options: list[object], kills: dict[str, int], victims: Victims) -> None:
    """Make sweeps over and over while processes of them are killed, and compare every finished one.

    Args:
        bench: takes the notes.
        name: of the executor.
        options: of `sim sweep`, that choose the executor.
        kills: how many of "coordinator" and of "worker" to kill at least.
        victims: gives the workers of a coordinator.
    """
    luck = random.Random(f"{bench.seed} {name}")
    asked = quick(bench.times(400, 60))
    file = written(bench.folder, asked)
    sound = reference(bench.folder / name, asked)
    left = dict(kills)
    begun = time.monotonic()
    start(sim("sweep", file, "--out", bench.folder / name / "alone", "--no-preflight", *options)).communicate()
    alone = time.monotonic() - begun  # what one takes that nobody disturbs
    needed = done = sweeps = 0
    while any(count > 0 for count in left.values()):
        sweeps += 1
        if sweeps > 10 + 5 * sum(kills.values()):
            bench.held(False, f"{name}: {left} could not be killed in {sweeps - 1} sweeps")
            break
        store = bench.folder / name / f"store{sweeps}"
        command = sim("sweep", file, "--out", store, "--no-preflight", *options)
        begun, killed = time.monotonic(), bench.tries
        while not _attacked(bench, command, left, victims, luck, alone):
            pass
        if bench.tries == killed:  # missed: so this is what one takes by now
            alone = min(alone, time.monotonic() - begun)
        fault = fault_of(store, sound)
        bench.held(not fault, f"{name}, sweep {sweeps}: {fault}")
        bench.held(not list(store.rglob(".unfinished*")), f"{name}, sweep {sweeps}: unfinished files stay")
        needed, done = needed + len(asked["arms"]) * asked["replications"], done + made(store)
    bench.note(f"sweeps in {name}", sweeps)
    bench.tell(f"{name}: {done / needed:.3f} runs made per run needed")


def _attacked(
    bench: Bench, command: list[str], left: dict[str, int], victims: Victims, luck: random.Random, alone: float
) -> bool:
    """Start a sweep and kill, until it is done or was killed itself; tell whether it is done.

    The moments are drawn from the time that a sweep takes undisturbed, loading included.
    """
    running = start(command)
    begun = time.monotonic()
    moment = begun + luck.uniform(0.0, alone)
    target = luck.choices(list(left), weights=[max(0.0, count) + 1e-3 for count in left.values()])[0]
    known: set[int] = set()
    while running.poll() is None:
        known |= set(victims(running.pid))
        now = time.monotonic()
        if now - begun > PATIENCE:
            os.killpg(running.pid, signal.SIGKILL)
            raise RuntimeError(f"hangs: {' '.join(command)}")
        if now >= moment and left[target] > 0:
            if target == "coordinator":
                running.kill()
                running.communicate()
                _count(bench, left, target)
                bench.held(_gone(known), "a worker outlives its coordinator by 10 seconds")
                return False
            workers = [number for number in victims(running.pid) if lives(number)]
            if workers:
                os.kill(luck.choice(workers), signal.SIGKILL)
                _count(bench, left, target)
                moment = now + luck.uniform(0.1, alone / 2)
        time.sleep(0.02)
    said = running.communicate()[1]
    if running.returncode == MACHINE and STILLBORN in said:
        bench.note("times it was said that workers end before they begin")
        return False
    bench.held(running.returncode == 0, f"exit {running.returncode}: {one_line(said)}")
    bench.held("Traceback" not in said, f"a traceback: {one_line(said)}")
    return True


def _count(bench: Bench, left: dict[str, int], target: str) -> None:
    left[target] -= 1
    bench.tries += 1
    bench.note(f"{target}s killed")


def _gone(numbers: set[int]) -> bool:
    deadline = time.monotonic() + ORPHANS_GONE
    while time.monotonic() < deadline and any(map(lives, numbers)):
        time.sleep(0.05)
    return not any(map(lives, numbers))


def here(bench: Bench) -> None:
    """Kill coordinators that make the runs themselves."""
    campaign(bench, "one process", [], {"coordinator": bench.times(50, 2)}, lambda _: [])


def processes(bench: Bench) -> None:
    """Kill coordinators and workers of two processes."""
    kills = {"coordinator": bench.times(40, 1), "worker": bench.times(60, 1)}
    campaign(bench, "processes", ["--jobs", 2], kills, _workers)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[str], Callable[[], list[int]]]]:
    """Start a Dask scheduler and workers that come back when they die; yield its address, itself and its workers."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise SkippedError("needs the extra `cluster`") from None
    contact = folder / "scheduler.json"
    contact.unlink(missing_ok=True)
    dask = [sys.executable, "-P", "-m", "distributed.cli.dask_scheduler"]
    quiet = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(contact)]
    # Nobody reads what they say: a pipe would fill up and hold them.
    scheduler = start([*dask, *quiet], subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not contact.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    address = str(json.loads(contact.read_text())["address"])
    more = ["--no-dashboard", "--nthreads", "1", "--nworkers", str(workers), "--host", "127.0.0.1"]
    worker = [sys.executable, "-P", "-m", "distributed.cli.dask_worker", address, *more]
    nanny = start([*worker, "--local-directory", str(folder)], subprocess.DEVNULL)

    def processes() -> list[int]:
        return _workers(nanny.pid)

    try:
        yield address, scheduler, processes
    finally:
        for one in (nanny, scheduler):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.communicate()


def _workers(number: int) -> list[int]:
    """Return the workers of a coordinator, without the process in which Python tracks what they share."""
    return [child for child in children(number) if b"spawn_main" in _command(child)]


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def dask(bench: Bench) -> None:
    """Kill coordinators and workers of a cluster."""
    kills = {"coordinator": bench.times(20, 1), "worker": bench.times(30, 1)}
    with cluster(bench.folder) as (address, _, workers):

        def victims(_: int) -> list[int]:
            return workers()

        # Workers of a cluster belong to it: they outlive a coordinator, as they should.
        bench.faults, before = [], list(bench.faults)
        campaign(bench, "dask", ["--scheduler", address], kills, victims)
        outlive = "a worker outlives its coordinator by 10 seconds"
        bench.faults = before + [fault for fault in bench.faults if fault != outlive]


ATTACKS = (
    Attack("kill-here", "SIGKILL of sweeps in one process: none lost, none twice, table byte-equal", here),
    Attack("kill-processes", "SIGKILL of coordinators and workers: none lost, none twice, table byte-equal", processes),
    Attack("kill-dask", "SIGKILL of coordinators and Dask workers: none lost, none twice, table byte-equal", dask),
)
