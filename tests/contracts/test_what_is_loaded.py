"""Nobody waits for what is not asked for: which libraries commands and workers load, seen from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.machine_code.shipped import what_runs

HEAVY = {"mesa", "numba", "pandas", "pyarrow", "scipy", "matplotlib", "networkx"}
COMPILER = {"numba", "llvmlite", "scipy"} if what_runs().startswith("shipped") else set[str]()
FRAMEWORKS = {"mesa", "pandas", "pyarrow", "matplotlib", "networkx", "solara", "distributed"} | COMPILER
"""None of these is needed for a run, unless it is compiled here: SciPy is loaded by Numba."""

WORK = """
import json, pickle, sys
work, tasks, model = pickle.loads(sys.stdin.buffer.read())
[row] = pickle.loads(pickle.dumps(work(tasks, model)))
print(json.dumps([row.status, row.message, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_by(*words: str) -> set[str]:
    """The top packages that a command loads."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sim.cli", *words], capture_output=True, text=True, check=True
    )
    assert told.stdout
    loaded = {line.split("|")[-1].strip().partition(".")[0] for line in told.stderr.splitlines()}
    assert {"click", "sim"} <= loaded
    return loaded


@pytest.mark.parametrize("words", [("--help",), ("validate", "baseline"), ("explain", "secrecy"), ("schema",)])
def test_what_runs_nothing_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    assert not HEAVY & loaded_by(*words)


@pytest.mark.parametrize("more", [(), ("--json",), ("--check",)])
def test_a_run_loads_no_framework(more: tuple[str, ...]) -> None:
    assert not FRAMEWORKS & loaded_by("run", "tiny", *more)


def test_a_run_loads_frames_when_they_are_written_and_matplotlib_when_it_draws(tmp_path: Path) -> None:
    loaded = loaded_by("run", "tiny", "--no-figures", "--out", str(tmp_path / "kept"))
    assert {"pandas", "pyarrow"} <= loaded
    assert not {"mesa", "matplotlib"} & loaded
    assert "matplotlib" in loaded_by("run", "tiny", "--out", str(tmp_path / "drawn"))


@pytest.mark.parametrize(("keep", "frames"), [((), False), (("history",), True)])
def test_a_worker_loads_no_framework(keep: tuple[str, ...], frames: bool) -> None:
    """A worker is handed `work` and tasks as data, by a pipe or by Dask, and hands rows back."""
    import pickle

    from sim import Scenario
    from sim.engine import model_version
    from sim.experiment.executors.work import work
    from sim.experiment.plan import Task

    tiny = Scenario.load("tiny")
    task = Task("a run", tiny.digest, tiny.to_dict(), 3, keep)
    asked = pickle.dumps((work, [task], model_version()))
    told = subprocess.run([sys.executable, "-c", WORK], input=asked, capture_output=True, check=True)
    status, message, loaded = json.loads(told.stdout)
    assert (status, message) == ("ok", "")
    assert FRAMEWORKS & set(loaded) == ({"pandas", "pyarrow"} if frames else set())
