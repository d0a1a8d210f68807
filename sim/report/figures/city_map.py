"""Transfer has a geography: which cities deliver, with whom, and whether the provincial border is crossed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from sim.language import N_, _, either, term
from sim.report.figures.folding import drawn, settled
from sim.report.figures.lettering import folded, plain
from sim.report.figures.style import (
    BODY,
    COLOURS,
    GREY,
    INK,
    SMALL,
    FinishedRun,
    RunFigure,
    counted,
    legend_below,
    nothing,
    sheet,
)

LARGEST_AREA = 1300.0  # square points of the city that delivers most
WIDEST_LINE = 7.0  # points, of the busiest pair of cities
NAMED = 16
LONGEST_NAME = 1.5  # inches of a city's name before it is folded
POINTS_ON_LINE = 200
DIRECTIONS_TO_TRY = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


def deals_between(deals: pd.DataFrame, cities: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Count deals between cities of source and recipient, shape (cities, cities), symmetric.

    A deal inside a city counts once, on the diagonal. Cities are found by key or by name.
    """
    row_of = {word: row for row, city in enumerate(cities) for word in (city.key, city.name)}
    counts = np.zeros((len(cities), len(cities)))
    for one, other in zip(deals["source_city"], deals["recipient_city"], strict=True):
        if one in row_of and other in row_of:
            first, second = row_of[one], row_of[other]
            counts[first, second] += 1
            if first != second:
                counts[second, first] += 1
    return counts


def _lines(axes: Axes, counts: Any, cities: Any) -> float:
    """Draw a line for each pair of cities with deals; return how many the busiest pair had."""
    between = np.triu(counts, 1)
    busiest = float(between.max()) if between.size else 0.0
    for first, second in zip(*np.nonzero(between), strict=True):
        ends = [cities[first], cities[second]]
        axes.plot(
            [city.longitude for city in ends],
            [city.latitude for city in ends],
            color=GREY,
            alpha=0.55,
            linewidth=max(0.4, WIDEST_LINE * between[first, second] / busiest),
            solid_capstyle="round",
            zorder=1,
        )
    return busiest


def _names(figure: Figure, axes: Axes, cities: Any, areas: Any, counts: Any) -> None:
    """Write the names of the larger cities where they hide no dot, no other name and little of the lines."""
    axes.apply_aspect()
    positions = axes.transData.transform([(city.longitude, city.latitude) for city in cities])
    halves = np.sqrt(np.asarray(areas) / math.pi) * figure.dpi / 72
    taken = [Bbox([[x - half, y - half], [x + half, y + half]]) for (x, y), half in zip(positions, halves, strict=True)]
    points, weights = _along_lines(positions, counts)
    frame = axes.get_window_extent()
    for row in sorted(range(len(cities)), key=lambda row: (-areas[row], row))[:NAMED]:
        gap = math.sqrt(areas[row] / math.pi) + 3
        name, tried = _name(axes, cities[row]), []
        for direction in DIRECTIONS_TO_TRY:
            _put(name, gap, *direction)
            box = name.get_window_extent()
            fits = frame.containsx(box.x0) and frame.containsx(box.x1) and not box.count_overlaps(taken)
            hidden = (points > box.min).all(axis=1) & (points < box.max).all(axis=1)
            tried.append((float(weights[hidden].sum()) if fits else math.inf, direction, box))
        least, direction, box = min(tried, key=lambda one: one[0])
        if math.isinf(least):
            name.remove()
            continue
        _put(name, gap, *direction)
        taken.append(box)


def _along_lines(positions: Any, counts: Any) -> tuple[Any, Any]:
    """Return points along all lines, shape (points, 2) in dots, and the number of deals at each."""
    firsts, seconds = np.nonzero(np.triu(counts, 1))
    way = np.linspace(0, 1, POINTS_ON_LINE)[:, None, None]
    points = positions[firsts] * (1 - way) + positions[seconds] * way
    weights = np.broadcast_to(counts[firsts, seconds], points.shape[:2])
    return points.reshape(-1, 2), weights.reshape(-1)


def _name(axes: Axes, city: Any) -> Annotation:
    """Write a city's name."""
    name = axes.annotate(
        folded(plain(either(city.name, city.name_zh)), LONGEST_NAME, SMALL),
        (city.longitude, city.latitude),
        xytext=(0, 0),
        textcoords="offset points",
        fontsize=SMALL,
        color=INK,
        zorder=4,
    )
    name.set_in_layout(False)
    return name


def _put(name: Annotation, gap: float, across: int, up: int) -> None:
    """Put a city's name beside its dot, so many points from its middle."""
    slant = 0.75 if across and up else 1.0
    name.xyann = (slant * gap * across, slant * gap * up)
    name.set(ha=("right", "center", "left")[across + 1], va=("top", "center", "bottom")[up + 1])


def _legend(figure: Figure, jurisdictions: Any, most: float, busiest: float) -> None:
    """Explain colours, areas and widths below the map."""
    marks = [
        Line2D([], [], marker="o", linestyle="", markersize=8, color=colour, label=plain(term(name)))
        for name, colour in zip(jurisdictions, COLOURS, strict=False)
    ]
    small = max(1, round(most / 10))
    marks.append(
        Line2D(
            [],
            [],
            marker="o",
            linestyle="",
            color=GREY,
            label=_("{count:,} deliveries", count=small),
            markersize=2 * math.sqrt(LARGEST_AREA * small / most / math.pi),
        )
    )
    if busiest:
        marks.append(
            Line2D(
                [],
                [],
                color=GREY,
                linewidth=WIDEST_LINE / 2,
                label=_("{count:,.0f} between two cities", count=busiest / 2),
            )
        )
    legend_below(figure, marks, most=len(marks))


@drawn
def draw_city_map(results: FinishedRun) -> Figure:
    """Draw cities with area by deliveries they took part in and lines by deliveries between them."""
    cities, jurisdictions = results.region.cities, list(results.region.jurisdictions)
    deals = results.deals()
    counts = deals_between(counted(deals[deals["status"] == "delivered"], results, "ended"), cities)
    figure, (axes,) = sheet(_("Deliveries by city and between cities"), height=6.2, results=results)
    if not counts.any():
        return nothing(figure)
    totals = counts.sum(axis=1)
    areas = np.maximum(6.0, LARGEST_AREA * totals / totals.max())
    east = np.array([city.longitude for city in cities])
    north = np.array([city.latitude for city in cities])
    busiest = _lines(axes, counts, cities)
    colours = [COLOURS[jurisdictions.index(city.jurisdiction) % len(COLOURS)] for city in cities]
    axes.scatter(east, north, s=areas, c=colours, edgecolors="white", linewidths=0.8, zorder=2)
    axes.set_xlim(east.min() - 0.5, east.max() + 0.5)
    axes.set_ylim(north.min() - 0.4, north.max() + 0.4)
    axes.set_aspect(1 / math.cos(math.radians(float(north.mean()))))
    axes.set_xlabel(_("longitude (degrees east)"), fontsize=BODY)
    axes.set_ylabel(_("latitude (degrees north)"), fontsize=BODY)
    _legend(figure, jurisdictions, float(totals.max()), busiest)
    settled(figure)
    _names(figure, axes, cities, areas, counts)
    return figure


PICTURE = RunFigure("city_map", N_("Deliveries by city and between cities."), draw_city_map)
