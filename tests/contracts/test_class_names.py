"""One name means one thing: no public class of the house is called like another."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]

STANDS_TWICE: dict[str, frozenset[str]] = {
    "Content": frozenset({"sim/experiment/schema.py", "sim/scenario/content.py"}),
    "Design": frozenset({"sim/experiment/designs/design.py", "sim/experiment/schema.py"}),
    "Reading": frozenset({"sim/experiment/reading.py", "sim/scenario/consistency.py"}),
    "Row": frozenset({"sim/scenario/sheet.py", "sim/store/parts.py"}),
    "Section": frozenset({"sim/experiment/schema.py", "sim/scenario/schema.py"}),
    "Status": frozenset({"sim/store/parts.py", "sim/tables/codes.py"}),
}
"""Names that still stand for two things, with their files. Rename one of the two and take its line out."""


def public_classes() -> dict[str, set[str]]:
    """Find the files of every public class name; one file may choose between two of one name."""
    homes = defaultdict(set)
    for file in sorted((ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(file.relative_to(ROOT).as_posix())
    return homes


def test_no_public_class_name_stands_twice() -> None:
    twice = {name: files for name, files in public_classes().items() if len(files) > 1}
    new = {name: sorted(files) for name, files in twice.items() if files != STANDS_TWICE.get(name)}
    assert new == {}, "rename one of the two by what it is"
    gone = sorted(set(STANDS_TWICE) - set(twice))
    assert gone == [], "these stand once now: take them out of STANDS_TWICE"
