"""Disks fill up, folders are taken away, forbidden or shared: what the user sees, and that the same command goes on."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.worlds import call, fault_of, one_line, quick, reference, sim, start, written

MACHINE = 3


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a file system in memory of its own; only root may."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        raise SkippedError("needs Linux and root, to mount a small disk")
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SkippedError(f"cannot mount a small disk here ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def again(folder: Path, options: str) -> None:
    """Change a mounted disk."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True, capture_output=True)


def filler(disk: Path) -> Path:
    """Fill a disk with a file that says nothing, and return it."""
    path = disk / "filler"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(1 << 16)):
            pass
    return path


def refused(bench: Bench, command: list[str], says: tuple[str, ...], what: str) -> None:
    """Run a command that the machine makes impossible: exit 3, one sentence with the way out, no traceback."""
    done = call(command)
    bench.tries += 1
    bench.held(done.returncode == MACHINE, f"{what}: exit {done.returncode}, {one_line(done.stderr)}")
    bench.held("Traceback" not in done.stderr, f"{what}: a traceback")
    said = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    bench.held(len(said) == 1, f"{what}: {len(said)} lines of error: {one_line(done.stderr)}")
    for word in says:
        bench.held(any(word in line for line in said), f"{what}: says nothing of {word!r}: {one_line(done.stderr)}")


def resumed(bench: Bench, command: list[str], store: Path, sound: bytes, what: str) -> None:
    """Run the same command again, now that nothing is in the way."""
    done = call(command)
    bench.held(done.returncode == 0, f"{what}, then again: exit {done.returncode}, {one_line(done.stderr)}")
    if done.returncode == 0:
        fault = fault_of(store, sound)
        bench.held(not fault, f"{what}, then again: {fault}")


def full(bench: Bench) -> None:
    """Fill a real small disk, free some space, and run the same command again."""
    asked = quick(bench.times(300, 60)) | {"keep": ["history", "deals"]}
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    for place, size in enumerate(("16k", "64k", "200k", "400k")[: bench.times(4, 1)]):
        with small_disk(bench.folder / f"disk{place}", size) as disk:
            command = sim("sweep", file, "--out", disk / "store", "--no-preflight", "--quiet")
            begun = time.monotonic()
            refused(bench, command, ("No space left", "free some space"), f"disk of {size}")
            bench.tell(f"longest {time.monotonic() - begun:.0f} s to say that the disk is full")
            bench.held(not list(disk.rglob(".unfinished*")), f"disk of {size}: unfinished files stay")
            again(disk, "size=20m")
            resumed(bench, command, disk / "store", sound, f"disk of {size}")
            if bench.short:
                continue
            filled = filler(disk)
            refused(bench, sim("run", "tiny", "--out", disk / "run", "--quiet"), ("No space left",), "run, full disk")
            filled.unlink()
            done = call(sim("run", "tiny", "--out", disk / "run", "--quiet"))
            bench.held(done.returncode == 0, f"run, then again: {one_line(done.stderr)}")


def read_only(bench: Bench) -> None:
    """Make a disk read-only before and under a sweep, and writable again."""
    asked = quick(bench.times(400, 60))
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    for place in range(bench.times(4, 1)):
        with small_disk(bench.folder / f"disk{place}", "20m") as disk:
            command = sim("sweep", file, "--out", disk / "store", "--no-preflight", "--quiet")
            if place:
                running = start(command)
                while running.poll() is None and len(list(disk.glob("store/runs/*.parquet"))) < place:
                    time.sleep(0.01)
                try:
                    again(disk, "ro")
                except subprocess.CalledProcessError:  # then once more below
                    bench.note("times the system left a disk writable on which a sweep held its lock")
                said = running.communicate()[1]
                bench.held(
                    running.returncode in (0, MACHINE), f"read-only: exit {running.returncode}, {one_line(said)}"
                )
                bench.held("Traceback" not in said, f"read-only: {one_line(said)}")
            again(disk, "ro")
            what = "read-only disk"
            refused(bench, command, ("Read-only file system", "may write to"), what)
            again(disk, "rw")
            resumed(bench, command, disk / "store", sound, what)


