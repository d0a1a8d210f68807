"""A TOML file is read with a guard: whatever stands in it, the answer is its content or a readable refusal.

The standard parser recurses, takes quadratic time for long dotted keys and passes huge whole numbers on;
size, nesting and key length are therefore limited before it sees the text.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.toml_lines import MAX_NESTING, TomlLines, find_lines
from sim.scenario.wording import BACKSLASHES, printable

MAX_BYTES = 1 << 20

STRINGS = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|\#.*""")
DECIMAL_COMMAS = re.compile(r"\[\s*[-+]?\d+,\d+(?:\s*,\s+[-+]?\d+,\d+)+\s*,?\s*\]", re.ASCII)
"""Pairs of whole numbers, a blank between the pairs and none within: [87,5, 90,6]."""
WINDOWS_PATH = re.compile(r'=\s*\[?[^#]*"[^"]*\\[^"]*"')
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class TomlNotice(UserWarning):
    """Given once for what is allowed but was probably not meant."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file that was read.

    Args:
        label: path as shown to people.
        folder: folder the file stands in; relative paths inside it start there.
        data: what it says.
        lines: text lines and the line on which each key stands.
    """

    label: str
    folder: Path
    data: Mapping[str, object]
    lines: TomlLines


def read_toml(path: Path, kind: str = "scenario file") -> TomlFile:
    """Read a TOML file of at most 1 MiB, 64 levels of nesting and 64 parts to a key.

    Args:
        path: file, pipe or device to read.
        kind: what it should be, for messages.

    Raises:
        ScenarioError: if it cannot be read, is not UTF-8, too large or nested, or not TOML.
    """
    label = printable(str(path))
    text = _decode(_bytes(path, kind), label)
    return TomlFile(label, path.parent, *parse_toml(text, label))


def parse_toml(text: str, label: str) -> tuple[dict[str, object], TomlLines]:
    """Parse TOML text under the same guard.

    Args:
        text: the document.
        label: what to call it in messages.

    Returns:
        What it says, and where each key stands.

    Raises:
        ScenarioError: if it is too deeply nested or not TOML.
    """
    lines = find_lines(text, label)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([_syntax(str(error), label, lines)]) from None
    except RecursionError:
        raise _error(
            label, _("too deeply nested"), _("at most {max_nesting} levels", max_nesting=MAX_NESTING)
        ) from None
    except ValueError as error:
        # Whole numbers beyond Python's limit of digits, and dates that do not exist.
        what = str(error).partition(";")[0].partition(":")[0]
        raise _error(label, _("not TOML: {what}", what=what), _("whole numbers have at most 19 digits")) from None
    if _too_deep(data):
        raise _error(label, _("too deeply nested"), _("at most {max_nesting} levels", max_nesting=MAX_NESTING))
    for number, line in enumerate(lines.text, 1):
        if (found := DECIMAL_COMMAS.search(STRINGS.sub("", line))) is not None:
            listed = " ".join(found[0].split())
            notice = _(
                "{printable} is a list of {count} whole numbers; decimals have a point",
                printable=printable(listed, 60),
                count=listed.count(",") + 1,
            )
            warnings.warn(f"{label}:{number}: {notice}: 0.5", TomlNotice, stacklevel=3)
    return data, lines


def _bytes(path: Path, kind: str) -> bytes:
    """Read at most one byte more than is allowed, so that endless devices end too."""
    label = printable(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _error(label, _("no such {kind}", kind=kind), "") from None
    except IsADirectoryError:
        raise _error(label, _("is a folder"), _("a {kind} is wanted", kind=kind)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(
            label, _("cannot be read ({reason})", reason=reason), _("a readable {kind} is wanted", kind=kind)
        ) from None
    if len(content) > MAX_BYTES:
        raise _error(label, _("larger than 1 MiB"), _("a {kind} is at most 1 MiB of text", kind=kind))
    return content


def _decode(content: bytes, label: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(f"{label}:{line}", _("not UTF-8 text"), _("save the file with the encoding UTF-8")) from None


def _syntax(message: str, label: str, lines: TomlLines) -> Problem:
    """Say where the text stops being TOML, and which of the usual slips it looks like."""
    at = _AT.search(message)
    what = message[: at.start()] if at else message
    number = int(at[1]) if at and at[1] else len(lines.text) if at else 0
    line = lines.shown(number)
    location = f"{label}:{number}" if number else label
    return Problem(location, _("not TOML: {what}", what=what), "", line=line, fix=_usual_slip(what, line))


def _usual_slip(what: str, line: str) -> str:
    if "overwrite" in what or "declare" in what:
        return _("a key or section stands only once")
    if WINDOWS_PATH.search(line):
        return _(BACKSLASHES)
    slips = (
        (r"=\s*-?\d+,\d+\s*(#.*)?$", _("decimals are written with a point: 0.5")),
        (r"=\s*[-+]?\.\d", _("write the 0 before the decimal point: 0.5")),
        (r"=\s*\d+\.(\s|$)", _("write a digit after the decimal point: 1.0")),
        (r"=\s*[\d.]+\s*%", _("shares are written from 0 to 1: 0.9 for 90 per cent")),
        (r"^[\w.-]+\s*:", _("a setting is written with an equals sign: key = value")),
        (r"=\s*(True|False|None|yes|no|on|off)\s*(#.*)?$", _("write a number, or text in quotes")),
        (r"=\s*[^\W\d]", _('text is written in quotes: key = "text"')),
        (r"^[A-Za-z][\w.-]*\s*$", _("a setting is written as key = value")),
        (r"^\[[^\]]*$", _("a section name ends with a bracket: [section]")),
    )
    return next((advice for pattern, advice in slips if re.search(pattern, line)), "")


def _too_deep(data: object) -> bool:
    level = [data]
    for _rest in range(MAX_NESTING + 1):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _error(location: str, found: str, allowed: str) -> ScenarioError:
    return ScenarioError([Problem(location, found, allowed)])
