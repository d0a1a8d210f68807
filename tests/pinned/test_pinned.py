"""Whole runs give the numbers they gave before; a change must be meant.

When the model has been changed on purpose, `python -m tests.pinned.update` writes the new numbers to
pinned.json; the difference of that file then shows what the change does to the outcomes.
"""

from __future__ import annotations

import json

import pytest

from tests.pinned.update import FILE, RUNS, pins

PINNED = json.loads(FILE.read_text(encoding="utf-8"))


def test_every_run_is_pinned() -> None:
    assert set(PINNED) == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_run_gives_its_pinned_numbers(name: str) -> None:
    now = pins(*RUNS[name])
    changed = {}
    for key in [*PINNED[name], *(now.keys() - PINNED[name].keys())]:
        before, value = PINNED[name].get(key, "absent"), now.get(key, "absent")
        inexact = isinstance(value, float) and isinstance(before, float)
        same = value == (pytest.approx(before, rel=1e-5) if inexact else before)
        if not same:
            changed[key] = (before, value)
    assert not changed, "was, is; if this is meant: python -m tests.pinned.update"
