"""Letters of figures are plain: no name is taken for markup, every script finds a font, and no user's style counts.

What a user calls a city or an arm is drawn as it was written; `$`, `\\` and a leading `_` mean nothing.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matplotlib import rc_context, rcParamsDefault
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, findSystemFonts, fontManager, get_font
from matplotlib.text import Text

from sim.language import _

FIRST_FAMILY = "DejaVu Sans"  # travels with Matplotlib
FALLBACKS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "Songti SC"),
    *("Microsoft YaHei", "SimHei", "DengXian", "SimSun"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "AR PL UMing CN", "AR PL UKai CN"),
    *("Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK HK", "Noto Serif CJK SC", "Noto Serif CJK JP"),
    *("Source Han Serif SC", "Arial Unicode MS", "Unifont"),
)
"""Families with Chinese letters: of Linux, macOS and Windows. Those that are installed are asked in this order."""
PACKAGE = "noto_cjk_sans_otc"
"""A package of the extra `zh`, which brings letters to a machine without any; it is looked at, and not imported."""
NOT_OF_A_FIGURE = ("backend", "backend_fallback", "interactive", "toolbar", "webagg", "tk", "macosx", "keymap")
MEASURED_POINTS = 72.0  # dots per inch at which a dot is a point

WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef"
PARTS = re.compile(rf"\s+|[{WIDE}]|[^\s{WIDE}]+")
"""Lines break between words, and between any two Chinese letters."""


class LettersMissingWarning(UserWarning):
    """Given once if names hold letters that no font of this machine has."""


def plain(text: object) -> str:
    """Return a text on one line, without what no font can show; a first letter "_" would hide it from a legend."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())
    return f" {line}" if line.startswith("_") else line


@cache
def families() -> tuple[str, ...]:
    """Return the families that letters are looked for in, first to last; each has some that none before it has."""
    found = _installed()
    if not found:
        # Matplotlib keeps its list of fonts in a file, and does not see what was installed since.
        known = {font.fname for font in fontManager.ttflist}
        for path in [*sorted(set(findSystemFonts()) - known), *_packaged()]:
            with suppress(OSError, RuntimeError, ValueError):
                fontManager.addfont(path)
        found = _installed()
    asked, letters = [FIRST_FAMILY], _letters_of(FIRST_FAMILY)
    for family in found:  # each that is asked costs time for every word
        if not _letters_of(family) <= letters:
            asked.append(family)
            letters |= _letters_of(family)
    return tuple(asked)


def _packaged() -> list[str]:
    """Return the fonts that the extra `zh` has brought, if it is installed."""
    found = find_spec(PACKAGE)
    folders = found.submodule_search_locations or [] if found is not None else []
    return sorted(str(path) for folder in folders for path in Path(folder).glob("*.tt[cf]"))


def _installed() -> tuple[str, ...]:
    names = {font.name for font in fontManager.ttflist}
    return tuple(family for family in FALLBACKS if family in names)


@cache
def _style() -> Mapping[str, Any]:
    """Return the settings under which every figure is drawn: Matplotlib's own, whatever a user's files say."""
    defaults: dict[Any, Any] = {
        name: value for name, value in rcParamsDefault.items() if not name.startswith(NOT_OF_A_FIGURE)
    }
    return {**defaults, "font.family": list(families()), "text.parse_math": False}


@contextmanager
def own_style(settings: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Draw under our own settings, and leave those of the process as they were.

    Args:
        settings: further ones.
    """
    rc: dict[Any, Any] = {**_style(), **(settings or {})}
    with warnings.catch_warnings(), rc_context(rc):
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # said once, by `warn_of_missing`
        # Before names are folded they may leave no room; the layout is made again when they are.
        warnings.filterwarnings("ignore", "constrained_layout not applied")
        yield


def warn_of_missing(figure: Figure) -> None:
    """Warn in one sentence if a figure holds letters that no font of this machine has."""
    missing = missing_letters(figure)
    if missing:
        warnings.warn(
            _(
                "no font on this machine has {letter} or other letters of the figures, which show boxes for them; "
                "install a font that has them, for Chinese Noto Sans CJK (Debian and Ubuntu: fonts-noto-cjk)",
                letter=missing[:1],
            ),
            LettersMissingWarning,
            stacklevel=3,
        )


def missing_letters(figure: Figure) -> str:
    """Return the letters of a figure that no family has, in order."""
    letters = {letter for text in figure.findobj(Text) for letter in text.get_text() if not letter.isspace()}
    return "".join(sorted(one for one in letters if not any(ord(one) in _letters_of(name) for name in families())))


@cache
def _letters_of(family: str) -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=[family]))).get_charmap())


def width_of(text: str, points: float) -> float:
    """Return the width of one line in inches.

    Args:
        text: without line breaks.
        points: size of the letters.
    """
    letters = FontProperties(family=list(families()), size=points)
    renderer: Any = _renderer()
    wide, _high, _deep = renderer.get_text_width_height_descent(text, letters, False)
    return float(wide) / MEASURED_POINTS


@cache
def _renderer() -> Any:
    return RendererAgg(8, 8, MEASURED_POINTS)  # type: ignore[no-untyped-call]


def folded(text: str, inches: float, points: float, lines: int = 2) -> str:
    """Break a text into lines that fit a width; what does not fit into the last one ends with "…".

    Args:
        text: its own line breaks are kept.
        inches: width.
        points: size of the letters.
        lines: most lines that each of its own becomes.
    """
    return "\n".join(_folded_line(line, inches, points, lines) for line in text.split("\n"))


def _folded_line(text: str, inches: float, points: float, lines: int) -> str:
    if width_of(text, points) <= inches:
        return text
    parts = PARTS.findall(text)
    made: list[str] = []
    line = ""
    while parts and len(made) < lines:
        part = parts.pop(0)
        if width_of((line + part).rstrip(), points) <= inches:
            line += part
        elif line.strip():
            made.append(line.strip())
            line = ""
            parts.insert(0, part.lstrip() or "")
        else:
            cut = _longest_start(part, inches, points)
            made.append(part[:cut])
            parts.insert(0, part[cut:])
    rest = "".join(parts)
    if len(made) < lines:
        made.append(line.strip())
    elif (line + rest).strip():
        made[-1] = _cut(f"{made[-1]} {rest}".strip(), inches, points)
    return "\n".join(one for one in made if one)


def _longest_start(word: str, inches: float, points: float) -> int:
    fits = [end for end in range(1, len(word) + 1) if width_of(word[:end], points) <= inches]
    return max(fits, default=1)


def _cut(text: str, inches: float, points: float) -> str:
    if width_of(text, points) <= inches:
        return text
    while len(text) > 1 and width_of(f"{text}…", points) > inches:
        text = text[:-1].rstrip()
    return f"{text}…"
