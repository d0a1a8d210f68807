"""Private suppliers climb from parts to complete machines, or do not: what they deliver."""

from __future__ import annotations

import numpy as np

from sim.app.frame import Frame
from sim.app.look import paint
from sim.app.panels.chart import chart
from sim.app.panels.panel import Option, Panel
from sim.language import N_, _

RUNGS = ((N_("Parts"), "sky"), (N_("Key subsystems"), "blue"), (N_("Complete machines"), "orange"))


def draw(frame: Frame) -> Option:
    """Draw supplies delivered over the last four quarters, stacked by rung."""
    counts = frame.tallies.rungs[: frame.quarter].astype(np.float64)
    bars = [
        {
            "type": "bar",
            "name": _(name),
            "stack": "rungs",
            "barCategoryGap": "15%",
            "itemStyle": {"color": paint(colour)},
            "data": np.convolve(counts[:, rung], np.ones(4))[: len(counts)].tolist() if len(counts) else [],
        }
        for rung, (name, colour) in enumerate(RUNGS)
    ]
    return chart(frame, _("deals in four quarters"), bars)


PANEL = Panel(
    "ladder",
    N_("Do private suppliers climb the ladder?"),
    N_(
        "Supplies of private firms to the military side in the last four quarters: parts, "
        "subsystems, complete machines."
    ),
    draw,
)
