"""Every shipped scenario under five seeds, each to a digest of all that it leaves behind: the same on every machine.

    python -m tests.pinned.machines              # says whether this machine gives the runs that are pinned
    python -m tests.pinned.machines --by wasm    # the same in WebAssembly, by wasmtime
    python -m tests.pinned.machines --write      # pins the runs of this machine, after a deliberate change

It needs NumPy and what reads scenarios, so that any interpreter can do it. Which code runs the model is asked for as
always: TRANSFER_LAB_CODE=numba, NUMBA_CPU_NAME=generic.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from exporting.entries import kernels_run
from exporting.webassembly import WebAssembly
from sim import Scenario
from sim.engine import Run
from sim.machine_code import shipped
from sim.scenario import shipped_names
from tests.pinned.columns import columns_of

FILE = Path(__file__).with_name("machines.json")
SEEDS = 5
WASM = "wasm"
Digests = Mapping[str, Sequence[str]]  # of runs, by scenario, in the order of seeds


def digest_of(scenario: Scenario, seed: int, quarters: int | None = None) -> str:
    """Run a scenario, or its first quarters alone; return a digest of every number that it leaves behind."""
    run = Run(scenario, seed)
    for _ in range(scenario.run.quarters if quarters is None else quarters):
        run.step()
    return digest_of_run(run)


def digest_of_run(run: Run) -> str:
    """Return a digest of every number that a run has left behind."""
    digest = hashlib.sha256()
    for name, column in columns_of(run):
        digest.update(f"{name} {column.dtype.str} {column.shape}\n".encode() + column.tobytes())
    return digest.hexdigest()[:16]


def digests(seeds: int, names: Iterable[str] = shipped_names()) -> Digests:
    """Run shipped scenarios under the seeds 0 to `seeds` - 1."""
    loaded = {name: Scenario.load(name) for name in names}
    return {name: [digest_of(scenario, seed) for seed in range(seeds)] for name, scenario in loaded.items()}


def pinned(seeds: int = SEEDS) -> Digests:
    """Return what is pinned of every shipped scenario's first seeds."""
    whole: Digests = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: of_seeds[:seeds] for name, of_seeds in whole.items()}


def one_digest(runs: Digests) -> str:
    """Return the SHA-256 of all digests."""
    return hashlib.sha256(json.dumps(runs, sort_keys=True).encode()).hexdigest()


def others(now: Digests, before: Digests) -> list[str]:
    """Name the runs that are not those of before, a scenario and a seed each."""
    pairs = {name: zip(before.get(name, ["none"] * len(now[name])), now[name], strict=True) for name in now}
    moved = [f"{name} {seed}" for name, pair in pairs.items() for seed, (was, is_) in enumerate(pair) if was != is_]
    return moved + sorted(f"{name} is not there" for name in before.keys() - now.keys())


def write(runs: Digests) -> None:
    """Pin runs."""
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(of_seeds)}" for name, of_seeds in runs.items())
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def main() -> None:
    """Compare the runs of this machine with those that are pinned, or pin them."""
    parser = argparse.ArgumentParser(prog="python -m tests.pinned.machines", description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=SEEDS, choices=range(1, SEEDS + 1), help="seeds, from 0 on")
    parser.add_argument("--by", choices=[WASM], help="what runs the kernels; if not given, what always does")
    parser.add_argument("--write", action="store_true", help="pin the runs of this machine")
    parser.add_argument(
        "--code", type=Path, default=shipped.FOLDER, help="folder of shipped code, sim/code if not given"
    )
    asked = parser.parse_args()
    shipped.FOLDER = asked.code
    by, way = shipped.what_runs(), contextlib.nullcontext()
    if asked.by == WASM:
        module = WebAssembly()
        by, way = "WebAssembly", kernels_run(lambda kernel: module.kernel(kernel.name))
    with way:
        now = digests(SEEDS if asked.write else asked.seeds)
    if asked.write:
        write(now)
    on = f"{by}; {platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}"
    print(f"{sum(map(len, now.values()))} runs of {len(now)} scenarios by {on}")
    print(f"SHA-256 {one_digest(now)}")
    if moved := others(now, pinned(len(next(iter(now.values()))))):
        raise SystemExit(f"not as pinned: {', '.join(moved)}")


if __name__ == "__main__":
    main()
