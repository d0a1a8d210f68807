"""Every file operation of a sweep fails in every way; the same sweep then goes on to the same table."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.torture.attack import Attack, Bench
from tests.torture.worlds import fault_of, one_line, quick, reference

MACHINE = 3
DIES = -1
ERRORS = {
    "ENOSPC": errno.ENOSPC,
    "EIO": errno.EIO,
    "EACCES": errno.EACCES,
    "EROFS": errno.EROFS,
    "EINTR": errno.EINTR,
    "death": DIES,
}
EVENTS = ("open", "os.link", "os.rename", "os.mkdir", "os.remove", "os.listdir", "os.scandir")


def nth_fault(bench: Bench) -> None:
    """Let every file operation of a sweep fail in every way, one at a time, then pairs; run the same sweep again."""
    from sim import CollaborationModel, Scenario
    from sim.experiment import Experiment, SweepOptions, sweep

    asked = quick(6) | {"keep": ["history"]}
    sound = reference(bench.folder, asked)
    experiment = Experiment.from_dict(asked)
    CollaborationModel(Scenario.load("tiny")).step()
    count = _child(lambda: _count(experiment, bench.folder / "counted"))[1]
    operations = int(count)
    luck = random.Random(bench.seed)
    points = [(number, kind) for number in range(operations) for kind in ERRORS]
    plans = [[point] for point in points]
    plans += [[luck.choice(points), luck.choice(points)] for _ in range(bench.times(100, 5))]
    if bench.short:
        plans = luck.sample(plans, 25)
    bench.note(f"file operations, each with {', '.join(ERRORS)}", operations)
    for place, plan in enumerate(plans):
        store = bench.folder / f"store{place}"
        code, said = _child(lambda plan=plan, store=store: _faulty(experiment, store, plan))  # type: ignore[misc]
        bench.tries += 1
        what = " and ".join(f"{kind} at operation {number}" for number, kind in plan)
        bench.held(code in (0, MACHINE, 9), f"{what}: exit {code}, {one_line(said)}")
        bench.held("Traceback" not in said, f"{what}: {one_line(said)}")
        sweep(experiment, store, options=SweepOptions(preflight=False))
        fault = fault_of(store, sound)
        bench.held(not fault, f"{what}, then again: {fault}")
        shutil.rmtree(store)


def _child(does: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Do something in a copy of this process; return its exit and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(120)
        os.close(reader)
        os.dup2(writer, 2)
        code, said = does()
        os.write(writer, said.encode()[:4000])
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, errors="replace") as heard:
        said = heard.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


class _Faults:
    """Counts file operations under a folder, and lets some of them fail."""

    def __init__(self, folder: Path, plan: dict[int, int]) -> None:
        self.folder, self.plan, self.seen = str(folder), plan, 0
        self.fsync = os.fsync
        sys.addaudithook(self)
        os.fsync = self._fsync  # type: ignore[assignment]

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS and any(str(one).startswith(self.folder) for one in arguments[:2] if one is not None):
            self.count(str(arguments[0]))

    def _fsync(self, handle: int) -> None:
        self.count(f"handle {handle}")
        self.fsync(handle)

    def count(self, what: str) -> None:
        number = self.plan.pop(self.seen, 0)
        self.seen += 1
        if number == DIES:
            os._exit(9)
        if number:
            raise OSError(number, os.strerror(number), what)


def _faulty(experiment: Any, store: Path, plan: list[tuple[int, str]]) -> tuple[int, str]:
    from sim.cli.edge import failure
    from sim.experiment import SweepOptions, sweep

    _Faults(store, {number: ERRORS[kind] for number, kind in plan})
    try:
        sweep(experiment, store, options=SweepOptions(preflight=False))
    except Exception as error:  # noqa: BLE001  # whatever it is, the command line has to say it
        return failure(error), ""
    return 0, ""


def _count(experiment: Any, store: Path) -> tuple[int, str]:
    from sim.experiment import SweepOptions, sweep

    faults = _Faults(store, {})
    sweep(experiment, store, options=SweepOptions(preflight=False))
    return 0, str(faults.seen)


ATTACKS = (
    Attack("nth-operation", "every file operation fails in every way: the same sweep completes byte-equal", nth_fault),
)
