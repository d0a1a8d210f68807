"""The same runs are made in many ways and places; all that they leave behind is equal to the last bit."""

from __future__ import annotations

import importlib.util
import platform
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exporting.webassembly import FILE
from sim import CollaborationModel, Scenario
from sim.experiment import Experiment, Study, SweepOptions, sweep
from sim.experiment.executors import chosen
from sim.experiment.make.keep import keep
from sim.experiment.plan import tasks_of
from sim.machine_code.choice import NUMBA, SHIPPED, VARIABLE
from sim.machine_code.shipped import FOLDER, library_file
from sim.store import Inventory, Results, Store
from tests.pinned.machines import SEEDS, WASM
from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.kills import cluster
from tests.torture.worlds import (
    ROOT,
    call,
    fault_of,
    one_line,
    quick,
    reference,
    sim,
    table_of,
    varied,
    written,
)

COMPILING = 3600.0


def ways(bench: Bench) -> None:
    """Make the runs serially, in processes, shards, another order, resumed, after others, with other hash seeds."""
    asked = varied(bench.times(12, 1))
    file = written(bench.folder, asked)
    experiment = Experiment.from_dict(asked)
    sound = reference(bench.folder, asked)
    luck = random.Random(bench.seed)

    def shards(store: Path) -> None:
        for number in luck.sample(range(1, 6), 5):
            sweep(experiment, store, options=SweepOptions(share=(number, 5), preflight=False))

    def resumed(store: Path) -> None:
        class EnoughError(Exception):
            pass

        def told(progress: Any) -> None:
            if progress.fresh >= 1:
                raise EnoughError

        for _ in range(3):
            try:
                sweep(experiment, store, options=SweepOptions(preflight=False, progress=told))
            except EnoughError:
                continue
        sweep(experiment, store, options=SweepOptions(preflight=False))

    def shuffled(store: Path) -> None:
        study, place = Study(experiment), Store(store)
        plan = study.plan()
        tasks = list(tasks_of(plan, study.scenario, Inventory()))
        luck.shuffle(tasks)
        place.keep_plan(plan)
        for _ in keep(chosen(), tasks, plan.model, place):
            pass

    def after_others(store: Path) -> None:
        for seed in range(bench.times(20, 2)):
            CollaborationModel(Scenario.load("tiny"), seed=seed).run()
        sweep(experiment, store, options=SweepOptions(preflight=False))

    def processes(jobs: int) -> Callable[[Path], None]:
        return lambda store: sweep(experiment, store, jobs=jobs, options=SweepOptions(preflight=False)) and None

    def hashed(seed: int) -> Callable[[Path], None]:
        return lambda store: _called(
            sim("sweep", file, "--out", store, "--no-preflight", "--quiet", PYTHONHASHSEED=str(seed))
        )

    def dask(store: Path) -> None:
        with cluster(bench.folder) as (address, _, __):
            sweep(experiment, store, scheduler=address, options=SweepOptions(preflight=False))

    does: dict[str, Callable[[Path], None]] = {
        "in 2 processes": processes(2),
        "in 5 shards in any order": shards,
        "in another order": shuffled,
        "interrupted 3 times and resumed": resumed,
        "after other runs": after_others,
        "with hash seed 7": hashed(7),
    }
    if not bench.short:
        does |= {"in 4 processes": processes(4), "with hash seed 0": hashed(0), "on a Dask cluster": dask}
    for what, make in does.items():
        store = bench.folder / what.replace(" ", "-")
        try:
            make(store)
        except SkippedError as skipped:
            bench.tell(f"way left out ({skipped})")
            continue
        bench.tries += 1
        fault = fault_of(store, sound)
        bench.held(not fault, f"{what}: {fault}")
    bench.tell(f"{bench.tries} ways x {len(Results(bench.folder / 'reference').plan)} runs byte-equal")


def _called(command: list[str]) -> None:
    done = call(command, timeout=COMPILING)
    if done.returncode:
        raise RuntimeError(f"exit {done.returncode}: {one_line(done.stderr)}")


def processors(bench: Bench) -> None:
    """Make the runs that are pinned with every code that this machine can run, in WebAssembly, on lesser processors."""
    here, old = sys.executable, _without_new_instructions()
    settings = {
        "the shipped code": _runs(here),
        "NumPy without SIMD, glibc without FMA": _runs(here, **old),
        "WebAssembly": [*_runs(here), "--by", WASM],
        "Numba": _runs(here, code=NUMBA),
    }
    if not bench.short:
        generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
        settings["Numba for any processor, without SIMD and FMA"] = _runs(here, code=NUMBA, **generic, **old)
        if old and (emulator := shutil.which("qemu-x86_64")):
            settings["a processor of 2008, by qemu"] = [
                emulator,
                "-cpu",
                "Nehalem",
                here,
                "-m",
                "tests.pinned.machines",
            ]
        else:
            bench.tell("an older processor was left out: there is no qemu-x86_64")
    for what, command in settings.items():
        _as_pinned(bench, what, command)


def _runs(python: str, code: str = SHIPPED, **environment: str) -> list[str]:
    """Return the command that makes the runs that are pinned."""
    said = [f"{key}={value}" for key, value in {VARIABLE: code, **environment}.items()]
    return ["env", *said, python, "-m", "tests.pinned.machines"]


