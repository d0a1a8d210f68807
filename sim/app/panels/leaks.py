"""A leak of classified technology tightens secrecy for a while: the price of openness, and its answer."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label
from sim.language import N_, _


def draw(frame: Frame) -> Option:
    """Draw secrecy in force as a line, and the quarters in which technology leaked as bars."""
    leaks = {
        "type": "bar",
        "name": _("leak in this quarter"),
        "data": frame.series["leaks"].tolist(),
        "itemStyle": {"color": paint("vermilion")},
        "barWidth": 4,
    }
    name = _("{label} (in force)", label=label("secrecy"))
    return chart(
        frame,
        _("intensity"),
        [line(name, frame.series["barrier_secrecy"], paint("purple")), leaks],
        max=1,
    )


PANEL = Panel(
    "leaks",
    N_("Leaks, and secrecy in force"),
    N_(
        "A bar is a quarter in which classified technology leaked. Each leak tightens "
        "secrecy, which then relaxes slowly."
    ),
    draw,
)
