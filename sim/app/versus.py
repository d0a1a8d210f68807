"""Two settings in one chart: what each has delivered so far, and the difference as bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.app.frame import Frame
from sim.app.look import Lens, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option


def draw(a: Frame, b: Frame, lens: Lens) -> Option:
    """Draw deliveries since the policy horizon began in both runs, and B minus A if both began it together."""
    zh = lens.language == "zh"
    ours, theirs = (_so_far(frame, lens) for frame in (a, b))
    count = min(len(ours), len(theirs))
    gap = theirs[:count] - ours[:count]
    bars = {
        "type": "bar",
        "name": "B − A",
        "data": [round(float(value), 2) for value in gap],
        "itemStyle": {"color": paint("orange"), "opacity": 0.75},
    }
    series = [line("A", ours, paint("soft")), line("B", theirs, paint("blue"))]
    low = 0.0
    if a.policy_quarter == b.policy_quarter:
        series.append(bars)
        low = float(min(0.0, gap.min(initial=0.0)))
    return chart(a, lens, "项" if zh else "deals", series, min=None if low < 0 else 0)


def _so_far(frame: Frame, lens: Lens) -> NDArray[np.float64]:
    from sim.app.words import DIRECTION_NAMES

    total = np.zeros(frame.quarter)
    for way in lens.ways:
        total = total + frame.series[f"transfers_{DIRECTION_NAMES[way]}"]
    total[: frame.policy_quarter] = 0.0
    return np.asarray(np.cumsum(total))