def forbidden(bench: Bench) -> None:
    """Take the permission to write away, and to read, and give it back."""
    asked = quick(40)
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    outside = bench.folder / "outside"
    outside.mkdir()
    command = sim("sweep", file, "--out", outside / "store", "--no-preflight", "--quiet")
    for kind in ("folder", "runs", "parts")[: bench.times(3, 1)]:
        at = {"folder": outside, "runs": outside / "store" / "runs", "parts": outside / "store"}[kind]
        if kind != "folder":
            call(command)
        changed = [at] if kind != "parts" else list((at / "runs").glob("*.parquet"))
        if kind == "runs":
            next(iter(at.glob("*.parquet"))).unlink()
        for path in changed:
            path.chmod(0o000 if kind == "parts" else 0o555)
        code, said = as_nobody(bench.folder, ["sweep", str(file), "--out", str(outside / "store"), "--quiet"])
        bench.tries += 1
        bench.held(code == MACHINE, f"forbidden {kind}: exit {code}, {one_line(said)}")
        bench.held("Permission denied" in said, f"forbidden {kind}: {one_line(said)}")
        bench.held("Traceback" not in said, f"forbidden {kind}: a traceback")
        for path in changed:
            path.chmod(0o755)
        resumed(bench, command, outside / "store", sound, f"forbidden {kind}")


def as_nobody(folder: Path, arguments: list[str]) -> tuple[int, str]:
    """Run a command of `sim` as a user who may not write, with the kernels loaded before; return its exit and words."""
    from sim import CollaborationModel, Scenario
    from sim.cli import sim as command
    from sim.cli.edge import code_of

    CollaborationModel(Scenario.load("tiny")).step()
    folder.chmod(0o755)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        os.dup2(writer, 2)
        sys.stderr = os.fdopen(writer, "w", buffering=1, errors="replace")  # a test may have put another there
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        code = code_of(command, [*arguments, "--no-preflight"] if arguments[0] == "sweep" else arguments)
        sys.stderr.flush()
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, errors="replace") as heard:
        said = heard.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def vanishing(bench: Bench) -> None:
    """Remove the folder of a sweep while it runs."""
    luck = random.Random(bench.seed)
    asked = quick(bench.times(600, 100))
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    for place in range(bench.times(5, 1)):
        store = bench.folder / f"store{place}"
        command = sim("sweep", file, "--out", store, "--no-preflight", "--quiet")
        running = start(command)
        parts = luck.randint(1, 6)
        while running.poll() is None and len(list(store.glob("runs/*.parquet"))) < parts:
            time.sleep(0.01)
        store.rename(bench.folder / f"gone{place}")
        said = running.communicate()[1]
        bench.tries += 1
        bench.held(running.returncode == MACHINE, f"exit {running.returncode}: {one_line(said)}")
        bench.held("is gone" in said and "Traceback" not in said, one_line(said))
        resumed(bench, command, store, sound, "a folder that vanished")


def two_at_once(bench: Bench) -> None:
    """Start two sweeps of one store at the same moment, over and over."""
    asked = quick(40)
    file = written(bench.folder, asked)
    sound = reference(bench.folder, asked)
    for place in range(bench.times(20, 1)):
        store = bench.folder / f"store{place}"
        command = sim("sweep", file, "--out", store, "--no-preflight", "--quiet")
        both = [start(command), start(command)]
        said = [one.communicate()[1] for one in both]
        codes = sorted(one.returncode for one in both)
        bench.tries += 1
        bench.held(codes in ([0, MACHINE], [0, 0]), f"exits {codes}: {said}")
        bench.held("Traceback" not in "".join(said), f"{said}")
        if MACHINE in codes:
            bench.note("times the second was told to wait")
            bench.held(any("is in use: another sweep" in one for one in said), f"{said}")
        fault = fault_of(store, sound)
        bench.held(not fault, fault)


ATTACKS = (
    Attack("disk-full", "a real disk fills up: exit 3, the way out, and the same command completes", full),
    Attack("disk-read-only", "a disk turns read-only: exit 3, the way out, and the same command completes", read_only),
    Attack("disk-forbidden", "permissions are missing: exit 3, and the same command completes", forbidden),
    Attack("folder-vanishes", "the folder is taken away under a sweep: exit 3, the same command completes", vanishing),
    Attack("two-coordinators", "two sweeps of one store at once: one is told to wait, or both end alike", two_at_once),
)
