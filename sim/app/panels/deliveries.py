"""Deliveries rise or fall with the policy: transfers delivered per quarter, by direction."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import Lens, way_paint
from sim.app.panels.chart import chart, line, smooth
from sim.app.panels.panel import Option, Panel
from sim.app.words import DIRECTION_NAMES, label


def draw(frame: Frame, lens: Lens) -> Option:
    """Draw the mean of the last four quarters, a line for each direction."""
    lines = [
        line(
            label(name, lens.language),
            smooth(frame.series[f"transfers_{name}"]),
            way_paint(DIRECTION_NAMES.index(name)),
        )
        for name in (DIRECTION_NAMES[way] for way in lens.ways)
    ]
    return chart(frame, lens, "deals a quarter, mean of four" if lens.language == "en" else "项/季度，四季平均", lines)


PANEL = Panel(
    "deliveries",
    "Transfers delivered",
    "交付的技术转移",
    "Deals brought into use per quarter, mean of the last four quarters, by direction. Grey: the warm-up, not counted.",
    draw,
)
