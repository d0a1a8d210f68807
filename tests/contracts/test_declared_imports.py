"""Whatever is imported is declared: by the package itself, or by the extra that the line of exit code 4 names."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from sim.cli.install import EXTRA_OF

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOLDERS = ("sim", "exporting", "experiments", "benchmarks", "docs", "tests")
SOURCES = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
OURS = {name for path in SOURCES for name in (path.stem, path.parent.name)}
DISTRIBUTIONS = packages_distributions()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {normal(Requirement(text).name) for text in requirements}


BASE = named([text for text in PROJECT["dependencies"] if Requirement(text).marker is None])  # what comes everywhere
EXTRAS = {extra: named(needed) for extra, needed in PROJECT["optional-dependencies"].items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the top names of what a module imports, but the standard library."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        yield from (top for name in names if (top := name.split(".")[0]) not in sys.stdlib_module_names)


def imports_of(folder: str) -> dict[str, str]:
    """Return every foreign module that a folder imports, with a file that does."""
    return {
        name: path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
    }


def declared(module: str, by: set[str]) -> bool:
    """Tell whether a distribution that brings a module is declared, or one of its own name, such as solara."""
    return bool(by & {normal(name) for name in (module, *DISTRIBUTIONS.get(module, []))})


def test_what_the_package_imports_is_declared() -> None:
    foreign = imports_of("sim")
    foreign.pop("sim")
    assert {"numpy", "markupsafe", "starlette", "distributed", "SALib"} <= set(foreign)
    undeclared = {
        module: file
        for module, file in foreign.items()
        if not declared(module, EXTRAS[EXTRA_OF[module]] if module in EXTRA_OF else BASE)
    }
    assert undeclared == {}, "declare it in pyproject.toml, and name its extra in sim/cli/install.py"


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder != "sim"])
def test_what_tests_and_documents_import_is_declared(folder: str) -> None:
    everything = BASE.union(*EXTRAS.values())
    foreign = {module: file for module, file in imports_of(folder).items() if module not in OURS}
    assert {module: file for module, file in foreign.items() if not declared(module, everything)} == {}


@pytest.mark.parametrize("module", EXTRA_OF)
def test_an_extra_that_is_named_brings_its_module(module: str) -> None:
    assert declared(module, EXTRAS[EXTRA_OF[module]])
    assert not declared(module, BASE)


def test_the_image_is_made_and_run_by_an_ordinary_user() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    steps = [line.partition(" ")[::2] for line in lines if re.match("[A-Z]+ ", line)]
    users = [(place, what) for place, (word, what) in enumerate(steps) if word == "USER"]
    [(place, user)] = users
    assert user not in ("root", "0")
    assert any(word == "RUN" and "sim run" in what for word, what in steps[place:])  # it compiles for itself
    assert any(word == "RUN" and f"useradd --create-home {user}" in what for word, what in steps[:place])
    assert steps[-1][0] == "ENTRYPOINT"
