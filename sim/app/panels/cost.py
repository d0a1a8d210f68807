"""Levers cost money, and so do loans that are not paid back: what both add up to."""

from __future__ import annotations

import numpy as np

from sim.app.frame import Frame
from sim.app.look import paint
from sim.app.panels.chart import chart, line
from sim.app.panels.panel import Option, Panel
from sim.language import N_, _, unit_of_money


def draw(frame: Frame) -> Option:
    """Draw the programme's cost, what the public fund paid out and what lenders lost, to date."""
    cost, fund, lost = (
        _("programme cost to date"),
        _("paid by the public fund to date"),
        _("lost by lenders to date"),
    )
    counted = np.arange(frame.quarter) >= frame.policy_quarter
    lines = [
        line(cost, np.cumsum(frame.series["programme_cost"] * counted), paint("blue")),
        line(fund, np.cumsum(frame.series["fund_spent"] * counted), paint("orange")),
        line(lost, np.cumsum(frame.series["credit_losses"] * counted), paint("vermilion")),
    ]
    unit, named = unit_of_money(max(value for one in lines for value in (*one["data"], 0.0)))
    return chart(frame, named, [{**one, "data": [round(value / unit, 4) for value in one["data"]]} for one in lines])


PANEL = Panel(
    "cost",
    N_("What the programme costs"),
    N_(
        "Cost of all levers in force, money paid by the public fund, and loans not paid back when they fell due, added "
        "up since the policy horizon began."
    ),
    draw,
)
