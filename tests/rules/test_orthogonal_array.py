"""An orthogonal array tells main effects apart: any two columns are independent, and no row comes twice."""

from __future__ import annotations

from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.designs import Factor, Options
from sim.experiment.designs.forms import declared_switches
from sim.experiment.designs.orthogonal_array import array, parities, points_of


def strength_two(rows: np.ndarray, levels: list[int]) -> bool:
    """Whether in any two columns every pair of levels comes as often as the levels by themselves make it come."""
    for one, other in combinations(range(len(levels)), 2):
        for first in range(levels[one]):
            for second in range(levels[other]):
                here, there = rows[:, one] == first, rows[:, other] == second
                if (here & there).sum() * len(rows) != here.sum() * there.sum():
                    return False
    return True


def test_what_is_no_array_is_seen() -> None:
    rows = array([2] * 5)
    assert strength_two(rows, [2] * 5)
    rows[3, 2] = 1 - rows[3, 2]
    assert not strength_two(rows, [2] * 5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(2, 4), min_size=1, max_size=12))
def test_columns_are_independent_levels_all_come_and_rows_come_once(levels: list[int]) -> None:
    rows = array(levels)
    assert strength_two(rows, levels)
    assert len({tuple(row) for row in rows.tolist()}) == len(rows) <= max(16, prod(levels))
    assert not rows[0].any()
    assert all(set(column) == set(range(count)) for column, count in zip(rows.T.tolist(), levels, strict=True))


@pytest.mark.parametrize(
    ("levels", "rows"),
    [([2], 2), ([3, 2], 6), ([2] * 4, 16), ([2] * 15, 16), ([2] * 16, 32), ([3] * 5, 16), ([3] * 5 + [2] * 3, 32)],
)
def test_an_array_is_small(levels: list[int], rows: int) -> None:
    assert len(array(levels)) == rows


def test_the_structure_that_there_is_stands_in_an_array() -> None:
    words = [len(words) for words in declared_switches().values()]
    assert strength_two(array(words), words)


def test_columns_are_sums_of_basic_ones() -> None:
    """Worked by hand: basic columns 0101 and 0011, and their sum 0110."""
    assert parities(2, [1, 2, 3]).T.tolist() == [[0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 1, 0]]


def test_a_point_says_nothing_of_what_is_as_in_the_base() -> None:
    points = points_of([Factor("a", ("base", "x")), Factor("b", ("base", 1, 2))], Options())
    assert points == [{}, {"b": 1}, {"b": 2}, {"a": "x"}, {"a": "x", "b": 1}, {"a": "x", "b": 2}]


def test_a_factor_of_too_many_levels_has_no_place() -> None:
    with pytest.raises(ValueError, match="has 2 to 4 levels, not 5"):
        array([2, 5])
