"""An orthogonal array: as few combinations of levels as tell the main effects of all factors apart.

Columns are sums, even or odd, of a few basic columns of 0 and 1, so that each stands for a point of a projective space
over two elements. A factor of two levels takes a point. A factor of three or four takes a line, three points of which
the third is the sum of the others: its levels are the four pairs of values of the first two. Points are used once, and
hence any two columns are independent (Addelman 1962, Technometrics 4(1), "Orthogonal main-effect plans for asymmetrical
factorial experiments"). Of three levels the first stands in the place of the fourth too, twice as often as another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, count, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.design import Design, Factor, Options, Point, settings_of
from sim.language import _

MOST_LEVELS = 4
LEAST_BASIC = 4
"""Basic columns at least: 16 rows, which keep the main effects of a few factors from most pairs of others."""
OF_FOUR = {3: ((0, 1, 2, 0), (0, 1, 0, 2), (0, 0, 1, 2)), 4: ((0, 1, 2, 3),)}
"""Which level may stand for each of the four pairs of values."""


def parities(basic: int, points: Sequence[int]) -> NDArray[np.int64]:
    """Return columns of 0 and 1, [2^basic, points]: of each point, whether the sum of its basic columns is odd.

    Args:
        basic: number of basic columns.
        points: sets of basic columns, as bits.
    """
    shared = np.arange(2**basic)[:, None] & np.array(points, dtype=np.int64)
    return np.asarray(np.bitwise_count(shared) & 1, dtype=np.int64)


def array(levels: Sequence[int]) -> NDArray[np.int64]:
    """Return a small array, [rows, factors] of numbers of levels; no row comes twice, and the first is all 0.

    In any two columns every pair of levels comes as often as the levels by themselves make it come. Where as many rows
    hold every combination these are the array; else rows are a power of 2, and 16 hold up to fifteen factors of
    two levels, or five of three or four, each of which takes the room of three.

    Args:
        levels: of every factor, 2 to MOST_LEVELS.

    Raises:
        ValueError: if a factor has fewer levels or more.
    """
    wrong = [one for one in levels if not 2 <= one <= MOST_LEVELS]
    if wrong:
        raise ValueError(
            _(
                "a factor of an orthogonal array has 2 to {most_levels} levels, not {wrong}",
                most_levels=MOST_LEVELS,
                wrong=wrong[0],
            )
        )
    wide = sum(one > 2 for one in levels)
    for basic in count(LEAST_BASIC):
        if prod(levels) <= 2**basic:
            return np.array(list(product(*map(range, levels))), dtype=np.int64).reshape(prod(levels), len(levels))
        if (found := _placed(levels, wide, basic)) is not None:
            return found
    raise AssertionError  # every combination has room at last


def _placed(levels: Sequence[int], wide: int, basic: int) -> NDArray[np.int64] | None:
    """Return the array on so many basic columns; None if there is no room, or every way to fill it repeats a row."""
    lines, narrow = _lines(basic)[:wide], len(levels) - wide
    if len(lines) < wide or 2**basic - 1 < 3 * wide + narrow:
        return None
    points = _points(basic, [point for line in lines for point in line], narrow)
    pairs = iter([parities(basic, line[:2]) @ (2, 1) for line in lines])
    single = iter(parities(basic, points).T)
    rows = np.array([next(single) if one == 2 else next(pairs) for one in levels], dtype=np.int64).T
    for place, one in enumerate(levels):
        if one > 2:
            rows[:, place] = _told_apart(rows, place, OF_FOUR[one])
    return rows if len(np.unique(rows, axis=0)) == len(rows) else None


def _told_apart(rows: NDArray[np.int64], place: int, ways: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Return a column whose pairs are given levels, in the way that leaves the fewest rows alike."""
    filled = [np.column_stack([np.delete(rows, place, axis=1), np.take(way, rows[:, place])]) for way in ways]
    best = max(range(len(ways)), key=lambda way: len(np.unique(filled[way], axis=0)))
    return filled[best][:, -1]


def _lines(basic: int) -> list[tuple[int, int, int]]:
    """Return lines of which no two share a point."""
    taken: set[int] = set()
    lines = []
    for first, second in combinations(range(1, 2**basic), 2):
        line = (first, second, first ^ second)
        if not taken & set(line):
            lines.append(line)
            taken |= set(line)
    return lines


def _points(basic: int, taken: Sequence[int], number: int) -> list[int]:
    """Return points that are not taken: such as tell rows apart, and are the sums of few pairs of others."""
    chosen, spanned = list(taken), {0}
    for point in taken:
        spanned |= {point ^ one for one in spanned}
    for _turn in range(number):
        free = [point for point in range(1, 2**basic) if point not in chosen]
        held = set(chosen)
        best = min(free, key=lambda point: (point in spanned, sum(point ^ one in held for one in chosen), point))
        chosen.append(best)
        spanned |= {best ^ one for one in spanned}
    return chosen[len(taken) :]


def points_of(factors: Sequence[Factor], options: Options) -> list[Point]:
    """Return a point per row of the array; the first holds the first level of every factor."""
    rows = array([len(factor.levels) for factor in factors]).tolist()
    return [
        settings_of(factors, [factor.levels[one] for factor, one in zip(factors, row, strict=True)]) for row in rows
    ]


DESIGN = Design(
    "orthogonal_array", "as few combinations of levels as tell their main effects apart", "levels", points_of
)
