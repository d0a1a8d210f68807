"""The laboratory's page: settings at the left, the run loop above, and one room at a time to look into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reacton.core
import solara

from sim.app.link import Shared, written
from sim.app.page.broken import BROKEN
from sim.app.page.head import head
from sim.app.page.parts import box, button, connection, html, pulse
from sim.app.page.rooms import room_tabs, the_room
from sim.app.page.setting import setting
from sim.app.page.share import share
from sim.app.page.tab import Tab
from sim.app.page.transport import transport
from sim.app.session import MOST_SESSIONS, live_sessions
from sim.engine import needs_compiling

STYLE = Path(__file__).parents[1] / "web" / "laboratory.css"
COMPILING = (
    '<p class="lab-said" role="status">The model is being compiled for this machine{once}, which takes one to three '
    "minutes. You may set what you like meanwhile; a run begins when it is done.</p>"
)
LOST = {
    "en": (
        "The laboratory does not answer.",
        "It was stopped, or this machine cannot reach it. Your settings are kept in the address of this page; a run "
        "that was under way begins again at the first quarter.",
        "The page comes back by itself as soon as the laboratory answers. To start it: sim app",
    ),
    "zh": (
        "实验室没有响应。",
        "它可能已停止运行，或本机无法连接。您的设置保存在本页地址中；正在进行的模拟将从第一季度重新开始。",
        "实验室恢复响应后，本页会自动恢复。启动命令：sim app",
    ),
}
NOT_TAKEN = "This was not taken; what was set before stays."


@solara.component
def Laboratory() -> Any:  # noqa: N802  # components are named like classes
    """One browser tab: it makes its own session and lets it go when it is closed."""
    router = solara.use_router()
    full = solara.use_memo(lambda: live_sessions() >= MOST_SESSIONS, [])
    tab = solara.use_memo(lambda: None if full else Tab(router.search), [])
    solara.use_effect(lambda: tab.close if tab is not None else None, [])
    if tab is None:
        html('<div class="lab-alert" role="alert">Too many tabs are open here. Close some, and reload this one.</div>')
        return
    page(tab)


@solara.component
def page(tab: Tab) -> Any:
    """Draw a tab's page."""
    tab.drawn_by(reacton.core.get_render_context())
    solara.Style(STYLE)
    with box("lab", attributes={"data-room": tab.room.value}):
        head(tab)
        with box("lab-side", tag="aside", **{"aria-label": "settings"}):
            setting(tab)
        with box("lab-main", tag="main"):
            transport(tab)
            room_tabs(tab)
            with box("lab-room"):
                refused(tab)
                the_room(tab)
        share(tab)
        the_pulse(tab)
        the_connection(tab)


@solara.component
def the_pulse(tab: Tab) -> Any:
    """Take note of what the browser has drawn, and of its keys."""
    lens = tab.lens.value
    pulse(
        number=tab.view.value.number,
        language="zh" if lens.language == "zh" else "en",
        event_drawn=lambda number: tab.session.runner.drawn(),
        event_key=tab.do,
    )


@solara.component
def the_connection(tab: Tab) -> Any:
    """Keep the setting in the address, and say so while the laboratory does not answer."""
    query = written(Shared(tab.plans.value, tab.seed.value))
    connection(words=list(LOST["zh" if tab.lens.value.language == "zh" else "en"]), query=query)


@solara.component
def refused(tab: Tab) -> Any:
    """Say what was wrong with a link, a scenario or a value, as the command line would; the page goes on."""
    from html import escape

    said = tab.refused.value
    with solara.Column(gap="0px"):
        if said:
            text = "\n".join(said)
            html(f'<div class="lab-alert" role="alert"><b>{NOT_TAKEN}</b>\n{escape(text)}</div>')
            button("Understood", lambda: tab.refused.set(()))
        tab.view.value  # noqa: B018  # looked at again with every view
        if tab.view.value.frames[0].quarter == 0 and needs_compiling():
            from sim.machine_code.kept import keeps  # loads Numba

            html(COMPILING.format(once=", once" if keeps() else ""))
        error = tab.session.runner.last_error
        if error is not None:
            html(BROKEN)
