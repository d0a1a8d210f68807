"""Reform shows in who takes part: private firms active in the military market, and those with a licence."""

from __future__ import annotations

from sim.app.frame import Frame
from sim.app.look import paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label
from sim.language import N_, _

SHOWN = (("active_firms", "blue"), ("licensed_firms", "green"))


def draw(frame: Frame) -> Option:
    """Draw active and licensed firms."""
    lines = [line(label(name), frame.series[name], paint(colour)) for name, colour in SHOWN]
    two = _("of these, class 2 or 3")
    dotted = {"width": 2, "type": "dotted", "color": paint("green")}
    lines.append(line(two, frame.series["licensed_class_2"], paint("green"), lineStyle=dotted))
    return chart(frame, _("firms"), lines)


PANEL = Panel(
    "firms",
    N_("Who takes part: active and licensed firms"),
    N_(
        "Private firms that take part in the military market, those with a valid licence, and "
        "those licensed for subsystems or complete machines."
    ),
    draw,
)
