"""Every key of a scenario file can be put in words: what it means, what it may be, what it is by default."""

from __future__ import annotations

import difflib
import types
import typing
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.language import N_, _, comma, language, semicolon

MAX_SHOWN = 60
MAX_ODD = 3
BACKSLASHES = N_(
    r"between double quotes \ begins a special letter: write 'C:\Users\me\cities.csv' in single quotes, or use /"
)
FULL_STOPS = ".。"
SELF_EVIDENT_UNITS = ("", "share", "number", "multiple", "factor", "exponent", "intensity", "seed", "year")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a scenario file, or one section.

    Args:
        name: dotted key; entries of a list have no number: "shocks.quarter".
        words: what it means.
        allowed: what it may be, to follow "it must be".
        default: value when left out, in words; empty if it must be given.
        low: smallest number allowed, None if it is no number.
        high: largest number allowed.
        whole: whether only whole numbers are allowed.
        choices: the words allowed, if it is one of a few.
        section: whether it holds other keys.
    """

    name: str
    words: str
    allowed: str
    default: str = ""
    low: float | None = None
    high: float | None = None
    whole: bool = False
    choices: tuple[str, ...] = ()
    section: bool = False

    def explained(self) -> str:
        """Put meaning and default in one line."""
        words = self.words.rstrip(FULL_STOPS)
        if not words or not self.default:
            return words or self.default
        return _("{words}; default {default}", words=words, default=self.default)


def keys(model: type[BaseModel], prefix: str = "") -> Mapping[str, Key]:
    """List every key of a schema by its dotted name, in the order of the file, in the language that is spoken."""
    return _keys(model, prefix, language())


@cache
def _keys(model: type[BaseModel], prefix: str, _language: str) -> Mapping[str, Key]:
    found: dict[str, Key] = {}
    for name, info in model.model_fields.items():
        dotted = f"{prefix}{name}"
        inner = section_of(info.annotation)
        found[dotted] = _key(dotted, info)
        if inner is not None:
            found.update(keys(inner, f"{dotted}."))
    return found


def shown(value: object) -> str:
    """Write a value as it would stand in the file, shortened to 60 characters."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 128:
        return _("a whole number of about {bit_length} digits", bit_length=int(value.bit_length() * 0.30103))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return _("a table")
    if isinstance(value, list):
        return f"[{', '.join(shown(item) for item in value[:3])}{', ...' if len(value) > 3 else ''}]"
    if isinstance(value, (date, time)):
        return str(value)
    text = repr(value[: MAX_SHOWN + 1] if isinstance(value, str) else value)
    return text if len(text) <= MAX_SHOWN + 2 else f"{text[:MAX_SHOWN]}..."


def printable(text: str, longest: int = 200) -> str:
    """Shorten a text, and replace what would move the cursor or colour the screen."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:longest])


def odd_letters(text: str) -> str:
    """Name the letters of a text that may be taken for others, or not be seen at all; empty if there are none."""
    odd = [letter for letter in dict.fromkeys(text) if not letter.isascii() and unicodedata.category(letter) != "Lo"]
    named = [f"U+{ord(letter):04X} {unicodedata.name(letter, 'unnamed').lower()}" for letter in odd]
    shown = [
        _("{letter!r} is {name}", letter=letter, name=name) if letter.isprintable() else name
        for letter, name in zip(odd, named, strict=True)
    ]
    return _("it was written with: {letters}", letters=semicolon(shown[:MAX_ODD])) if shown else ""


def figure(value: float) -> str:
    """Write a number for a reader: 0.25, 1,000,000."""
    return f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{int(value):,}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Find the known word that was probably meant; empty if none is near."""
    near = difflib.get_close_matches(word[:MAX_SHOWN].lower(), list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def _key(dotted: str, info: FieldInfo) -> Key:
    extra: Any = info.json_schema_extra or {}
    low, high = _bound(info, "ge"), _bound(info, "le")
    default = "" if info.is_required() else info.default
    english, kind = info.description or "", info.annotation
    words = _(english)
    if "allowed" in extra:
        allowed, default = str(extra["allowed"]), str(extra.get("default", ""))
        return Key(dotted, words, _(allowed), _(default))
    if low is not None and high is not None:
        whole = kind is int
        default = figure(default) if isinstance(default, (int, float)) else ""
        return Key(dotted, words, _range(low, high, whole, extra), default, low, high, whole)
    if section_of(kind) is not None:
        return Key(dotted, words, _section_allowed(dotted, kind), section=True)
    if typing.get_origin(kind) is typing.Literal:
        choices, meanings = typing.get_args(kind), extra.get("meanings", {})
        listed = [
            _("{word!r} ({meaning})", word=word, meaning=_(meanings[word])) if meanings else repr(word)
            for word in choices
        ]
        return Key(dotted, words, _("one of {choices}", choices=comma(listed)), repr(default), choices=choices)
    if kind is str:
        longest = _bound(info, "max_length")
        limited = N_("text in quotes of at most {longest} characters")
        allowed = _(limited, longest=figure(longest)) if longest else _("text in quotes")
        return Key(dotted, words, allowed, repr(default) if default else "")
    if kind is float:
        return Key(dotted, words, _("a number"))
    return Key(dotted, words, _('a list of names such as ["mianyang", "deyang"]'))


def _range(low: float, high: float, whole: bool, extra: Mapping[str, str]) -> str:
    """Say which numbers a key may have; a quarter may be a date too."""
    said = {"low": figure(low), "high": figure(high)}
    date, unit = extra.get("date", ""), extra.get("unit", "")
    if date:
        return _("a whole number from {low} to {high}, or a date {date}", **said, date=_(date))
    number, whole_number = N_("a number from {low} to {high}"), N_("a whole number from {low} to {high}")
    if unit not in SELF_EVIDENT_UNITS:
        number = N_("a number from {low} to {high} ({unit})")
        whole_number = N_("a whole number from {low} to {high} ({unit})")
    return _(whole_number if whole else number, **said, unit=_(unit))


def _section_allowed(dotted: str, kind: object) -> str:
    if typing.get_origin(kind) is list:
        return _("a list of tables, each headed [[{dotted}]]", dotted=dotted)
    return _("a section headed [{dotted}]", dotted=dotted)


def section_of(kind: object) -> type[BaseModel] | None:
    """Return the section that a key is, or holds a list of, or may be."""
    inner = kind
    if typing.get_origin(kind) in (list, types.UnionType, typing.Union):
        inner = typing.get_args(kind)[0]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _bound(info: FieldInfo, name: str) -> Any:
    return next((getattr(item, name) for item in info.metadata if hasattr(item, name)), None)
