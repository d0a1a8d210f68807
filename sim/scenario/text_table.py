"""Tables come as spreadsheets write them: one reader for all, which takes what is harmless and says the way out.

A byte order mark, blanks around names, empty rows and empty columns at the end are passed over; semicolons and tabs
between cells are recognised by the first line, and said. Text that is not UTF-8 is refused with what to do about it.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator

from sim.language import N_, _

SAVE_AS = N_("in Excel or WPS: Save as, CSV UTF-8 (comma delimited); in LibreOffice: Save as CSV, character set UTF-8")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SEPARATOR_LINE = re.compile(r'\s*"?sep=(.?)"?\s*', re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
CHINESE = re.compile("[\u3400-\u9fff]")
DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})", re.ASCII)
NULS_OF_UTF16 = 0.2  # share of zero bytes from which text is taken for UTF-16 without its mark


class TableNotice(UserWarning):
    """Given once if a table is read otherwise than with commas."""


class TableError(ValueError):
    """Raised if the contents of a file are no table.

    Attributes:
        line: line of the file.
        found: what stands there.
        allowed: what may stand there.
        fix: the way out, empty if what is allowed says it.
    """

    def __init__(self, line: int, found: str, allowed: str, fix: str = "") -> None:
        self.line, self.found, self.allowed, self.fix = line, found, allowed, fix
        super().__init__(
            _("line {line}: {found}; {allowed}", line=line, found=found, allowed=allowed) + (f" ({fix})" if fix else "")
        )

    def __reduce__(self) -> tuple[type[TableError], tuple[int, str, str, str]]:
        return type(self), (self.line, self.found, self.allowed, self.fix)


def table_rows(raw: bytes, label: str) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a table that are not empty, the names of its columns first.

    Args:
        raw: contents of the file.
        label: what to call it in messages.

    Yields:
        The line on which a row begins, and its cells without surrounding blanks.

    Raises:
        TableError: if it is not UTF-8 text, or not readable as cells; rows before the fault have been given then.
    """
    text = _text(raw)
    separator, skipped = _separator(text)
    if separator != ",":
        notice = _(
            "{label}: cells are read as separated by {names}, as its first line has them",
            label=label,
            names=NAMES[separator],
        )
        warnings.warn(notice, TableNotice, stacklevel=3)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    line, width = 1, 0
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            filled = max((column for column, cell in enumerate(stripped, 1) if cell), default=0)
            if filled and line > skipped:
                width = width or filled
                # Spreadsheets end rows with as many empty cells as the longest row ever had.
                yield line, stripped[: max(width, filled)]
            line = reader.line_num + 1
    except csv.Error as error:
        what = _("cells separated by {names}, quotes closed", names=NAMES[separator])
        raise TableError(line, _("not readable as CSV ({error})", error=error), what) from None


def decimal_point(text: str) -> str:
    """Return a number that was typed with a decimal comma as it should be; empty if it is none."""
    return ".".join(found.groups()) if (found := DECIMAL_COMMA.fullmatch(text)) else ""


def _text(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:4096].count(0) > NULS_OF_UTF16 * len(raw[:4096]):
        raise TableError(1, _("UTF-16 text, not UTF-8"), _("text saved as UTF-8"), _(SAVE_AS))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = _("byte 0x{raw:02x} is not UTF-8", raw=raw[error.start])
        if _is_chinese(raw):
            found = _("{found}; the file seems to be in GBK or GB18030, as Chinese spreadsheets save CSV", found=found)
        raise TableError(line, found, _("text saved as UTF-8"), _(SAVE_AS)) from None
    if "\0" in text:
        raise TableError(
            text.count("\n", 0, text.index("\0")) + 1, _("a NUL byte"), _("text saved as UTF-8"), _(SAVE_AS)
        )
    return text


def _is_chinese(raw: bytes) -> bool:
    try:
        return bool(CHINESE.search(raw.decode("gb18030")))
    except UnicodeDecodeError:
        return False


def _separator(text: str) -> tuple[str, int]:
    """Return what separates cells, and the number of lines before the names of the columns."""
    for number, line in enumerate(text[:100_000].splitlines(), 1):
        if not line.strip():
            continue
        if found := SEPARATOR_LINE.fullmatch(line):
            if found[1] not in NAMES:
                raise TableError(number, f"{line.strip()!r:.40}", _("sep= followed by , ; | or a tab"))
            return found[1], number
        bare = QUOTED.sub("", line)
        return max(NAMES, key=lambda mark: bare.count(mark) if mark != "|" else 0), 0
    return ",", 0
