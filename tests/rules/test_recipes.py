"""Simple rules of efficient programmes, counted by hand: what most hold, and from what cost on."""

from __future__ import annotations

import numpy as np
import pytest

from sim.statistics.recipes import entry_costs, habits, simple_programmes

LEVERS = ["always", "late", "luck", "never"]
STRENGTHS = np.array(
    [
        [1.0, 0.0, 0.5, 0.0],
        [0.8, 0.1, 0.0, 0.0],
        [0.9, 0.0, 0.5, 0.0],
        [1.0, 0.5, 0.0, 0.0],
        [0.2, 1.0, 0.5, 0.0],
        [1.0, 0.9, 0.0, 0.0],
    ]
)
COSTS = np.array([100.0, 200.0, 300.0, 700.0, 800.0, 900.0])


def test_a_lever_enters_at_the_cost_that_tells_who_holds_it() -> None:
    assert [entry._asdict() for entry in entry_costs(STRENGTHS, COSTS, LEVERS)] == [
        {"lever": "late", "above": 500.0, "obeyed": 6, "majority": 3, "programmes": 6}
    ]  # of the lever by luck a cut obeys four at most, one more than three: a rule must tell one more, and a tenth


def test_the_order_in_which_programmes_are_given_does_not_matter() -> None:
    order = np.array([3, 0, 5, 1, 4, 2])
    assert entry_costs(STRENGTHS[order], COSTS[order], LEVERS) == entry_costs(STRENGTHS, COSTS, LEVERS)


@pytest.mark.parametrize("count", [0, 1])
def test_of_hardly_any_programme_nothing_is_learnt(count: int) -> None:
    assert entry_costs(STRENGTHS[:count], COSTS[:count], LEVERS) == []


def test_levers_that_come_by_lot_have_no_entry_in_most_cases() -> None:
    random = np.random.default_rng(4)
    found = [entry_costs(random.integers(0, 2, (60, 4)) * 0.5, random.random(60), LEVERS) for _ in range(50)]
    assert np.mean([len(one) for one in found]) < 1.0


def test_simple_programmes_grow_in_the_order_of_entry() -> None:
    starts = np.where(STRENGTHS > 0, 20.0, np.nan)
    found = habits(STRENGTHS, starts, LEVERS, 20)
    entries = entry_costs(STRENGTHS, COSTS, LEVERS)
    assert [list(one) for one in simple_programmes(found, entries)] == [
        ["always"],
        ["always", "luck"],
        ["always", "luck", "late"],
    ]
    assert simple_programmes(found, entries)[-1] == {"always": 1.0, "luck": 0.5, "late": 0.9}
