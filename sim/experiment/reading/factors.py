"""Factors, draws and arms are read from an experiment file and checked against the scenario they vary."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sim.experiment.designs import BASE, Factor
from sim.experiment.designs.forms import ALL, SECTION, declared_switches
from sim.experiment.designs.orthogonal_array import MOST_LEVELS
from sim.experiment.designs.spread import ALLOWED, Spread, is_spread, spread_of
from sim.language import _
from sim.scales import FINITE_MAX
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.content import TEXTS
from sim.scenario.problems import Problems
from sim.scenario.resolve import all_keys

MAX_STEPS = 10_000
ROUNDING = 1e-14  # share of a number by which no two levels differ but by arithmetic, as 0.1 + 0.2 and 0.3 do
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dotted key below a section of the file, with its value and where it stands."""

    key: str
    value: Any
    path: Path


def entries_below(data: Mapping[str, Any], path: Path, dotted: str = "") -> Iterator[Entry]:
    """Yield the dotted keys of a section, whether they were written quoted or as nested tables."""
    for name, value in data.items():
        key = f"{dotted}.{name}" if dotted else name
        if isinstance(value, Mapping) and value and not is_spread(value):
            yield from entries_below(value, (*path, name), key)
        else:
            yield Entry(key, value, (*path, name))


def of_every_switch(entry: Entry, base: Scenario) -> Iterator[Entry]:
    """Yield the keys of every choice of structure for `"structure" = "all"`, all its words as levels; else the entry.

    The word of the base scenario comes first, and is called by "base": arms are named by what differs from it.
    """
    if (entry.key, entry.value) != (SECTION, ALL):
        yield entry
        return
    for key, words in declared_switches().items():
        own = base.structure[key.partition(".")[2]]
        yield Entry(key, [BASE, *(word for word in words if word != own)], entry.path)


def factor_of(entry: Entry, section: str, takes: str, problems: Problems, base: Scenario) -> Factor | None:
    """Read what is varied or drawn and try each of its values on the base scenario.

    Args:
        entry: the key and its value.
        section: dotted name of the section it stands in.
        takes: "levels" or "spreads".
        problems: takes what is wrong with it.
        base: the scenario that is varied.

    Returns:
        The factor; None if anything is wrong with it.
    """
    location = problems.source.location(entry.path)
    if entry.key in TEXTS:
        words = _("{section}.{key}: is text for people, and changes no result", section=section, key=entry.key)
        allowed = _("vary a key of run, region, population, barriers, levers or parameters")
        problems.add(entry.path, words, allowed)
        return None
    try:
        if takes == "levels":
            read = _levels(entry, location)
        else:
            read = Factor(entry.key, spread=_spread(entry), location=location)
    except _WrongError as wrong:
        problems.add(entry.path, f"{section}.{entry.key}: {wrong.found}", wrong.allowed)
        return None
    return read if fits(read, base, problems, entry.path) else None


def fits(factor: Factor, base: Scenario, problems: Problems, path: Path) -> bool:
    """Try every value of a factor on the base scenario; note the first that is not allowed, and stop there."""
    values = factor.levels if factor.spread is None else factor.spread.bounds()
    for value in values:
        if isinstance(value, str) and value == BASE:
            continue
        try:
            base.varied([*_company(factor, base), (factor.location, factor.key, value)])
        except ScenarioError as error:
            first = error.problems[0]
            problems.add(path, first.found, first.allowed, first.hint, first.words, first.fix)
            return False
    return True


def _company(factor: Factor, base: Scenario) -> list[tuple[str, str, float]]:
    """Return what a value needs beside it: a lever that is not in force has no start without a strength."""
    section, _dot, rest = factor.key.partition(".")
    lever, _dot, name = rest.partition(".")
    alone = section == "levers" and name not in ("", "strength") and lever not in base.levers
    return [(factor.location, f"levers.{lever}.strength", 1.0)] if alone else []


class _WrongError(Exception):
    """What is wrong with a value, and what is allowed."""

    def __init__(self, found: str, allowed: str) -> None:
        self.found, self.allowed = found, allowed


def _levels(entry: Entry, location: str) -> Factor:
    value = entry.value
    if isinstance(value, list) and value:
        numbers = sorted(one for one in value if _is_number(one))
        if any(one == other for at, one in enumerate(value) for other in value[:at]):
            raise _WrongError(_("a level stands twice"), _("every level stands once"))
        for one, other in pairwise(numbers):
            if math.isclose(one, other, rel_tol=ROUNDING):
                raise _WrongError(
                    _("{one!r} and {other!r} are one level but for rounding", one=one, other=other), _("leave one out")
                )
        return Factor(entry.key, tuple(value), location=location)
    if isinstance(value, Mapping) and set(value) == {"low", "high", "levels"}:
        return Factor(entry.key, _spaced(value, entry.key), location=location)
    allowed = _('it must be a list of levels such as [0.0, 0.5], "base" for that of the base, or { low, high, levels }')
    raise _WrongError(_("is no list of levels"), allowed)


def _spaced(value: Mapping[str, Any], key: str) -> tuple[float | int, ...]:
    count = value["levels"]
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MAX_STEPS:
        raise _WrongError(
            _("levels = {count!r:.40}", count=count), _("a whole number from 2 to {max_steps:,}", max_steps=MAX_STEPS)
        )
    spread = spread_of({"low": value["low"], "high": value["high"]}, whole=False)
    if isinstance(spread, str):
        raise _WrongError(spread, ALLOWED)
    low, high = spread.numbers
    steps = [low + (high - low) * step / (count - 1) for step in range(count)]
    whole = is_whole(key)
    levels = tuple(dict.fromkeys(round(step) if whole else round(step, 12) for step in steps))
    if not whole and len(levels) < count:
        raise _WrongError(
            _("levels from {low!r} to {high!r} fall together", low=low, high=high), _("steps of 1e-12 or more")
        )
    return levels


def _is_number(level: object) -> bool:
    return isinstance(level, int | float) and not isinstance(level, bool) and abs(level) <= FINITE_MAX


def _spread(entry: Entry) -> Spread:
    if not isinstance(entry.value, Mapping):
        raise _WrongError(_("is no range"), _("it must be {allowed}", allowed=ALLOWED))
    spread = spread_of(entry.value, is_whole(entry.key))
    if isinstance(spread, str):
        raise _WrongError(spread, _("it must be {allowed}", allowed=ALLOWED))
    return spread


def is_whole(key: str) -> bool:
    """Tell whether a scenario key takes whole numbers only."""
    known = all_keys().get(key)
    return known is not None and known.whole


def problems_of_array(factors: Sequence[Factor]) -> Iterator[Problem]:
    """Find factors that have no place in an orthogonal array."""
    for factor in factors:
        if not 2 <= len(factor.levels) <= MOST_LEVELS:
            what = _("factors.{key} has {levels} levels", key=factor.key, levels=len(factor.levels))
            allowed = _("an orthogonal array takes factors of 2 to {most} levels", most=MOST_LEVELS)
            yield Problem(factor.location, what, allowed)
