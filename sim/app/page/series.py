"""All time series of the arm that is looked at, the policy horizon marked in each."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, drawn, heading, html, title_of
from sim.app.page.tab import Tab
from sim.app.panels import PANELS

PICTURES = ("map", "pipeline")


@solara.component
@said_if_broken
def series(tab: Tab) -> Any:
    """Show every panel that is a chart."""
    view, lens = tab.view.value, tab.lens.value
    frame = view.frames[min(tab.chosen, len(view.frames) - 1)]
    with box("lab-grid"):
        for panel in PANELS:
            if panel.name not in PICTURES:
                with box("lab-card"):
                    html(heading(title_of(panel, lens), tip=panel.words))
                    drawn(panel, frame, lens, height="235px")
