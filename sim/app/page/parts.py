"""The pieces the page is put together from: pictures, charts, values to set, boxes and buttons."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

import solara

from sim.app.frame import Frame
from sim.app.look import Lens
from sim.app.panels import Panel


@solara.component_vue("../web/picture.vue", vuetify=False)
def _picture(html: str = "", kind: str = "", event_pick: Callable[[str], None] | None = None) -> None:
    pass


@solara.component_vue("../web/chart.vue", vuetify=False)
def _chart(option: str, said: str = "", height: str = "250px") -> None:
    pass


@solara.component_vue("../web/entry.vue", vuetify=False)
def _entry(
    kind: str = "range",
    name: str = "",
    label: str = "",
    value: Any = 0,
    unit: str = "",
    tip: str = "",
    min: float | None = None,
    max: float | None = None,
    step: float = 0.01,
    options: str = "",
    disabled: bool = False,
    moved: bool = False,
    version: int = 0,
    event_change: Callable[[Any], None] | None = None,
) -> None:
    pass


@solara.component_vue("../web/pulse.vue", vuetify=False)
def pulse(
    number: int = 0,
    language: str = "en",
    event_drawn: Callable[[int], None] | None = None,
    event_key: Callable[[str], None] | None = None,
) -> None:
    """Tell the server what has been drawn and which keys were pressed; nothing is seen of it."""


@solara.component_vue("../web/connection.vue", vuetify=False)
def connection(words: list[str], query: str = "") -> None:
    """Say the words while the laboratory does not answer, and come back when it does.

    A query that changes is written into the address, so that what comes back is set as it was.
    """


@solara.component_vue("../web/copy.vue", vuetify=False)
def copy_link(query: str = "") -> None:
    """Show the link to a setting, to be copied."""


def html(text: str, on_pick: Callable[[str], None] | None = None, kind: str = "") -> Any:
    """Show text that is already escaped; what carries data-pick can be clicked."""
    return _picture(html=text, kind=kind, event_pick=on_pick or (lambda chosen: None))


def entry(kind: str, name: str, label: str, value: Any, on_change: Callable[[Any], None], **more: Any) -> Any:
    """Show a value that can be set: kind is "range", "number", "select", "search" or "text".

    The options of a select are pairs of value and words.
    """
    options = json.dumps(more.pop("options", []))
    return _entry(kind=kind, name=name, label=label, value=value, options=options, event_change=on_change, **more)


def box(class_: str, *children: Any, tag: str = "div", **attributes: Any) -> Any:
    """Return an element that holds others; use it with `with`."""
    return solara.v.Html(tag=tag, class_=class_, children=list(children), attributes=attributes)


def button(said: str, on_click: Callable[[], object], tip: str = "", icon: str | None = None, **more: Any) -> Any:
    """Show a button; what it does is said when the pointer rests on it."""
    attributes = {"aria-label": said or tip, **({"data-tip": tip} if tip else {}), **more.pop("attributes", {})}
    return solara.Button(said, on_click=on_click, icon_name=icon, attributes=attributes, elevation=0, **more)


def drawn(
    panel: Panel, frame: Frame, lens: Lens, on_pick: Callable[[str], None] | None = None, height: str = "250px"
) -> Any:
    """Show a panel, whichever way it is drawn."""
    made = panel.draw(frame, lens)
    if isinstance(made, str):
        return html(made, on_pick)
    return chart_of(made, f"{panel.title}. {panel.words}", height)


def chart_of(option: dict[str, Any], said: str, height: str = "250px") -> Any:
    """Show an ECharts option; what it shows is said for those who cannot see it."""
    # As one text: the page's framework would look into every number of a nested option at every drawing.
    return _chart(option=json.dumps(option), said=said, height=height)


def heading(text: str, note: str = "", tip: str = "") -> str:
    """Write the title of a card, with a sentence behind a question mark."""
    info = (
        f'<span class="lab-info" tabindex="0" role="note" data-tip="{escape(tip)}" aria-label="{escape(tip)}">?</span>'
    )
    said = f'<span class="lab-note">{escape(note)}</span>' if note else ""
    return f'<div class="lab-title"><h2>{escape(text)}</h2>{info if tip else ""}{said}</div>'


def title_of(panel: Panel, lens: Lens) -> str:
    """Return a panel's title in the language chosen."""
    return panel.title_zh if lens.language == "zh" else panel.title
