"""The pieces that Mesa's viewer is put together from: pictures, charts, boxes, and what it says when it is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import solara

from sim.app.frame import Frame
from sim.app.panels import Panel
from sim.language import _, sentences


@solara.component_vue("web/picture.vue", vuetify=False)
def _picture(html: str = "") -> None:
    pass


@solara.component_vue("web/chart.vue", vuetify=False)
def _chart(option: str, said: str = "", height: str = "250px") -> None:
    pass


@solara.component_vue("web/connection.vue", vuetify=False)
def connection(words: list[str], tongue: str = "en") -> None:
    """Say the words while the laboratory does not answer, and come back when it does.

    Args:
        words: what is said, line by line.
        tongue: what the page calls its language; a browser chooses the letters of its font by it.
    """


def html(text: str) -> Any:
    """Show text that is already escaped."""
    return _picture(html=text)


def box(class_: str, *children: Any) -> Any:
    """Return an element that holds others; use it with `with`."""
    return solara.v.Html(tag="div", class_=class_, children=list(children))


def drawn(panel: Panel, frame: Frame, height: str = "250px") -> Any:
    """Show a panel, whichever way it is drawn; a chart is said for those who cannot see it."""
    made = panel.draw(frame)
    if isinstance(made, str):
        return html(made)
    # As one text: the page's framework would look into every number of a nested option at every drawing.
    said = sentences([_("{title}.", title=_(panel.title)), _(panel.words)])
    return _chart(option=json.dumps(made), said=said, height=height)


def heading(text: str, note: str) -> str:
    """Write the title of a card, with a sentence below it."""
    return f'<h2 class="lab-title">{escape(text)}</h2><p class="lab-note">{escape(note)}</p>'


def cautions(said: Sequence[str]) -> Any:
    """Show warnings one below the other."""
    note = escape(_("Note:"))
    return html("".join(f'<p class="lab-caution" role="status"><b>{note}</b> {escape(one)}.</p>' for one in said))
