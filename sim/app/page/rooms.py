"""The rooms of the page, by name; only the one that is open is drawn."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from sim.app.page.about import about
from sim.app.page.compare import compare
from sim.app.page.deals import deals
from sim.app.page.organisations import organisations
from sim.app.page.overview import overview
from sim.app.page.parts import box, button, html
from sim.app.page.series import series
from sim.app.page.tab import Tab

ROOMS = {
    "overview": ("Overview", "总览", overview),
    "series": ("Time series", "时间序列", series),
    "deals": ("Deals and why", "项目与原因", deals),
    "organisations": ("Organisations", "单位", organisations),
    "compare": ("Compare A and B", "方案对比", compare),
    "about": ("About and limits", "说明与局限", about),
}


@solara.component
def room_tabs(tab: Tab) -> Any:
    """Show the names of the rooms, the open one marked."""
    zh = tab.lens.value.language == "zh"
    with box("lab-tabs", tag="nav", role="tablist"):
        for name, (said, said_zh, _) in ROOMS.items():
            open_now = tab.room.value == name
            button(
                said_zh if zh else said,
                partial(tab.room.set, name),
                classes=["on", name] if open_now else [name],
                attributes={"role": "tab", "aria-selected": str(open_now).lower()},
                text=True,
            )
        if len(tab.plans.value) == 2 and tab.room.value not in ("compare", "about"):
            said = "显示方案" if zh else "showing setting"
            html(f'<span class="lab-note lab-shown">{said} <b>{"AB"[tab.chosen]}</b></span>')


@solara.component
def the_room(tab: Tab) -> Any:
    """Draw the room that is open."""
    ROOMS[tab.room.value][2](tab)
