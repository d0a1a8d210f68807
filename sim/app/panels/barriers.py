"""Levers wear barriers down: how strong each barrier is in force, after levers and leaks."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import FIELD_COLOURS, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label
from sim.barriers import BARRIERS
from sim.language import N_, _

STROKES = ("solid", "dashed", "dotted")  # lines of equal height show through one another


def draw(frame: Frame) -> Option:
    """Draw the intensity of each barrier."""
    lines = [
        line(
            label(one.name),
            frame.series[f"barrier_{one.name}"],
            paint(FIELD_COLOURS[place % 6]),
            lineStyle={"width": 2, "color": paint(FIELD_COLOURS[place % 6]), "type": STROKES[place % len(STROKES)]},
        )
        for place, one in enumerate(BARRIERS)
    ]
    return chart(frame, _("intensity"), lines, max=1)


PANEL = Panel(
    "barriers",
    N_("Barriers in force"),
    N_(
        "Intensity of each barrier after levers and leaks, which may lie below or above its "
        "slider: 0 is absent, 1 as complete as imaginable."
    ),
    draw,
)
