"""Dates in a scenario become quarters of its run, and what it says of the past becomes changes at those quarters.

A scenario states the values of the policy years. Its history says how many times as large something was until when;
so a value that a reading draws, or a lever starts from, is that of the policy years whatever the past was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.dates import Calendar
from sim.scenario.content import History, Shock
from sim.scenario.schema import RunSection
from sim.scenario.wording import Key

IN_LISTS = (("shocks", "quarter"), ("history", "until"))


def dated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Copy what a scenario says with the quarter of its run for every date; what is no date is left to be refused.

    Args:
        data: sections as nested mappings, not checked yet.
    """
    run = data.get("run")
    start = run.get("start_year") if isinstance(run, Mapping) else None
    first = start if isinstance(start, int) else RunSection.model_fields["start_year"].default
    calendar = Calendar(first, first)
    made = dict(data)
    if isinstance(levers := data.get("levers"), Mapping):
        made["levers"] = {name: _with(lever, "start_quarter", calendar) for name, lever in levers.items()}
    for section, key in IN_LISTS:
        if isinstance(entries := data.get(section), list):
            made[section] = [_with(entry, key, calendar) for entry in entries]
    return made


def _with(entry: Any, key: str, calendar: Calendar) -> Any:
    if not isinstance(entry, Mapping) or not isinstance(date := entry.get(key), str):
        return entry
    quarter = calendar.quarter(date)
    return entry if quarter is None else {**entry, key: quarter}


def changes(
    values: Mapping[str, float], shocks: Sequence[Shock], history: Sequence[History], keys: Mapping[str, Key]
) -> tuple[Shock, ...]:
    """Return every change from outside, in order: what a run has to know of shocks and of the past.

    What is dated before the beginning of the run has happened by then.

    Args:
        values: what the scenario states, by dotted key.
        shocks: its own shocks, by quarter.
        history: how the past differed, in force.
        keys: ranges, by dotted key.
    """
    differed = dict.fromkeys(one.key for one in history)
    found = [Shock(max(0, shock.quarter), shock.key, shock.value) for shock in shocks if shock.key not in differed]
    for key in differed:
        own = [shock for shock in shocks if shock.key == key]
        found += _of_key(keys[key], values[key], own, [one for one in history if one.key == key])
    return tuple(sorted(found, key=lambda change: (change.quarter, change.key)))


def _of_key(key: Key, value: float, shocks: Sequence[Shock], history: Sequence[History]) -> Iterator[Shock]:
    moments = sorted({0, *(max(0, one.quarter) for one in shocks), *(max(0, one.until) for one in history)})
    before = value
    for moment in moments:
        stated = next((one.value for one in reversed(shocks) if one.quarter <= moment), value)
        now = _held(key, math.prod((one.times for one in history if moment < one.until), start=stated))
        if now != before:
            yield Shock(moment, key.name, now)
        before = now


def _held(key: Key, value: float) -> float:
    """Hold a value within the range of its key."""
    assert key.low is not None
    assert key.high is not None
    held = min(key.high, max(key.low, value))
    return float(round(held)) if key.whole else held
