"""Levers cost money: the bill of every quarter, and what it adds up to."""

from __future__ import annotations

import numpy as np

from sim.app.frame import Frame
from sim.app.look import Lens, paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel


def draw(frame: Frame, lens: Lens) -> Option:
    """Draw the programme's cost to date, and what the public fund paid out to date."""
    zh = lens.language == "zh"
    cost, fund = (
        ("政策成本累计", "公共基金支出累计") if zh else ("programme cost to date", "paid by the public fund to date")
    )
    counted = np.arange(frame.quarter) >= frame.policy_quarter
    lines = [
        line(cost, np.cumsum(frame.series["programme_cost"] * counted), paint("blue")),
        line(fund, np.cumsum(frame.series["fund_spent"] * counted), paint("orange")),
    ]
    return chart(frame, lens, "百万元" if zh else "million yuan", lines)


PANEL = Panel(
    "cost",
    "What the programme costs",
    "政策成本",
    "Cost of all levers in force and money paid by the public fund, added up since the policy horizon began.",
    draw,
)
