"""Standards are harmonised by use, field by field: every conversion makes the next one easier."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import FIELD_COLOURS, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label
from sim.language import N_


def draw(frame: Frame) -> Option:
    """Draw the share of harmonised standards, a line for each field of technology."""
    lines = []
    for place, name in enumerate(frame.region.fields.names):
        colour = paint(FIELD_COLOURS[place % len(FIELD_COLOURS)])
        style = {"width": 1.6, "color": colour, "type": "solid" if place < len(FIELD_COLOURS) else "dashed"}
        lines.append(line(label(name), 100 * frame.series[f"harmonised_{name}"], colour, lineStyle=style))
    return chart(frame, "%", lines)


PANEL = Panel(
    "standards",
    N_("Standards harmonised by use"),
    N_("Share of military and civilian standards that use has already brought together, by technology field."),
    draw,
)
