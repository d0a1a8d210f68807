"""A table typed by hand has many small faults; all of them are named at once, each with its line and column.

Reads a table (UTF-8, first line the column names) whose columns are declared by the caller.
"""

from __future__ import annotations

import difflib
import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.problems import Problems
from sim.scenario.text_table import TableError, table_rows
from sim.scenario.toml_lines import Path
from sim.scenario.wording import printable

MAX_BYTES = 1024 * 1024
MAX_COLUMNS = 256


@dataclass(slots=True)
class Sheet:
    """A file being read, and what was found wrong so far; a source of problems, whose paths are line and column.

    Args:
        label: file name as shown to the user.
        columns: column names, empty until the first line is read.
        rows: rows that fit the columns: the line, and cells by column name, stripped of surrounding blanks.
        problems: what was found wrong, all of it.
    """

    label: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    problems: Problems = field(init=False)

    def __post_init__(self) -> None:
        self.problems = Problems(self, most=None)

    def location(self, path: Path) -> str:
        """Name a line, or a column in it."""
        line, *column = path
        return f"{self.label}:{line}{f', column {column[0]}' if column else ''}"

    def line(self, path: Path) -> str:
        """Quote nothing: the cell itself is what was found."""
        return ""

    def order(self, path: Path) -> tuple[str, int]:
        """Give a sort key that puts problems in the order of the file."""
        return self.label, int(path[0])


def file_bytes(name: str, folder: pathlib.Path | None, shipped: Sequence[str], label: str = "") -> bytes:
    """Read a file of at most 1 MiB.

    Args:
        name: its path.
        folder: where a relative path starts, None for the current folder.
        shipped: the names that need no file, for the message.
        label: what to call it in messages, if not by its path.

    Raises:
        ScenarioError: if there is no such file, it is not a regular file, too large or unreadable.
    """
    location = printable(label or name) or _("region file")
    allowed = " or ".join([*(f"'{one}'" for one in shipped), _("the path of a CSV file")])
    found, hint, raw = "", "", b""
    try:
        path = (folder or pathlib.Path()) / name
        if path.is_file():
            with path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        elif path.exists():
            found = _("a folder without cities.csv") if path.is_dir() else _("not a regular file")
        else:
            found = _("no such file")
            hint = "".join(f"'{near}'" for near in difflib.get_close_matches(name.casefold(), list(shipped), 1))
    except OSError as error:
        found = _("cannot be read ({value})", value=error.strerror or _("input error"))
    if len(raw) > MAX_BYTES:
        found, allowed = _("larger than 1 MiB"), _("at most 1,048,576 bytes")
    if found:
        raise ScenarioError([Problem(location, found, allowed, hint)])
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
        for line, cells in table_rows(raw, sheet.label):
            count += 1
            if count > max_rows + 1:
                sheet.problems.add(
                    (str(line),),
                    _("more than {max_rows:,} rows", max_rows=max_rows),
                    _("at most {max_rows:,}", max_rows=max_rows),
                )
                break
            if sheet.columns:
                _read_row(sheet, line, cells)
            else:
                _read_columns(sheet, line, cells, required, optional)
    except TableError as error:
        sheet.problems.add((str(error.line),), error.found, error.allowed, fix=error.fix)
    else:
        if count < 2:
            sheet.problems.add(
                (str(line),), _("no rows") if count else _("empty"), _("column names and at least one row")
            )
    return sheet


def _read_row(sheet: Sheet, line: int, cells: list[str]) -> None:
    if len(cells) == len(sheet.columns):
        sheet.rows.append((str(line), dict(zip(sheet.columns, cells, strict=True))))
    else:
        sheet.problems.add(
            (str(line),),
            _("{cells} cells", cells=len(cells)),
            _("{columns} cells, one for each column", columns=len(sheet.columns)),
        )


def _read_columns(sheet: Sheet, line: int, cells: list[str], required: Sequence[str], optional: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        sheet.problems.add(
            (str(line),), _("{cells:,} columns", cells=len(cells)), _("at most {max_columns}", max_columns=MAX_COLUMNS)
        )
        sheet.problems.refuse()
    sheet.columns = cells
    spare = {cell.casefold(): cell for cell in cells if cell not in (*required, *optional)}
    for column in required:
        if column not in cells:
            near = difflib.get_close_matches(column, list(spare), 1, 0.5)
            hint = f"{column!r} for {spare[near[0]][:60]!r}" if near else ""
            sheet.problems.add(
                (str(line), column), _("no such column"), _("required are {columns}", columns=", ".join(required)), hint
            )
    for column in (*required, *optional):
        if cells.count(column) > 1:
            twice = _("{count} columns of this name", count=cells.count(column))
            sheet.problems.add((str(line), column), twice, _("one"))
