"""What all time series share: an axis in years, the start of the policy marked, a tooltip for a quarter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.app.frame import Frame
from sim.app.look import breadth, paint
from sim.app.panels.panel import Option
from sim.language import _

NARROWEST = 340  # pixels of a chart on a phone, on which its names stand in rows
WINDOW = 4  # quarters of the moving average: one year, so that no season shows


def line(name: str, values: Any, colour: str, **more: Any) -> Option:
    """Return one line of a chart.

    Args:
        name: in the legend.
        values: [quarters], drawn from the first quarter on; NaN leaves a gap.
        colour: as `sim.app.look.paint` returns it.
        more: options of the series.
    """
    data = [None if value != value else round(float(value), 4) for value in values]
    style = {"width": 2, "color": colour}
    series: Option = {"type": "line", "name": name, "data": data, "symbol": "none", "lineStyle": style}
    return {**series, "itemStyle": {"color": colour}, "connectNulls": False, **more}


def smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of the last four quarters, of fewer at the start."""
    total = np.cumsum(np.concatenate([[0.0], values]))
    places = np.arange(1, len(values) + 1)
    first = np.maximum(places - WINDOW, 0)
    mean: NDArray[np.float64] = (total[places] - total[first]) / np.maximum(places - first, 1)
    return mean


def chart(frame: Frame, unit: str, series: Sequence[Option], **more: Any) -> Option:
    """Return a chart over the quarters of a run.

    Args:
        frame: says how long the run is and when the policy horizon begins.
        unit: of the vertical axis.
        series: lines or bars, [quarters run] each.
        more: changes of the vertical axis.
    """
    quarters = [frame.calendar.name(place) for place in range(frame.quarters)]
    marked = [dict(one) for one in series]
    if marked:
        marked[0]["markLine"] = _starts(frame)
        marked[0]["markArea"] = _past(frame)
    rows = math.ceil(sum(breadth(str(one["name"]), 11) + 34 for one in series) / NARROWEST)
    empty = not any(value for one in series for value in one["data"])
    small = {"color": paint("soft"), "fontSize": 11}
    axis = {"axisLine": {"lineStyle": {"color": paint("line")}}, "axisTick": {"show": False}, "axisLabel": small}
    grid = {"left": 14, "right": 14, "top": 26, "bottom": 14 + 16 * rows, "containLabel": True}
    step = max(4, 4 * round(frame.quarters / 32))
    return {
        "animation": False,
        "textStyle": {"color": paint("ink"), "fontFamily": "inherit"},
        "grid": grid,
        "tooltip": {"trigger": "axis", "confine": True, "order": "valueDesc", "textStyle": {"fontSize": 12}},
        "legend": {"bottom": 0, "itemWidth": 14, "itemHeight": 8, "textStyle": {**small, "color": paint("ink")}},
        "title": _nothing(frame) if empty else {"show": False},
        "xAxis": {
            **axis,
            "type": "category",
            "data": quarters,
            "boundaryGap": any(one["type"] == "bar" for one in series),
            "axisLabel": {**small, "every": step, "first": 0, "year": True, "interval": 0},
        },
        "yAxis": {
            **axis,
            "type": "value",
            "name": unit,
            "nameTextStyle": {**small, "align": "left"},
            "nameGap": 10,
            "min": 0,
            "splitLine": {"lineStyle": {"color": paint("pale")}},
            **more,
        },
        "series": marked,
    }


def _starts(frame: Frame) -> Option:
    """Mark the policy year and where levers start."""
    said = _("policy start")
    marks = {frame.policy_quarter: said}
    for start in sorted(set(frame.lever_starts.values())):
        if 0 <= start < frame.quarters:
            marks.setdefault(start, _("lever starts"))
    label = {"fontSize": 10, "color": paint("soft"), "position": "insideEndTop", "rotate": 0, "distance": 2}
    data = [
        {"xAxis": place, "label": {**label, "formatter": text, "align": "left"}}
        for place, text in marks.items()
        if place < frame.quarters
    ]
    return {"silent": True, "symbol": "none", "lineStyle": {"color": paint("soft"), "type": "dashed"}, "data": data}


def _past(frame: Frame) -> Option:
    """Shade the quarters that no outcome counts, those in which the pipeline fills once more."""
    last = frame.quarters - 1
    ends = dict.fromkeys(min(end, last) for end in (frame.policy_quarter, min(frame.fill, frame.policy_quarter)) if end)
    shade = {"color": paint("pale"), "opacity": 0.55}
    return {"silent": True, "itemStyle": shade, "data": [[{"xAxis": 0}, {"xAxis": end}] for end in ends]}


def _nothing(frame: Frame) -> Option:
    said = _("nothing to show yet") if frame.quarter else _("press ▶ or Step")
    style = {"color": paint("soft"), "fontSize": 13, "fontWeight": "normal"}
    ground = {"backgroundColor": paint("card"), "padding": 6}  # the start of the policy is not drawn through it
    return {"text": said, "left": "center", "top": "42%", "textStyle": style, **ground}
