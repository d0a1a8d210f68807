"""A leak of classified technology tightens secrecy for a while: the price of openness, and its answer."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label


def draw(frame: Frame) -> Option:
    """Draw secrecy in force as a line, and the quarters in which technology leaked as bars."""
    leaks = {
        "type": "bar",
        "name": "leak in this quarter",
        "data": frame.series["leaks"].tolist(),
        "itemStyle": {"color": paint("vermilion")},
        "barWidth": 4,
    }
    name = f"{label('secrecy')} (in force)"
    return chart(
        frame,
        "intensity",
        [line(name, frame.series["barrier_secrecy"], paint("purple")), leaks],
        max=1,
    )


PANEL = Panel(
    "leaks",
    "Leaks, and secrecy in force",
    "A bar is a quarter in which classified technology leaked. Each leak tightens secrecy, which then relaxes slowly.",
    draw,
)
