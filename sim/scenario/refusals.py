"""What the schema refuses is said in words: what was found, what is allowed, what was probably meant."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from sim.language import N_, _, _c
from sim.scenario.problems import Refusal, Statement, refusals
from sim.scenario.renamed import GONE
from sim.scenario.toml_lines import Path
from sim.scenario.wording import FULL_STOPS, Key, nearest, shown

MAX_LISTED = 16
MAX_NUMBER = 40


def in_words(keys: Mapping[str, Key]) -> Callable[[Refusal], Statement]:
    """Return what puts a refusal of a schema in words.

    Args:
        keys: every key there is, by dotted name.
    """
    return lambda refusal: _state(refusal.kind, refusal.value, refusal.path, keys)


def refused_paths(error: ValidationError) -> list[tuple[str | int, ...]]:
    """List the keys the schema refused; for a missing key the section that lacks it."""
    return [refusal.location[:-1] if refusal.kind == "missing" else refusal.location for refusal in refusals(error)]


def out_of_place(name: str, path: Path, keys: Mapping[str, Key]) -> str:
    """Find the dotted key that was probably meant by an unknown one; empty if none is near.

    Looks in the same section first, then for the same word in other sections, then for near words there.
    """
    section = ".".join(path[:-1])
    siblings = {key.name.rpartition(".")[2]: key for key in keys.values() if _parent(key) == section}
    elsewhere = {key.name.rpartition(".")[2]: key for key in keys.values() if not _in_lever(key)}
    groups = (siblings,) if section.startswith("levers.") else (siblings, elsewhere)
    for known in groups:
        if name in known:
            return _suggestion(known[name])
    for known in groups:
        near = nearest(name, known)
        if near:
            return _suggestion(known[near])
    return ""


def _state(kind: str, value: Any, path: Path, keys: Mapping[str, Key]) -> Statement:
    dotted = ".".join(part[:60] for part in path)
    key = keys.get(".".join(part for part in path if not part.isdigit()))
    if dotted in GONE:
        return Statement(_("{dotted} is a setting no more", dotted=dotted), _(GONE[dotted]))
    if kind == "extra_forbidden" or key is None:
        return Statement(*_unknown(dotted, path, keys), hint=out_of_place(path[-1], path, keys))
    if kind == "missing":
        return Statement(
            _("{dotted} is missing", dotted=dotted),
            _("it must be {allowed}", allowed=key.allowed),
            words=key.explained(),
        )
    near = nearest(value, key.choices) if isinstance(value, str) else ""
    return Statement(
        _("{dotted} = {shown} is not allowed", dotted=dotted, shown=shown(value)),
        _("it must be {entry}", entry=_entry(key) if path[-1].isdigit() else key.allowed),
        hint=repr(near) if near else "",
        words=key.explained(),
        fix=_fix(value, key),
    )


def _entry(key: Key) -> str:
    """Say what an entry of a list may be."""
    if not key.section:
        return _("a name in quotes")
    shock, past = N_("a table with quarter, key and value"), N_("a table with until, key, times and source")
    return _(shock if key.name == "shocks" else past)


def _unknown(dotted: str, path: Path, keys: Mapping[str, Key]) -> tuple[str, str]:
    section = ".".join(part for part in path[:-1] if not part.isdigit())
    siblings = [key.name.rpartition(".")[2] for key in keys.values() if _parent(key) == section]
    where = _("in [{section}]", section=section) if section else _("at the top of the file")
    allowed = (
        _("{where} there are {join}", where=where, join=", ".join(siblings)) if len(siblings) <= MAX_LISTED else ""
    )
    return _("unknown setting {dotted}", dotted=dotted), allowed


def _fix(value: Any, key: Key) -> str:
    """Say the way out of the usual slips with numbers."""
    if key.low is None or key.high is None:
        return ""
    if isinstance(value, bool):
        return _("true and false are not numbers: write 1 or 0")
    if isinstance(value, str):
        return _number_as_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _("write a finite number")
    if key.whole and isinstance(value, float):
        return _("write {floor} or {ceil}", floor=math.floor(value), ceil=math.ceil(value))
    if key.high == 1 and isinstance(value, (int, float)) and 1 < value <= 100:
        return _("if you meant {value:g} per cent, write {value_2:g}", value=value, value_2=value / 100)
    return ""


def _number_as_text(text: str) -> str:
    if not re.fullmatch(r"\s*[-+]?\d*[.,]?\d+\s*%?\s*", text[:MAX_NUMBER]):
        return ""
    if "%" in text:
        return _("shares are written from 0 to 1: 0.9 for 90 per cent")
    return _("decimals are written with a point") if "," in text else _("numbers are written without quotes")


def _parent(key: Key) -> str:
    return key.name.rpartition(".")[0]


def _in_lever(key: Key) -> bool:
    return key.name.count(".") > 1 or key.name.startswith(("shocks.", "history."))


def _suggestion(key: Key) -> str:
    if key.section:
        return f"[{key.name}]"
    return _c("a key and its words", "{key} ({label})", key=key.name, label=key.words.rstrip(FULL_STOPS))
