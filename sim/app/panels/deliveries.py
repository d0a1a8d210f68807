"""Deliveries rise or fall with the policy: transfers delivered per quarter, by direction."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import way_paint
from sim.app.panels.chart import chart, line, smooth
from sim.app.panels.panel import Option, Panel
from sim.app.words import DIRECTION_NAMES, label
from sim.language import N_, _


def draw(frame: Frame) -> Option:
    """Draw the mean of the last four quarters, a line for each direction."""
    lines = [
        line(
            label(name),
            smooth(frame.series[f"transfers_{name}"]),
            way_paint(way),
        )
        for way, name in enumerate(DIRECTION_NAMES)
    ]
    return chart(frame, _("deals a quarter, mean of four"), lines)


PANEL = Panel(
    "deliveries",
    N_("Transfers delivered"),
    N_(
        "Deals brought into use per quarter, mean of the last four quarters, by direction. "
        "Grey: the warm-up, not counted."
    ),
    draw,
)
