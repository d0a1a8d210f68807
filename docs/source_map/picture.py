"""The map of the model as a picture: plain SVG, written line by line, the same on every machine."""

from __future__ import annotations

from itertools import cycle
from typing import Any
from xml.sax.saxutils import escape

from source_map.chart import COLUMNS, edges, nodes

BOX, GAP, ROW, TOP, EDGE = 216, 96, 30, 48, 16
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")  # of barriers; by Okabe and Ito
GREY, INK, PALE = "#8A8A8A", "#222222", "#F3F3F3"
TITLES = {
    "lever": "a lever",
    "setting": "moves a barrier or parameter",
    "place": "felt at a point of a deal's life, or in a rule",
    "phase": "in a phase of the quarter",
}


def svg(plan: dict[str, list[dict[str, Any]]]) -> str:
    """Draw levers, settings, points and phases in four columns, and what leads from one to the next.

    Args:
        plan: as `source_map.plan` returns it.
    """
    columns = nodes(plan)
    tallest = max(map(len, columns.values()))
    places = {
        node: (
            EDGE + list(COLUMNS).index(column) * (BOX + GAP),
            TOP + ((place + 0.5) * tallest / len(members) - 0.5) * ROW,
        )
        for column, members in columns.items()
        for place, node in enumerate(members)
    }
    width, height = 2 * EDGE + 4 * BOX + 3 * GAP, TOP + tallest * ROW + EDGE
    ends = edges(plan)
    colours = {f"setting:barriers.{one['name']}": tint for one, tint in zip(plan["barriers"], cycle(COLOURS))}
    for start, end in ends:
        if start in colours and end.startswith("point:"):
            colours[end] = GREY if end in colours else colours[start]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<title>Which lever moves which setting, and where that is felt</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for column, title in TITLES.items():
        x = EDGE + list(COLUMNS).index(column) * (BOX + GAP)
        lines.append(f'<text x="{x}" y="28" font-size="15" font-weight="bold" fill="{INK}">{title}</text>')
    lines += [_curve(places[start], places[end], _colour(start, end, colours)) for start, end in ends]
    lines += [_box(node, *places[node], colours.get(node, GREY)) for members in columns.values() for node in members]
    return "\n".join([*lines, "</svg>", ""])


def _colour(start: str, end: str, colours: dict[str, str]) -> str:
    return colours.get(end if start.startswith("lever:") else start, GREY)


def _curve(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    """Draw what leads from one box to another."""
    x, y = start[0] + BOX, start[1] + ROW / 2 - 3
    z, w = end[0], end[1] + ROW / 2 - 3
    reach = (z - x) / 2
    path = f"M{x:g} {y:.1f}C{x + reach:g} {y:.1f} {z - reach:g} {w:.1f} {z:g} {w:.1f}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4" stroke-opacity="0.75"/>'


def _box(node: str, x: float, y: float, colour: str) -> str:
    sort, _, name = node.partition(":")
    words = name.removeprefix("barriers.").replace("_", " ") if sort != "rule" else f"{name.rpartition('.')[2]}()"
    label = escape(words)
    frame = f'<rect x="{x:g}" y="{y:.1f}" width="{BOX}" height="{ROW - 6}" rx="4" fill="{PALE}" stroke="{colour}"/>'
    return f'{frame}<text x="{x + 9:g}" y="{y + 16.5:.1f}" font-size="13" fill="{INK}">{label}</text>'
