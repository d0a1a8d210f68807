"""The house keeps its own rules: sizes, docstrings, no loose ends, no dead references, one version."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIM = ROOT / "sim"
MODULES = sorted(SIM.rglob("*.py"))
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.parent.name != "gallery"),  # made with the site
    *sorted(ROOT.glob("*/*/README.md")),
]

MAX_FILE_LINES = 300
MAX_MEDIAN_FILE_LINES = 120
MAX_FUNCTION_LINES = 60

ROOMS = ("sim", "exporting", "tests", "scenarios", "experiments", "docs", "benchmarks", ".ci")
TEXT = {".py", ".md", ".toml", ".csv", ".sh", ".html", ".css"}
MADE_BY_RUNNING = ("results/", ".venv/", "dist/", "docs/_build/", "docs/gallery/", "gallery/")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def docstring_of(file: Path) -> str | None:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) if file.exists() else None


def test_no_file_is_too_long_to_read_at_one_sitting() -> None:
    sizes = {name_of(file): lines_of(file) for file in MODULES}
    assert {name: size for name, size in sizes.items() if size > MAX_FILE_LINES} == {}
    assert statistics.median(sizes.values()) <= MAX_MEDIAN_FILE_LINES


def test_every_room_says_what_it_is() -> None:
    rooms = sorted({file.parent for file in MODULES})
    silent = [name_of(room) for room in rooms if not docstring_of(room / "__init__.py")]
    assert silent == [], "these folders need a docstring in their __init__.py"


def test_every_module_says_what_it_is() -> None:
    assert [name_of(file) for file in MODULES if not docstring_of(file)] == []


def test_no_function_is_too_long() -> None:
    long = {
        f"{name_of(file)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert long
    assert {place: size for place, size in long.items() if size > MAX_FUNCTION_LINES} == {}


def test_nothing_is_left_for_later() -> None:
    # Put together here, so that this file does not find itself.
    later = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
    texts = [
        file
        for room in ROOMS
        for file in (ROOT / room).rglob("*")
        if file.suffix in TEXT and "_build" not in file.parts
    ]
    found = [
        f"{name_of(file)}:{number}"
        for file in [*texts, *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert texts
    assert found == []


def paths_mentioned(text: str) -> list[str]:
    """Find what stands in backticks, or behind a link, and reads like a path of this repository."""
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    spans = re.findall(r"`([^`\n]+)`", prose)
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", prose)
    rooted = [span for span in spans if re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/?", span)]
    return links + [
        span
        for span in rooted
        if (span.split("/")[0] in ROOMS and "/" in span)
        or span in {"Makefile", "LICENSE"}
        or re.fullmatch(r"[A-Z]+\.(md|cff)|pyproject\.toml|constraints\.txt", span)
    ]


def exists(path: str, beside: Path) -> bool:
    if path.startswith(MADE_BY_RUNNING):
        return True
    return any((base / path).exists() or any(base.glob(path)) for base in (ROOT, beside) if path.strip("/"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_in_the_documents_exists(document: Path) -> None:
    mentioned = paths_mentioned(document.read_text(encoding="utf-8"))
    assert [path for path in mentioned if not exists(path, document.parent)] == []


def test_paths_are_recognised() -> None:
    text = "`sim/rules.py` `make run` `K/N` `tests/` [a](docs/odd.md) [b](https://x.y/z) `CHANGELOG.md` `a.py`"
    assert sorted(paths_mentioned(text)) == ["CHANGELOG.md", "docs/odd.md", "sim/rules.py", "tests/"]
    assert not exists("sim/no_such_room.py", ROOT)
    assert exists("sim/*.py", ROOT)


def changelog_sections() -> list[tuple[str, str]]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"(?m)^## \[([^\]]+)\]", text)
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = re.search(r"(?m)^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation is not None
    assert citation[1].strip('"') == project
    versions = [version for version, _ in changelog_sections() if version != "Unreleased"]
    assert versions[0] == project


def test_every_entry_of_the_changelog_says_which_numbers_move() -> None:
    entries = [
        " ".join(entry.split())
        for _, section in changelog_sections()
        for entry in re.split(r"(?m)^- ", re.sub(r"(?m)^#+ .*$|^\[.*\]: .*$", "", section))[1:]
    ]
    assert entries
    assert [entry for entry in entries if not re.search(r"Moves: (nothing|\w+(, \w+)*)\.?$", entry)] == []
