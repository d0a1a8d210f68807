"""Words of the page in other languages: gettext's catalogues, read when a page is made.

English is the message itself. Labels of the model's catalogue stand in their declarations, and are taken from there.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sim.agents import KINDS
from sim.barriers import BARRIERS
from sim.levers import LEVERS

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = {"zh": "zh_CN"}
SHORT = "en"
"""English has a catalogue of its own for short names alone."""


@cache
def messages(language: str) -> dict[str, Any]:
    """Return the translation of every message of a language: by the English, or by context, U+0004 and the English.

    Args:
        language: one of LANGUAGES.
    """
    found: dict[str, Any] = json.loads((LOCALE / f"{LANGUAGES[language]}.json").read_text(encoding="utf-8"))
    return {**found, **declared()}


def short_names() -> dict[str, str]:
    """Return what English calls levers where there is little room, by context and label."""
    found: dict[str, str] = json.loads((LOCALE / f"{SHORT}.json").read_text(encoding="utf-8"))
    return found


def declared() -> dict[str, str]:
    """Return the Chinese labels that stand in declarations, by their English."""
    named: list[Any] = [*BARRIERS, *LEVERS, *KINDS]
    return {one.label: one.label_zh for one in named}
