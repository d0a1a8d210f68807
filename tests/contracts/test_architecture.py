"""The architecture holds: layers, barriers apart, no cycles, and an import that changes nothing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import grimp
import networkx
import pytest

from sim.agents import KINDS
from sim.barriers import BARRIERS
from sim.levers import LEVERS

ROOT = Path(__file__).parents[2]

OFFICES = {"local_government", "coordination_body", "clearance_office"}
BARRIER_NAMES = {barrier.name for barrier in BARRIERS}
ACTORS = {lever.name for lever in LEVERS} | {kind.name for kind in KINDS} | OFFICES
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
VERBS = (ROOT / "sim" / "world", ROOT / "sim" / "phases", ROOT / "sim" / "outcomes")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml for the package `sim` that lies in this folder."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_layers_and_the_other_import_contracts_hold() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("rules.py", "import pandas", "The inside of the model knows no file format"),
        ("world/build.py", "import mesa", "The inside of the model knows no file format"),
        ("agents/__init__.py", "import pyarrow", "Agents know Mesa, and no other framework"),
        ("scenario/__init__.py", "import mesa", "The scenario knows TOML and the schema library"),
        ("experiment/executors/work.py", "import sim.model", "What runs and reads the model does not know"),
        ("engine/run.py", "import pandas", "The inside of the model knows no file format"),
        ("engine/run.py", "import sim.model", "Data runs one way"),
        ("cli/__init__.py", "import mesa", "What runs and reads the model does not know"),
        ("phases/__init__.py", "import sim.model", "Data runs one way"),
        ("stray_room.py", "import numpy", "Data runs one way"),
        ("barriers/secrecy.py", "import sim.barriers.market_separation", "Barriers do not know one another"),
        ("report/__init__.py", "import sim.experiment", "Analysis and report run nothing"),
        ("analysis/paired.py", "import sim.model", "Analysis and report run nothing"),
        ("statistics/pairs.py", "import sim.model", "Data runs one way"),
        ("experiment/plan/tasks.py", "import sim.experiment.make.sweep", "A study is read, laid out"),
        ("experiment/stray_room.py", "import numpy", "A study is read, laid out"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "sim" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    checked = lint(tmp_path)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert re.search(re.escape(contract) + r"[^\n]*(\n[^\n]+)?\s+BROKEN", checked.stdout), checked.stdout


@pytest.mark.parametrize(("room", "declared"), [("barriers", "BARRIER"), ("levers", "LEVER"), ("outcomes", "OUTCOME")])
def test_what_is_declared_is_listed(room: str, declared: str) -> None:
    listed = {id(one) for one in getattr(import_module(f"sim.{room}"), f"{declared}S")}
    found = 0
    for path in sorted((ROOT / "sim" / room).glob("*.py")):
        one = getattr(import_module(f"sim.{room}.{path.stem}"), declared, None) if path.stem != "__init__" else None
        found += one is not None
        assert one is None or id(one) in listed, f"list it in sim/{room}/__init__.py: {path.name}"
    assert found > 2


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = grimp.build_graph("sim", cache_dir=None)
    imports = networkx.DiGraph(
        (module, imported) for module in graph.modules for imported in graph.find_modules_directly_imported_by(module)
    )
    cycles = [sorted(group) for group in networkx.strongly_connected_components(imports) if len(group) > 1]
    assert imports.number_of_edges() > 0
    assert cycles == []


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def words_of_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names and the key-like strings of a module with their lines, but no docstring or prose."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, part) for part in (node.module or "").split("."))
        elif isinstance(node, ast.alias):
            yield from ((node.lineno, part) for part in f"{node.name}.{node.asname or ''}".split("."))
        elif isinstance(node, ast.Constant) and re.fullmatch(r"\S+", str(node.value)):
            yield from ((node.lineno, part) for part in re.split(r"\W+", str(node.value)))


def catalogue_names(source: str) -> list[tuple[int, str]]:
    """Find the names of barriers, levers and kinds of agent; a barrier's also inside a longer name."""
    found = []
    for line, word in words_of_code(source):
        name = snake_case(word)
        part_of = any(re.search(rf"(^|_){barrier}(_|$)", name) for barrier in BARRIER_NAMES)
        if part_of or name in ACTORS:
            found.append((line, word))
    return found


def test_phases_world_and_outcomes_name_nothing_of_the_catalogue() -> None:
    files = [file for place in VERBS for file in ([place] if place.suffix else sorted(place.rglob("*.py")))]
    assert {file.parent.name for file in files} >= {"world", "phases", "outcomes"}
    found = [
        f"{file.relative_to(ROOT)}:{line}: {word}"
        for file in files
        for line, word in catalogue_names(repr(file.stem)) + catalogue_names(file.read_text(encoding="utf-8"))
    ]
    assert found == [], "say it by point, stage, side or setting instead:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "from sim.barriers import secrecy",
        "import sim.levers.fund_pool as pool",
        "settings['barriers.secrecy'] = 0",
        "deaths_by_secrecy = 0",
        "who = Kind.PRIVATE_FIRM",
        "isinstance(agent, LocalGovernment)",
        "def f(university): pass",
        "run(rd_subsidy=1)",
    ],
)
def test_a_name_of_the_catalogue_is_found(code: str) -> None:
    assert catalogue_names(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""Secrecy and the university are words here."""',
        "x = 1  # secrecy",
        "Outcome('transfers_university_to_civil', 'deals that a university gave away')",
        "universities = 3",
    ],
)
def test_prose_and_longer_names_are_left_alone(code: str) -> None:
    assert catalogue_names(code) == []


IMPORT_AND_COMPARE = """
import multiprocessing, os, sys
import numpy
before = dict(os.environ), numpy.geterr(), numpy.get_printoptions(), list(sys.path)
import sim
assert (dict(os.environ), numpy.geterr(), numpy.get_printoptions(), list(sys.path)) == before
assert multiprocessing.get_start_method(allow_none=True) is None, "start method was set"
assert "matplotlib" not in sys.modules, "matplotlib was imported"
"""


def test_importing_sim_changes_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_COMPARE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert run.stderr == ""
