"""Where the cities lie on the picture, which land is nearest to each, and where there is room for its name."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from sim.region import Region

Point = tuple[float, float]
WIDTH, HEIGHT, EDGE = 500.0, 372.0, 40.0
NAME_SIZE = 12.0
SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


class Land(NamedTuple):
    """A region drawn.

    Args:
        places: a point for each city.
        cells: the land nearest to each city, as the corners of a polygon.
        borders: lines between cities of different jurisdictions: halfway, a suggestion of the real one.
        sides: on which side of its city each name stands, across and down.
    """

    places: tuple[Point, ...]
    cells: tuple[tuple[Point, ...], ...]
    borders: tuple[tuple[Point, Point], ...]
    sides: tuple[tuple[int, int], ...]


@lru_cache(maxsize=16)
def land_of(region: Region) -> Land:
    """Lay out a region once; all frames of its runs share it."""
    places = _places(region)
    cells: list[tuple[Point, ...]] = []
    borders: list[tuple[Point, Point]] = []
    for here, city in enumerate(region.cities):
        ring: list[tuple[Point, int]] = [(corner, -1) for corner in _frame()]
        for there in range(len(places)):
            if there != here and places[there] != places[here]:
                ring = _nearer(ring, places[here], places[there], there)
        cells.append(tuple(corner for corner, _ in ring))
        for (start, other), (end, _) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if other > here and region.cities[other].jurisdiction != city.jurisdiction:
                borders.append((start, end))
    return Land(places, tuple(cells), tuple(borders), _sides(places, region))


def _places(region: Region) -> tuple[Point, ...]:
    """Project the cities: a degree of longitude shrinks with the cosine of the latitude."""
    middle = sum(city.latitude for city in region.cities) / len(region.cities)
    flat = [(city.longitude * math.cos(math.radians(middle)), -city.latitude) for city in region.cities]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    across, down = max(x for x, _ in flat) - left, max(y for _, y in flat) - top
    scale = min((WIDTH - 2 * EDGE) / max(across, 1e-9), (HEIGHT - 2 * EDGE) / max(down, 1e-9))
    first_x, first_y = (WIDTH - across * scale) / 2, (HEIGHT - down * scale) / 2
    return tuple((first_x + (x - left) * scale, first_y + (y - top) * scale) for x, y in flat)


def _frame() -> tuple[Point, ...]:
    return (0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)


def _nearer(ring: list[tuple[Point, int]], here: Point, there: Point, name: int) -> list[tuple[Point, int]]:
    """Cut a polygon by the line halfway to another place; each corner names the neighbour beyond its next side."""
    middle = ((here[0] + there[0]) / 2, (here[1] + there[1]) / 2)
    towards = (there[0] - here[0], there[1] - here[1])

    def beyond(point: Point) -> float:
        return (point[0] - middle[0]) * towards[0] + (point[1] - middle[1]) * towards[1]

    kept: list[tuple[Point, int]] = []
    for (start, side), (end, _) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        at_start, at_end = beyond(start), beyond(end)
        if at_start <= 0:
            kept.append((start, side))
        if (at_start <= 0) != (at_end <= 0):
            share = at_start / (at_start - at_end)
            crossing = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            kept.append((crossing, name if at_start <= 0 else side))
    return kept


def _sides(places: tuple[Point, ...], region: Region) -> tuple[tuple[int, int], ...]:
    """Choose for each name the side on which it is least in the way of other cities and names."""
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in places]
    chosen = []
    for (x, y), city in zip(places, region.cities, strict=True):
        breadth = 0.58 * NAME_SIZE * max(len(city.name), 2 * len(city.name_zh))
        boxes = [_box(x, y, 11, side, breadth) for side in SIDES]
        costs = [sum(_overlap(box, other) for other in taken) + _outside(box) for box in boxes]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        chosen.append(SIDES[best])
    return tuple(chosen)


def _box(x: float, y: float, gap: float, side: tuple[int, int], breadth: float) -> tuple[float, float, float, float]:
    middle, centre = x + side[0] * (gap + breadth / 2), y + side[1] * (gap + NAME_SIZE / 2)
    return middle - breadth / 2, centre - NAME_SIZE / 2, middle + breadth / 2, centre + NAME_SIZE / 2


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _outside(box: tuple[float, ...]) -> float:
    return 1e4 * (box[0] < 4 or box[1] < 4 or box[2] > WIDTH - 4 or box[3] > HEIGHT - 4)
