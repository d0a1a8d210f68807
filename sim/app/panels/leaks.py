"""A leak of classified technology tightens secrecy for a while: the price of openness, and its answer."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import Lens, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label


def draw(frame: Frame, lens: Lens) -> Option:
    """Draw secrecy in force as a line, and the quarters in which technology leaked as bars."""
    zh = lens.language == "zh"
    leaks = {
        "type": "bar",
        "name": "泄密" if zh else "leak in this quarter",
        "data": frame.series["leaks"].tolist(),
        "itemStyle": {"color": paint("vermilion")},
        "barWidth": 4,
    }
    name = f"{label('secrecy', lens.language)} ({'实际强度' if zh else 'in force'})"
    return chart(
        frame,
        lens,
        "强度" if zh else "intensity",
        [line(name, frame.series["barrier_secrecy"], paint("purple")), leaks],
        max=1,
    )


PANEL = Panel(
    "leaks",
    "Leaks, and secrecy in force",
    "泄密与实际保密强度",
    "A bar is a quarter in which classified technology leaked. Each leak tightens secrecy, which then relaxes slowly.",
    draw,
)
