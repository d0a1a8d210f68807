"""The same runs are made in many ways and places; tables are equal to the last bit, or it is said by how much."""

from __future__ import annotations

import platform
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import CollaborationModel, Scenario
from sim.experiment import Experiment, Study, SweepOptions, sweep
from sim.experiment.executors import chosen
from sim.experiment.make.keep import keep
from sim.experiment.plan import tasks_of
from sim.store import Inventory, Results, Store
from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.kills import cluster
from tests.torture.worlds import (
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
LAST_BITS = 1e-12  # exp, log and power of another libm may differ in the last bit


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
    """Make the runs without the SIMD paths of NumPy, and compiled for any processor of the architecture."""
    if platform.machine() not in ("x86_64", "AMD64"):
        raise SkippedError("names features of x86-64")
    asked = varied(2)
    file = written(bench.folder, asked)
    reference(bench.folder, asked)
    generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    settings: dict[str, dict[str, str]] = {
        "without NumPy's SIMD": {"NPY_DISABLE_CPU_FEATURES": _features()},
        "Numba for a generic processor": generic,
        "both, and glibc without FMA": {
            **generic,
            "NPY_DISABLE_CPU_FEATURES": _features(),
            "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F",
        },
    }
    if bench.short:
        settings = dict(list(settings.items())[:1])
    for what, environment in settings.items():
        other_libm = "GLIBC_TUNABLES" in environment
        store = bench.folder / what.replace(" ", "-").replace("'", "")
        _called(sim("sweep", file, "--out", store, "--no-preflight", "--quiet", **environment))
        _compared(bench, what, store, LAST_BITS if other_libm else 0.0)


def _features() -> str:
    """Return the SIMD features that this NumPy dispatches on and this processor has."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))


def pythons(bench: Bench) -> None:
    """Make the runs under other versions of Python, NumPy, Numba and Mesa."""
    if not bench.pythons:
        raise SkippedError("needs --python PATH of another interpreter with the package's needs")
    asked = varied(2)
    file = written(bench.folder, asked)
    reference(bench.folder, asked)
    for place, python in enumerate(bench.pythons):
        store = bench.folder / f"python{place}"
        _called(sim("sweep", file, "--out", store, "--no-preflight", "--quiet", python=python))
        _compared(bench, _versions(python), store)


def _versions(python: str) -> str:
    said = (
        "import platform; from importlib.metadata import version; names = 'numpy', 'numba', 'mesa', 'pyarrow'; "
        "print('Python', platform.python_version(), *[f'{name} {version(name)}' for name in names])"
    )
    return subprocess.run([python, "-c", said], capture_output=True, text=True, check=True).stdout.strip()


def _compared(bench: Bench, what: str, store: Path, within: float = 0.0) -> None:
    """Compare the outcomes and the kept tables of two stores, and say in what they differ, and by how much.

    Args:
        bench: takes the notes.
        what: is compared.
        store: of the runs.
        within: relative difference that columns of numbers with fractions may have; all others are equal.
    """
    bench.tries += 1
    ours, theirs = Results(bench.folder / "reference"), Results(store)
    apart = differences(ours.frame(), theirs.frame())
    for name in ours.plan.kept:
        apart |= {f"{name}.{column}": by for column, by in differences(ours.kept(name), theirs.kept(name)).items()}
    if not apart:
        bench.tell(f"{what}: equal")
        return
    worst = sorted(apart.items(), key=lambda item: -item[1])
    said = ", ".join(f"{name} {by:.1e}" for name, by in worst[:6])
    said = f"{what}: all equal but {len(apart)} columns, which differ relatively by at most: {said}"
    if bench.held(worst[0][1] <= within, said):
        bench.tell(said)


def differences(one: pd.DataFrame, other: pd.DataFrame) -> dict[str, float]:
    """Return the columns in which two tables differ, with the largest relative difference.

    It is infinite for words and whole numbers, which are decisions or their counts.
    """
    if one.shape != other.shape:
        return {"shape": float("inf")}
    found = {}
    for name in one.columns:
        left, right = one[name], other[name]
        if left.equals(right):
            continue
        if not (pd.api.types.is_numeric_dtype(left) and pd.api.types.is_numeric_dtype(right)):
            if left.astype(str).tolist() != right.astype(str).tolist():
                found[name] = float("inf")
            continue
        if pd.api.types.is_integer_dtype(left) or pd.api.types.is_bool_dtype(left):
            found[name] = float("inf")
            continue
        a, b = left.to_numpy(dtype=float), right.to_numpy(dtype=float)
        with np.errstate(invalid="ignore", divide="ignore"):
            by = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
        by[np.isnan(a) & np.isnan(b) | (a == b)] = 0.0
        worst = float(np.nanmax(np.where(np.isnan(by), np.inf, by), initial=0.0))
        if worst:
            found[name] = worst
    return found


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
    Attack("equal-processors", "without SIMD, for a generic processor, without FMA: tables equal", processors),
    Attack("equal-pythons", "other versions of Python, NumPy, Numba, Mesa: tables equal", pythons),
    Attack("provenance", "tables and figures redone from provenance.json alone: byte-equal", strangers),
)
