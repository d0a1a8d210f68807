"""Transfer has a geography: which cities take part, with whom, and whether the border is crossed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.app.frame import Frame, Office
from sim.app.look import JURISDICTION_COLOURS, breadth, drawing, hint, paint, tag, words
from sim.app.panels.land import HEIGHT, NAME_SIZE, WIDTH, Land, land_of
from sim.app.panels.panel import Panel
from sim.app.words import label, number
from sim.language import N_, _, either

MOST_LINKS = 60
LARGEST, SMALLEST, WIDEST = 27.0, 4.0, 7.0


def draw(frame: Frame) -> str:
    """Draw the cities at their coordinates, links between them, and what is marked in them."""
    land = land_of(frame.region)
    sizes = deliveries(frame)
    radii = SMALLEST + (LARGEST - SMALLEST) * np.sqrt(sizes / max(1.0, float(sizes.max(initial=0.0))))
    said = _("Map of {cities} cities; circle size: deliveries", cities=len(frame.region.cities))
    return drawing(
        WIDTH,
        HEIGHT + 46,
        said,
        _ground(frame, land),
        _links(frame, land),
        "".join(_city(frame, land, place, float(radii[place])) for place in np.argsort(-radii).tolist()),
        _legend(),
    )


def _ground(frame: Frame, land: Land) -> str:
    """Draw whose land it is: cells tinted by jurisdiction, and a dashed line between them."""
    region = frame.region
    tint = {name: paint(f"land-{place % 2}") for place, name in enumerate(region.jurisdictions)}
    parts = []
    for city, cell in zip(region.cities, land.cells, strict=True):
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in cell)
        colour = tint[city.jurisdiction]
        parts.append(tag("polygon", points=corners, fill=colour, stroke=colour, stroke_width=1))
    for (x1, y1), (x2, y2) in land.borders:
        line = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        parts.append(tag("line", stroke=paint("soft"), stroke_width=1.4, stroke_dasharray="6 4", opacity=0.7, **line))
    for place, name in enumerate(region.jurisdictions):
        mine = [land.places[row] for row, city in enumerate(region.cities) if city.jurisdiction == name]
        x = 14 if sum(x for x, _ in mine) / len(mine) < WIDTH / 2 else WIDTH - 14
        side = "start" if x < WIDTH / 2 else "end"
        height = HEIGHT - 14 if side == "end" else 26
        bold = {"font_weight": 600, "letter_spacing": 1.5, "text_anchor": side, "opacity": 0.75}
        lines = _office(frame.offices[place])
        height += 50 * (place // 2) - (16 * len(lines) if side == "end" else 0)
        parts.append(words(label(name), x, height, 15, "soft", **bold))
        for row, said in enumerate(lines, 1):
            parts.append(words(said, x, height + 16 * row, 12, "soft", text_anchor=side, class_="halo"))
    return "".join(parts)


def _office(office: Office) -> tuple[str, str]:
    """Say how busy the clearance office of a jurisdiction is, in two lines."""
    return _("clearance office"), _(
        "{waiting} waiting, {clerks} clerks", waiting=number(office.waiting), clerks=number(office.clerks)
    )


def deliveries(frame: Frame) -> NDArray[np.int64]:
    """Return the deals delivered in each city, [cities]; a deal counts in both its cities."""
    total = frame.tallies.between
    return np.asarray(total.sum(axis=0) + total.sum(axis=1) - np.diag(total))


def between(frame: Frame) -> NDArray[np.int64]:
    """Return the deals delivered between every two cities, [cities, cities], upper triangle."""
    total = frame.tallies.between
    return np.triu(total + total.T, 1)


def _links(frame: Frame, land: Land) -> str:
    counts = between(frame)
    firsts, seconds = np.nonzero(counts)
    order = np.argsort(-counts[firsts, seconds], kind="stable")[:MOST_LINKS]
    busiest = float(counts.max(initial=1))
    parts = []
    for row in order[::-1].tolist():
        first, second = int(firsts[row]), int(seconds[row])
        count = int(counts[first, second])
        cities = frame.region.cities[first], frame.region.cities[second]
        crosses = cities[0].jurisdiction != cities[1].jurisdiction
        colour = paint("vermilion" if crosses else "soft")
        (x1, y1), (x2, y2) = land.places[first], land.places[second]
        bend = 0.12
        middle = ((x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1))
        names = " – ".join(either(city.name, city.name_zh) for city in cities)
        parts.append(
            tag(
                "path",
                hint(_("{names}: {number} delivered", names=names, number=number(count))),
                d=f"M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2:.1f} {y2:.1f}",
                fill="none",
                stroke=colour,
                stroke_width=max(1.0, WIDEST * math.sqrt(count / busiest)),
                stroke_linecap="round",
                opacity=0.75 if crosses else 0.5,
            )
        )
    return "".join(parts)


def _city(frame: Frame, land: Land, place: int, radius: float) -> str:
    city, (x, y) = frame.region.cities[place], land.places[place]
    colour = JURISDICTION_COLOURS[frame.region.jurisdictions.index(city.jurisdiction) % len(JURISDICTION_COLOURS)]
    across, down = land.sides[place]
    slant = 0.75 if across and down else 1.0
    size = _("Deliveries: {count}", count=number(int(deliveries(frame)[place])))
    name = either(city.name, city.name_zh)
    ring = {"stroke": paint("card"), "stroke_width": 1.2}
    text = words(
        name,
        x + slant * across * (radius + 5),
        y + slant * down * (radius + 4) + (0.35, 0.85, 0.0)[down] * NAME_SIZE,
        NAME_SIZE,
        text_anchor=("middle", "start", "end")[across],
        font_weight=500,
        class_="halo",
    )
    return tag(
        "g",
        hint(_("{name}: {size}", name=name, size=size)),
        tag("circle", cx=x, cy=y, r=radius, fill=paint(colour), fill_opacity=0.88, **ring),
        text,
        _marks(frame, place, x, y),
        role="img",
        aria_label=_("{name}, {size}", name=name, size=size),
    )


def _marks(frame: Frame, place: int, x: float, y: float) -> str:
    """Draw what stands in a city: a demonstration base, lead enterprises, a coordination office."""
    city, kinds = frame.region.cities[place], []
    if city.demonstration_base or bool(frame.chosen[place]):
        kinds.append("base")
    if frame.anchors[place] > 0:
        kinds.append("anchor")
    if city.own_coordination_office:
        kinds.append("office")
    first = x - 6.5 * (len(kinds) - 1)
    return "".join(mark(kind, first + 13 * row, y) for row, kind in enumerate(kinds))


def mark(kind: str, x: float, y: float) -> str:
    """Draw one mark: a triangle is a base, a diamond lead enterprises, a square an office."""
    shapes = {
        "base": f"M{x:.1f} {y - 5.5:.1f}l5.5 9.5h-11z",
        "anchor": f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        "office": f"M{x - 4.5:.1f} {y - 4.5:.1f}h9v9h-9z",
    }
    return tag("path", d=shapes[kind], fill=paint("card"), stroke=paint("ink"), stroke_width=1.3)


def _legend() -> str:
    """Explain marks and lines, in two rows below the map."""
    names = (_("demonstration base"), _("lead enterprises"), _("city's coordination office"))
    x, y = 12.0, HEIGHT + 18
    parts = []
    for kind, name in zip(("base", "anchor", "office"), names, strict=True):
        parts += [mark(kind, x, y - 4), words(name, x + 10, y, 12, "soft")]
        x += 30 + breadth(name, 11.6)
    inside, across = (_("within a jurisdiction"), _("across the border"))
    lines = [(paint("soft"), inside), (paint("vermilion"), across)]
    x, y = 6.0, HEIGHT + 38
    for colour, name in lines:
        parts.append(tag("line", x1=x, y1=y - 4, x2=x + 20, y2=y - 4, stroke=colour, stroke_width=4, opacity=0.75))
        parts.append(words(name, x + 26, y, 12, "soft"))
        x += 42 + breadth(name, 11.6)
    border = _("dashed: border, suggested only")
    return "".join([*parts, words(border, WIDTH - 6, y, 12, "soft", text_anchor="end")])


PANEL = Panel(
    "map",
    N_("Who transfers to whom"),
    N_("A circle is a city, a line the deals between two cities."),
    draw,
)
