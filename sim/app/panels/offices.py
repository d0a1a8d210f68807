"""Offices with too few clerks make deals wait: cases in the queue, and how long a case lies in it."""

from __future__ import annotations

import numpy as np

from sim.app.frame import Frame
from sim.app.look import JURISDICTION_COLOURS, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.app.words import label
from sim.language import N_, _


def draw(frame: Frame) -> Option:
    """Draw the queue of every office as lines, and the mean wait of the cases taken up as a dashed line."""
    wait = _("mean wait, all offices")
    lines = [
        line(
            _("{jurisdiction}: queue", jurisdiction=label(office.jurisdiction)),
            frame.series[f"queue_office_{place}"],
            paint(JURISDICTION_COLOURS[place % len(JURISDICTION_COLOURS)]),
        )
        for place, office in enumerate(frame.offices)
    ]
    started = frame.series["started"]
    waits = np.where(started > 0, frame.series["waits"] / np.maximum(started, 1), np.nan)
    dashed = {"width": 2, "type": "dashed", "color": paint("vermilion")}
    lines.append(line(wait, waits, paint("vermilion"), yAxisIndex=1, lineStyle=dashed))
    option = chart(frame, _("cases waiting"), lines)
    second = {**option["yAxis"], "name": _("quarters"), "splitLine": {"show": False}}
    second["nameTextStyle"] = {**second["nameTextStyle"], "align": "right"}
    option["yAxis"] = [option["yAxis"], second]
    return option


PANEL = Panel(
    "offices",
    N_("Clearance offices: queue and wait"),
    N_(
        "Cases that wait at the end of a quarter, by office, and the mean wait of the cases a "
        "clerk took up (right axis)."
    ),
    draw,
)
