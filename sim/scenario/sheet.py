"""A table typed by hand has many small faults; all of them are named at once, each with its line and column.

Reads a table (UTF-8, first line the column names) whose columns are declared by the caller.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.text_table import TableError, decimal_point, table_rows

MAX_BYTES = 1024 * 1024
MAX_COLUMNS = 256
MAX_NAME = 100
MAX_WORDS = 2_000

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers.

    Args:
        name: its name in the first line.
        low: least value allowed.
        high: greatest value allowed.
        required: whether the column must exist and its cells be filled.
        whole: whether only whole numbers are allowed.
    """

    name: str
    low: float
    high: float
    required: bool = True
    whole: bool = False

    @property
    def allowed(self) -> str:
        """Say what may stand in a cell."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:,g} to {self.high:,.0f}{'' if self.required else ', or blank'}"


@dataclass(slots=True)
class Sheet:
    """A file being read, and what was found wrong so far.

    Args:
        name: file name as shown to the user.
        columns: column names, empty until the first line is read.
        rows: rows that fit the columns.
        problems: problems in the order found.
    """

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: str, found: str, allowed: str, hint: str = "") -> None:
        """Note a problem of a line, or of one column in it."""
        place = f"{self.name}:{line}, column {column}" if column else f"{self.name}:{line}"
        self.problems.append(Problem(place, found, allowed, hint))

    def refuse_if_wrong(self) -> None:
        """Raise all problems found so far, if any.

        Raises:
            ScenarioError: with the problems.
        """
        if self.problems:
            raise ScenarioError(self.problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells by column name, stripped of surrounding blanks.

    A cell read as something it is not is reported to the sheet; a column that the file lacks is not, because
    its absence is reported once, with the first line.
    """

    sheet: Sheet
    line: int
    cells: Mapping[str, str]

    def report(self, column: str, found: str, allowed: str, hint: str = "") -> None:
        """Note a problem of one cell."""
        self.sheet.report(self.line, column, found, allowed, hint)

    def number(self, column: NumberColumn) -> float | None:
        """Read a number; None if the cell may be and is blank, or is wrong."""
        text = self.cells.get(column.name)
        if text is None or (not text and not column.required):
            return None
        value = float(text) if _DECIMAL.fullmatch(text) else math.nan
        if column.low <= value <= column.high and not (column.whole and value % 1):
            return value
        self.report(column.name, quoted(text), column.allowed, decimal_point(text))
        return None

    def words(self, column: str, *, required: bool = True) -> str:
        """Read a name of 1 to 100 printable characters, or a text of up to 2,000 that may be blank."""
        text = self.cells.get(column, "")
        least, most = (1, MAX_NAME) if required else (0, MAX_WORDS)
        if column in self.cells and not (text.isprintable() and least <= len(text) <= most):
            found = quoted(text) if len(text) <= most else f"{len(text):,} characters"
            self.report(column, found, f"{least} to {most:,} printable characters")
        return text

    def choice(self, column: str, choices: Mapping[str, _T], default: _T) -> _T:
        """Read one of the given words in any case, `default` if the cell is blank or absent."""
        text = self.cells.get(column, "").casefold()
        if not text or text in choices:
            return choices.get(text, default)
        near = difflib.get_close_matches(text, list(choices), 1)
        self.report(column, quoted(text), ", ".join(choices) + ", or blank", f"'{near[0]}'" if near else "")
        return default


def quoted(text: str) -> str:
    """Quote a cell so that it fits one line of a message."""
    return repr(text[:60]) if text else "blank"


def printable(text: str) -> str:
    """Make a file name safe to print, whatever bytes it was made of."""
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in text[:200])


def file_bytes(name: str, folder: Path | None, shipped: str) -> bytes:
    """Read a file of at most 1 MiB.

    Args:
        name: its path.
        folder: where a relative path starts, None for the current folder.
        shipped: the one name that needs no file, for the message.

    Raises:
        ScenarioError: if there is no such file, it is not a regular file, too large or unreadable.
    """
    place, allowed = printable(name) or "region file", f"'{shipped}' or the path of a CSV file"
    found, hint, raw = "", "", b""
    try:
        path = (folder or Path()) / name
        if path.is_file():
            with path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        elif path.exists():
            found = "a folder" if path.is_dir() else "not a regular file"
        else:
            found = "no such file"
            hint = "".join(f"'{near}'" for near in difflib.get_close_matches(name.casefold(), [shipped], 1))
    except OSError as error:
        found = f"cannot be read ({error.strerror or 'input error'})"
    if len(raw) > MAX_BYTES:
        found, allowed = "larger than 1 MiB", "at most 1,048,576 bytes"
    if found:
        raise ScenarioError([Problem(place, found, allowed, hint)])
    return raw


def read_sheet(name: str, raw: bytes, required: Sequence[str], optional: Sequence[str], max_rows: int) -> Sheet:
    """Read the rows of a CSV file.

    Args:
        name: file name as shown to the user.
        raw: contents.
        required: columns that must exist; any that is neither these nor `optional` is passed over.
        optional: columns that may exist.
        max_rows: rows allowed; reading stops with a problem after them.

    Returns:
        The sheet, which may hold problems.

    Raises:
        ScenarioError: if the contents have more than 256 columns.
    """
    sheet = Sheet(printable(name))
    line, count = 1, 0
    try:
        for line, cells in table_rows(raw, sheet.name):
            count += 1
            if count > max_rows + 1:
                sheet.report(line, "", f"more than {max_rows:,} rows", f"at most {max_rows:,}")
                break
            if sheet.columns:
                _read_row(sheet, line, cells)
            else:
                _read_columns(sheet, line, cells, required, optional)
    except TableError as error:
        sheet.problems.append(Problem(f"{sheet.name}:{error.line}", error.found, error.allowed, fix=error.fix))
    else:
        if count < 2:
            sheet.report(line, "", "no rows" if count else "empty", "column names and at least one row")
    return sheet


def _read_row(sheet: Sheet, line: int, cells: list[str]) -> None:
    if len(cells) == len(sheet.columns):
        sheet.rows.append(Row(sheet, line, dict(zip(sheet.columns, cells, strict=True))))
    else:
        sheet.report(line, "", f"{len(cells)} cells", f"{len(sheet.columns)} cells, one for each column")


def _read_columns(sheet: Sheet, line: int, cells: list[str], required: Sequence[str], optional: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        sheet.report(line, "", f"{len(cells):,} columns", f"at most {MAX_COLUMNS}")
        sheet.refuse_if_wrong()
    sheet.columns = cells
    spare = {cell.casefold(): cell for cell in cells if cell not in (*required, *optional)}
    for column in required:
        if column not in cells:
            near = difflib.get_close_matches(column, list(spare), 1, 0.5)
            hint = f"{column!r} for {quoted(spare[near[0]])}" if near else ""
            sheet.report(line, column, "no such column", "required are " + ", ".join(required), hint)
    for column in (*required, *optional):
        if cells.count(column) > 1:
            sheet.report(line, column, f"{cells.count(column)} columns of this name", "one")
