"""A message names the line a person has to change, so the text is scanned once for where each key stands.

The scan also refuses what would hurt the parser: brackets nested too deeply, keys with too many parts.
It never fails on text that is not TOML; it then only knows fewer lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.wording import printable

MAX_NESTING = 64
MAX_KEY_PARTS = 64
MAX_NOTED_PARTS = 4
MAX_SHOWN = 100

_TOKEN = re.compile(
    r"""
    (?P<text>
        "{3} (?: [^"\\]+ | \\. | "(?!"") )*+ "{3,5}
      | '{3} (?: [^']+ | '(?!'') )*+ '{3,5}
      | "(?!"") (?: [^"\\\n]+ | \\[^\n] )*+ "
      | '(?!'') [^'\n]*+ '
      | \#[^\n]*+
    )
    | (?P<broken> ["'] )
    | (?P<mark> [\n\[\]{}=,.] )
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = r"""(?: [A-Za-z0-9_-]++ | "(?:[^"\\\n]|\\.)*+" | '[^'\n]*+' )"""
_KEY = rf"{_PART} (?: [ \t]*+ \. [ \t]*+ {_PART} ){{0,{MAX_KEY_PARTS - 1}}}"
_STATEMENT = re.compile(
    rf"""
    [ \t]*+
    (?: (?P<bracket> \[{{1,2}}) [ \t]*+ (?P<table>{_KEY}) [ \t]*+ \]
      | (?P<key>{_KEY}) [ \t]*+ = )
    """,
    re.VERBOSE,
)
_ONE_PART = re.compile(_PART, re.VERBOSE)

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TomlLines:
    """The lines of a text and where each key stands.

    Args:
        text: the lines.
        numbers: line number, from 1, by the parts of a dotted key; entries of a list count from "0".
    """

    text: tuple[str, ...] = ()
    numbers: Mapping[Path, int] | None = None

    def number(self, path: Path) -> int:
        """Find the line of a key, or of the nearest table around it; 0 if there is none."""
        numbers = self.numbers or {}
        return next((numbers[path[:n]] for n in range(len(path), 0, -1) if path[:n] in numbers), 0)

    def shown(self, number: int) -> str:
        """Give a line as it may be printed: stripped, without control characters, at most 100 characters."""
        line = self.text[number - 1].strip() if 0 < number <= len(self.text) else ""
        return printable(line, MAX_SHOWN)


def find_lines(text: str, label: str) -> TomlLines:
    """Find the line of every key, and refuse what is nested too deeply or has too many key parts.

    Args:
        text: the document, TOML or not.
        label: what to call it in messages.

    Raises:
        ScenarioError: beyond 64 open brackets or 64 parts of a key.
    """
    numbers: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, start in _statements(text, label):
        statement = _STATEMENT.match(text, start)
        if statement is None:
            continue
        if statement["key"] is not None:
            _note((*table, *_parts(statement["key"])), number, numbers)
            continue
        table = _parts(statement["table"])
        if statement["bracket"] == "[[":
            counts[table] = counts.get(table, -1) + 1
            table = (*table, str(counts[table]))
        _note(table, number, numbers)
    return TomlLines(tuple(line.rstrip("\r") for line in text.split("\n")), numbers)


def _note(path: Path, number: int, numbers: dict[Path, int]) -> None:
    """Note where a key, and each table around it, is first said."""
    for length in range(1, min(len(path), MAX_NOTED_PARTS) + 1):
        numbers.setdefault(path[:length], number)


def _statements(text: str, label: str) -> Iterator[tuple[int, int]]:
    """Yield line number and offset of every line that does not continue a string or a list."""
    line, depth, parts = 1, 0, 1
    yield line, 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "broken":
            return
        mark = token["mark"]
        if mark is None:
            line += token[0].count("\n")
            continue
        if mark == ".":
            parts += 1
            if parts > MAX_KEY_PARTS:
                raise _refused(
                    label,
                    line,
                    _("a key with too many parts"),
                    _("at most {max_key_parts} parts", max_key_parts=MAX_KEY_PARTS),
                )
            continue
        parts = 1
        if mark in "[{":
            depth += 1
            if depth > MAX_NESTING:
                raise _refused(
                    label, line, _("too deeply nested"), _("at most {max_nesting} levels", max_nesting=MAX_NESTING)
                )
        elif mark in "]}":
            depth = max(0, depth - 1)
        elif mark == "\n":
            line += 1
            if depth == 0:
                yield line, token.end()


def _parts(key: str) -> Path:
    return tuple(part.strip("\"'") for part in _ONE_PART.findall(key))


def _refused(label: str, line: int, found: str, allowed: str) -> ScenarioError:
    return ScenarioError([Problem(f"{label}:{line}", found, allowed)])