def _without_new_instructions() -> dict[str, str]:
    """Return what keeps NumPy and glibc from the SIMD features that this processor has."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    if platform.machine() not in ("x86_64", "AMD64"):
        return {}
    features = " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))
    return {"NPY_DISABLE_CPU_FEATURES": features, "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F"}


def anew(bench: Bench) -> None:
    """Make the libraries again, from the sources alone, and with them the runs that are pinned."""
    if importlib.util.find_spec("ziglang") is None:
        raise SkippedError("needs Zig: pip install -e '.[code]'")
    folder, name = bench.folder / "code", library_file()
    made = [*(["--only", name] if name else []), "--only", FILE]
    _called([sys.executable, "-m", "exporting", "--out", str(folder), *made])
    ways = {FILE: [*_runs(sys.executable), "--by", WASM]} | ({name: _runs(sys.executable)} if name else {})
    for what, command in ways.items():
        _as_pinned(bench, f"{what} made anew", [*command, "--code", str(folder)])
        same = (folder / what).read_bytes() == (FOLDER / what).read_bytes()
        bench.tell(f"which is {'the same file' if same else 'another file'}")


def pythons(bench: Bench) -> None:
    """Make the runs that are pinned under other interpreters, of other versions or for another processor."""
    if not bench.pythons:
        raise SkippedError("needs --python PATH of another interpreter with NumPy, pydantic and tomli-w")
    for python in bench.pythons:
        _as_pinned(bench, python, _runs(python))


def _as_pinned(bench: Bench, what: str, command: list[str]) -> None:
    """Make the runs that are pinned, and say which are others."""
    bench.tries += 1
    done = call([*command, "--seeds", str(bench.times(SEEDS, 1))], timeout=COMPILING, cwd=ROOT)
    if bench.held(done.returncode == 0, f"{what}: {one_line(done.stderr)}"):
        bench.tell(f"{what} {done.stdout.split()[-1][:12]}")


def strangers(bench: Bench) -> None:
    """Redo tables and figures from provenance.json alone, in another folder, and compare them byte by byte."""
    for arguments in (
        ["run", "tiny", "--seed", "7", "--set", "barriers.secrecy=0.2"],
        ["compare", "baseline", "reform_package", "--readings", "3", "--set", "population.scale=0.05"],
    )[: bench.times(2, 1)]:
        there, here = bench.folder / "theirs" / arguments[0], bench.folder / "ours"
        _called(sim(*arguments, "--out", there, "--quiet"))
        redone(bench, there, here)
        shutil.rmtree(here)
    asked = quick(8)
    file = written(bench.folder / "theirs", asked)
    store = bench.folder / "theirs" / "sweep"
    _called(sim("sweep", file, "--out", store, "--no-preflight", "--quiet"))
    file.unlink()
    _sweep_redone(bench, store)


def redone(bench: Bench, there: Path, here: Path) -> None:
    """Redo what a folder holds from what its provenance says, and nothing else of it."""
    import json
    import shlex

    said = json.loads((there / "provenance.json").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(said["command"])
    arguments[arguments.index("--out") + 1] = str(here)
    _called(sim(*arguments))
    bench.held(program == "sim", f"the command is {said['command']}")
    for name in said["files"]:
        if name.startswith(("runs/", "plans/")):
            continue  # the parts of a store are cut by how fast the machine was; its table is compared
        bench.tries += 1
        same = (there / name).read_bytes() == (here / name).read_bytes()
        bench.held(same, f"{said['made_by']}: {name} is not the same")
    bench.note(f"files of `{said['made_by']}` redone", len(said["files"]))


def _sweep_redone(bench: Bench, store: Path) -> None:
    import json

    said = json.loads((store / "provenance.json").read_text(encoding="utf-8"))
    asked = Experiment.from_dict(said["experiment"], said["name"])
    results = sweep(asked, bench.folder / "again", options=SweepOptions(preflight=False))
    bench.tries += 1
    bench.held(results.digest() == said["sha256"], "the sweep redone from its provenance differs")
    bench.held(table_of(store) == table_of(bench.folder / "again"), "the table redone from its provenance differs")
    if bench.short:
        return
    for place in (store, bench.folder / "again"):
        _called(sim("report", place, "--quiet"))
    pictures = sorted((store / "report").rglob("*.*")) if (store / "report").is_dir() else [store / "report.html"]
    for picture in pictures:
        bench.tries += 1
        other = bench.folder / "again" / picture.relative_to(store)
        bench.held(picture.read_bytes() == other.read_bytes(), f"{picture.name} is not the same")
    bench.note("files of the report redone", len(pictures))


ATTACKS = (
    Attack("equal-ways", "processes, shards, order, resume, hash seeds, other runs, Dask: tables byte-equal", ways),
    Attack(
        "equal-processors",
        "shipped code, Numba, WebAssembly, without SIMD and FMA: runs as pinned",
        processors,
    ),
    Attack(
        "equal-pythons",
        "other interpreters, of other versions or processors: runs as pinned",
        pythons,
    ),
    Attack("equal-anew", "libraries made again from the sources: runs as pinned", anew),
    Attack("provenance", "tables and figures redone from provenance.json alone: byte-equal", strangers),
)
