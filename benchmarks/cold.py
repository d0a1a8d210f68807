"""The first run that anybody makes, of a wheel in an empty environment and of a checkout, before anything is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks import timing
from benchmarks.figure import Figure, one, ratio, several

QUESTION = "What does the first run cost, of a wheel and of a checkout, before anything is compiled or kept?"
RUN = ("-m", "sim.cli", "run", "baseline")
SOURCES = ("sim", "scenarios", "pyproject.toml", "README.md", "LICENSE")
BUILD = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
NO_NUMBA = "from importlib.util import find_spec as f; print(*[n for n in ('numba', 'llvmlite') if f(n)])"


def measure(quick: bool) -> list[Figure]:
    """Build the wheel, install it, and time first runs, in turns with second ones.

    Raises:
        OSError: if the wheel cannot be built or installed here.
    """
    with tempfile.TemporaryDirectory() as folder:
        place, sources = Path(folder), Path(folder) / "checkout"
        for name in SOURCES:
            copied = shutil.copytree if (timing.ROOT / name).is_dir() else shutil.copy2
            sources.mkdir(exist_ok=True)
            copied(timing.ROOT / name, sources / name)
        return [*of_a_wheel(place, sources, 1 if quick else 5), *of_a_checkout(sources, 1 if quick else 5)]


def of_a_wheel(place: Path, sources: Path, repetitions: int) -> list[Figure]:
    """Time runs of a wheel, just installed, and after all that Python compiled of any package was deleted."""
    wheel = _said([sys.executable, "-c", BUILD, str(place)], sources).split()[-1]
    environment, empty = place / "environment", place / "empty"
    empty.mkdir()
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "-c", str(timing.ROOT / "constraints.txt")]
    _said([*install, str(place / wheel)], empty)
    compilers = timing.process(["-c", NO_NUMBA], python=python, root=empty).said.strip()
    assert not compilers, f"the wheel brings {compilers}"
    new = timing.process(RUN, python=python, root=empty).cpu
    first, second = [], []
    for _ in range(repetitions):
        _forget(environment)
        first.append(timing.process(RUN, python=python, root=empty).cpu)
        second.append(timing.process(RUN, python=python, root=empty).cpu)
    return [
        one("sim run baseline, first run of a wheel installed by pip, without Numba", new, "s", "cpu", "<= 3"),
        several("the same, of an installer that compiles no Python, such as uv", first, "s", "cpu", "<= 3"),
        several("the run after it", second, "s", "cpu"),
        ratio("first run of a wheel over the one after it", first, second, "cpu"),
    ]


def of_a_checkout(sources: Path, repetitions: int) -> list[Figure]:
    """Time runs of sources that Python has not compiled; the packages that they need are those of this Python."""
    first, second = [], []
    for _ in range(repetitions):
        _forget(sources)
        first.append(timing.process(RUN, root=sources).cpu)
        second.append(timing.process(RUN, root=sources).cpu)
    return [
        several("sim run baseline, first run of a checkout", first, "s", "cpu", "<= 3"),
        several("the next run of a checkout", second, "s", "cpu"),
        ratio("first run of a checkout over the next", first, second, "cpu"),
    ]


def _forget(folder: Path) -> None:
    """Delete what Python compiled."""
    for kept in folder.rglob("__pycache__"):
        shutil.rmtree(kept)


def _said(command: list[str], place: Path) -> str:
    """Run a command and return what it said.

    Raises:
        OSError: if it fails.
    """
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{' '.join(command[:5])} failed: {done.stderr[-500:]}")
    return done.stdout
