"""An error that is raised in a rule names the rule, whoever wrote it: its file, its line and what stands there."""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parent
RULE_ROOMS = ("agents", "barriers", "levers", "mechanisms", "outcomes", "phases")
QUOTED = re.compile(r'File "([^"]+)", line (\d+)')
Location = tuple[str, int]


def rule_at_fault(error: BaseException) -> str:
    """Return the rule in which an error arose, in words: name, file and line; empty if it arose elsewhere."""
    for file, line in _locations(error):
        path = Path(file) if Path(file).is_absolute() else Path.cwd() / file
        try:
            within = path.resolve().relative_to(ROOT)
        except (OSError, ValueError):
            continue
        if within.parts[0] in RULE_ROOMS:
            stands = linecache.getline(str(ROOT / within), line).strip()
            there = f"sim/{within.as_posix()}, line {line}{f': {stands}' if stands else ''}"
            name = _function_at(ROOT / within, line)
            return f"{name} ({there})" if name else there
    return ""


def _locations(error: BaseException) -> Iterator[Location]:
    """Yield the locations in sources that an error speaks of, the innermost first.

    An error of compiling arises in Numba, whose own frames know which line of ours they were reading.
    """
    if isinstance(error, SyntaxError) and error.filename:
        yield error.filename, error.lineno or 0
    frames = []
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    for frame, line in reversed(frames):
        yield frame.f_code.co_filename, line
        read: Any = getattr(frame.f_locals.get("self"), "loc", None)
        if isinstance(getattr(read, "line", None), int) and isinstance(getattr(read, "filename", None), str):
            yield read.filename, read.line
    for file, quoted_line in reversed(QUOTED.findall(str(error))):
        yield file, int(quoted_line)


def _function_at(file: Path, line: int) -> str:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: node.lineno).name if around else ""
