"""One name means one thing: no public class of the house is called like another."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]


def public_classes() -> dict[str, set[str]]:
    """Find the files of every public class name; one file may choose between two of one name."""
    homes = defaultdict(set)
    for file in sorted((ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(file.relative_to(ROOT).as_posix())
    return homes


def test_no_public_class_name_stands_twice() -> None:
    twice = {name: sorted(files) for name, files in public_classes().items() if len(files) > 1}
    assert twice == {}, "rename one of the two by what it is"
