"""The laboratory's page: settings at the left, the run loop above, and one room at a time to look into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reacton.core
import solara

from sim.app.page.broken import BROKEN
from sim.app.page.head import head
from sim.app.page.parts import box, button, html, pulse
from sim.app.page.rooms import room_tabs, the_room
from sim.app.page.setting import setting
from sim.app.page.share import share
from sim.app.page.tab import Tab
from sim.app.page.transport import transport
from sim.app.session import MOST_SESSIONS, live_sessions
from sim.machine_code import keeps
from sim.model import needs_compiling

STYLE = Path(__file__).parents[1] / "web" / "laboratory.css"
COMPILING = (
    '<p class="lab-said" role="status">The model is being compiled for this machine{once}, which takes one to three '
    "minutes. You may set what you like meanwhile; a run begins when it is done.</p>"
)
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
            html(COMPILING.format(once=", once" if keeps() else ""))
        error = tab.session.runner.last_error
        if error is not None:
            html(BROKEN)
