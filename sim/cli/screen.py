"""What is said reaches whoever listens, as text alone: nothing in a name or a title is an order to the terminal.

Nobody may listen at all, or stop listening (`>&-`, `| head -1`, a closed terminal): the work goes on and ends with the
exit code that it would have had.
"""

from __future__ import annotations

import errno
import io
import logging
import os
import re
import stat
import sys
import textwrap
import unicodedata
import warnings
from typing import Any

import rich_click as click

# Control characters but newline and tab; marks that turn the direction of what follows; two that break lines.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
BREAKS = re.compile(r"\s+|[\u2e80-\u9fff\uff00-\uffef][，。；：、）」』！？]*|[^\s\u2e80-\u9fff\uff00-\uffef]+")
STREAMS = {"stdout": 1, "stderr": 2}


def plain(text: object) -> str:
    r"""Return text with everything that a terminal would obey written out, such as \x1b."""
    return OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), str(text))


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int, right: bool = False) -> str:
    """Fill a text with spaces up to a width in columns of a terminal.

    Args:
        text: on one line.
        width: columns.
        right: whether it stands at the right end.
    """
    space = " " * max(0, width - width_of(text))
    return space + text if right else text + space


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text into lines of a width in columns of a terminal: between words, and between Chinese letters.

    Args:
        text: on one line.
        width: columns.
        indent: stands before every line but the first.
    """
    if width_of(text) == len(text):
        return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)
    lines, line = [], ""
    for part in BREAKS.findall(text):
        if line.strip() and width_of((line + part).rstrip()) > width:
            lines.append(line.rstrip())
            line = indent
            part = part.lstrip()
        line += part
    return [*lines, line.rstrip()] if line.strip() else lines


def tell(text: object = "") -> None:
    """Write a line on stdout."""
    click.echo(plain(text))


def say(text: object) -> None:
    """Write a line on stderr."""
    click.echo(plain(text), err=True)


class Unheard(io.FileIO):
    """A stream whose reader may go away; what is written then is dropped."""

    def write(self, data: Any) -> int:
        """Write, or drop what nobody can read any more."""
        try:
            return super().write(data) or 0
        except OSError as error:
            number = self.fileno()
            terminal = stat.S_ISCHR(os.fstat(number).st_mode)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)  # Python writes once more when it ends, and would complain
            os.close(nowhere)
            gone = error.errno == errno.EPIPE or (error.errno == errno.EIO and terminal)
            if gone or number == STREAMS["stderr"]:  # there is nowhere else to complain
                return len(data)
            raise


def open_streams() -> None:
    """Make sure that there are streams, that they outlive their readers, and that they carry text alone."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    for name, number in STREAMS.items():
        before = getattr(sys, name)
        if before is None or sys.platform != "win32":
            raw = Unheard(number, "w", closefd=False)
            encoding = before.encoding if before is not None else "utf-8"
            talks = raw.isatty() or number == STREAMS["stderr"]
            stream = io.TextIOWrapper(io.BufferedWriter(raw), encoding, "backslashreplace", line_buffering=talks)
            setattr(sys, name, stream)
    _clean_logs()


def _clean_logs() -> None:
    """Keep names and titles in logs and warnings from being orders too."""
    make, format_warning = logging.getLogRecordFactory(), warnings.formatwarning

    def record(*arguments: Any, **more: Any) -> logging.LogRecord:
        made = make(*arguments, **more)
        made.msg, made.args = plain(made.getMessage()), ()
        if made.exc_info and made.exc_info[0] is not None:
            made.exc_text = plain(logging.Formatter().formatException(made.exc_info))
        return made

    logging.setLogRecordFactory(record)
    warnings.formatwarning = lambda *arguments, **more: plain(format_warning(*arguments, **more))
