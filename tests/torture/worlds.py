"""What is attacked: experiments so small that a run takes milliseconds, and the ways to make and to read them."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import tomli_w

from sim.experiment import Experiment, SweepOptions, sweep
from sim.store import Results, Store, write_table

ROOT = Path(__file__).parents[2]
QUICK = {
    "run.quarters": 2,
    "run.start_year": 2020,
    "population.private_sample": 0.001,
    "population.military_sample": 0.01,
    "population.university_sample": 0.02,
}


def quick(runs: int, arms: int = 2) -> dict[str, Any]:
    """Return an experiment of that many runs, of some 8 ms each, in several arms that differ."""
    worlds = {f"arm {place}": {"set": {**QUICK, "barriers.secrecy": place / arms}} for place in range(arms)}
    return {"question": "Does it hold?", "base": "tiny", "replications": runs // arms, "arms": worlds}


def varied(seeds: int) -> dict[str, Any]:
    """Return an experiment whose runs use every room of the model: levers, shocks of policy, all outcomes, tables."""
    arms = {name: {"scenario": name, "set": {"population.scale": 0.15}} for name in VARIED}
    return {"question": "Is it the same?", "replications": seeds, "keep": ["history", "deals"], "arms": arms}


VARIED = ("baseline", "reform_package", "no_barriers", "openness")


def written(folder: Path, asked: dict[str, Any]) -> Path:
    """Write an experiment file and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "asked.toml"
    file.write_text(tomli_w.dumps(asked), encoding="utf-8")
    return file


def table_of(store: Path) -> bytes:
    """Return the bytes of the table of a store, however it was made."""
    path = store.parent / f"{store.name}-table.parquet"
    write_table(Results(store), path)
    return path.read_bytes()


def reference(folder: Path, asked: dict[str, Any]) -> bytes:
    """Return the bytes of the table that one process makes undisturbed."""
    sweep(Experiment.from_dict(asked), folder / "reference", options=SweepOptions(preflight=False))
    return table_of(folder / "reference")


def fault_of(store: Path, sound: bytes) -> str:
    """Say what is wrong with the runs of a store: lost, twice, other than they should be; empty if nothing is."""
    results = Results(store)
    counts = results.counts()
    if counts["done"] != len(results.plan):
        return f"{counts['missing']} runs lost, {counts['failed']} failed"
    frame = results.frame()
    if frame["run"].duplicated().any():
        return f"{int(frame['run'].duplicated().sum())} runs twice in the table"
    return "" if table_of(store) == sound else "the table differs"


def made(store: Path) -> int:
    """Return how many rows the parts of a store hold: runs that were made twice count twice."""
    return sum(table.num_rows for table in Store.existing(store).tables())


def sim(*arguments: object, python: str = sys.executable, **settings: str) -> list[str]:
    """Return the command line of `sim`, with settings of the environment."""
    environment = [f"{name}={value}" for name, value in settings.items()]
    return [*(["env", *environment] if environment else []), python, "-P", "-m", "sim.cli", *map(str, arguments)]


def environment() -> dict[str, str]:
    """Return an environment in which another process finds this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def call(command: list[str], timeout: float = 900.0, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, check=False, env=environment(), cwd=cwd
    )


def start(command: list[str], said: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """Start a command in a session of its own; what it says on stderr has to be read, or sent elsewhere."""
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=said, text=True, env=environment(), start_new_session=True
    )


def children(number: int) -> list[int]:
    """Return the processes that a process has started, from whichever of its threads, as far as Linux knows."""
    found: list[int] = []
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # the thread has ended
            found += map(int, task.read_text().split())
    return found


def lives(number: int) -> bool:
    """Tell whether a process lives and is no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def one_line(text: str) -> str:
    """Return the last thing that was said."""
    lines = [line for line in text.strip().splitlines() if line]
    return shlex.quote(lines[-1][:200]) if lines else "nothing"
