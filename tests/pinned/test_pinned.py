"""Whole runs give the numbers they gave before; a change must be meant.

When the model has been changed on purpose, `python -m tests.pinned.update` writes the new numbers to
pinned.json; the difference of that file then shows what the change does to the outcomes.
"""

from __future__ import annotations

import functools
import json

import pytest

from tests.pinned.update import FILE, RUNS, Pins, pins

PINNED = json.loads(FILE.read_text(encoding="utf-8"))
RENEW = "if this is meant: python -m tests.pinned.update"


@functools.cache
def measured(name: str) -> Pins:
    return pins(*RUNS[name])


def test_every_run_is_pinned() -> None:
    assert set(PINNED) == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_run_gives_its_pinned_numbers(name: str) -> None:
    now = measured(name)
    changed = {}
    for key, before in PINNED[name].items():
        value = now.get(key, "absent")
        inexact = isinstance(value, float) and isinstance(before, float)
        same = value == (pytest.approx(before, rel=1e-5) if inexact else before)
        if not same:
            changed[key] = (before, value)
    assert not changed, f"was, is; {RENEW}"


def test_everything_that_is_measured_is_pinned() -> None:
    for name in RUNS:
        assert measured(name).keys() - PINNED[name].keys() == set(), f"not in tests/pinned/pinned.json; {RENEW}"
