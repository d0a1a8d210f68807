"""Wheel and sdist build, hold what they should, and the installed wheel runs without a checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13")
LEFT_OUT = (".git", ".venv*", "results", "__pycache__", "_build", "gallery", ".*_cache", ".hypothesis", "dist")
BUILD = "import sys, hatchling.build as b; print(getattr(b, 'build_' + sys.argv[1])(sys.argv[2]))"
DOORS = {  # what an extra is for, asked of a place where nothing else is installed
    "app": "import sim.app.serve, mesa.visualization, solara_assets",
    "analysis": "import SALib, sklearn.tree, optuna, duckdb; import sim.analysis.discovery",
    "modellers": "import numba",
    "code": "import numba, ziglang",
    "cluster": "import distributed; import sim.experiment.executors.dask",
    "calibration": "import krippendorff, sklearn.gaussian_process",
    "search": "import pymoo, optuna",
    "docs": "import sphinx, furo, myst_nb",
    "zh": "import importlib.metadata; importlib.metadata.distribution('noto-cjk-sans-otc')",
    "fuzz": "import atheris",
    "app,analysis,cluster,calibration": "import sim.app.serve, duckdb, distributed, krippendorff",
}
SHORT = ("--set", "run.quarters=3", "--set", "run.start_year=2020", "--json")


def build(source: Path, kind: str, folder: Path) -> Path:
    """Build a wheel or an sdist of what lies in a folder; nothing is fetched for that."""
    command = [sys.executable, "-c", BUILD, kind, str(folder)]
    made = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder / made.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("copy") / "sources"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return build(copy, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the unpacked sdist, as anybody would who has nothing else."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    [source] = unpacked.iterdir()
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_the_package_and_the_scenarios_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name for name in names if ".dist-info/" not in name}
    shipped = [file for file in (ROOT / "sim").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    wanted = {file.relative_to(ROOT).as_posix() for file in shipped}
    wanted |= {f"sim/shipped_scenarios/{file.name}" for file in (ROOT / "scenarios").iterdir() if file.is_file()}
    assert inside == wanted
    assert {"sim/py.typed", "sim/region/data/chengdu_chongqing/cities.csv", "sim/report/page.html"} < inside
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert wheel.stat().st_size < 2_600_000  # of which rows of readings, fitted under each form, are a third


def test_the_sdist_holds_what_tests_and_documents_need_and_no_results(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 1}
    assert {"sim", "scenarios", "tests", "docs", "experiments", "Makefile", "constraints.txt", "LICENSE"} <= tops
    assert not {"results", ".venv", ".git"} & tops


def test_the_wheel_asks_for_what_the_project_says(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    about = message_from_bytes(archive.read(name))
    always = [text for text in about.get_all("Requires-Dist") or () if "extra ==" not in text]
    assert len(always) == len(PROJECT["dependencies"])
    assert set(about.get_all("Provides-Extra") or ()) == set(PROJECT["optional-dependencies"])
    assert about["Requires-Python"] == PROJECT["requires-python"]


def test_the_guide_lists_every_extra() -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert [name for name in PROJECT["optional-dependencies"] if f"| `{name}` |" not in page] == []


def test_the_installed_wheel_runs_a_shipped_scenario_by_its_name(wheel: Path, tmp_path: Path) -> None:
    target, place = tmp_path / "a place", tmp_path / "somewhere else"
    place.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "NUMBA_DISABLE_JIT": "1"}
    where = "import sim; print(sim.__file__)"
    asked = subprocess.run(
        [sys.executable, "-P", "-c", where], cwd=place, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(asked.stdout.strip()).is_relative_to(target)
    command = [sys.executable, "-P", str(target / "bin" / "sim"), "run", "tiny", *SHORT]
    ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["outcomes"]["deals_opened"]["value"] > 0
    assert list(place.iterdir()) == []


def installed(python: str, package: str, folder: Path) -> Path:
    """Install a package as a new user would, by the pinned versions; return the folder of its programs.

    Needs a network, or a pip that is told where else packages are.
    """
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    constraints = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", *constraints, package], check=True)
    subprocess.run([folder / "bin" / "pip", "check"], check=True)
    return folder / "bin"


@pytest.mark.slow
@pytest.mark.parametrize("extras", DOORS)
def test_an_extra_installs_alone_and_with_others(wheel: Path, tmp_path: Path, extras: str) -> None:
    programs = installed(sys.executable, f"{wheel}[{extras}]", tmp_path / "new")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    asked = [str(programs / "python"), "-P", "-c", DOORS[extras]]
    opened = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert opened.returncode == 0, opened.stderr


def test_every_extra_of_a_user_is_tried() -> None:
    assert {extra for extras in DOORS for extra in extras.split(",")} == set(PROJECT["optional-dependencies"]) - {"dev"}


@pytest.mark.slow
@pytest.mark.parametrize("version", PYTHONS)
def test_a_clean_environment_of_each_python_runs_it(wheel: Path, tmp_path: Path, version: str) -> None:
    python = shutil.which(f"python{version}")
    if python is None:
        pytest.skip(f"python{version} is not on this machine")
    programs = installed(python, str(wheel), tmp_path / "new")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["TRANSFER_LAB_CACHE"] = str(tmp_path / "cache")
    command = [str(programs / "sim"), "run", "tiny", "--json"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["outcomes"]["transfers_delivered"]["value"] > 0
