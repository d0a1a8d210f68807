"""Mesa's viewer in the language that is spoken.

Mesa writes the words of its controls in English, through Solara's components. They are said here on their way there,
so that Mesa's own controls stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import solara
from mesa.visualization import solara_viz

from sim.language import N_, _

WORDS = (
    N_("Controls"),
    N_("Play Interval (ms)"),
    N_("Render Interval (steps)"),
    N_("Increase play interval to avoid skipping plots"),
    N_("Use Threads"),
    N_("Reset"),
    N_("Step"),
    N_("Model Parameters"),
    N_("Information"),
)
"""What Mesa writes, each a message."""
COUNTED = re.compile(r"(?:Step|Time): ([\d.]+)")
"""How Mesa says how far a run is: older and newer releases."""
WRITES = ("Button", "Card", "Checkbox", "SliderInt", "Text")
"""The components of Solara that Mesa gives its words to."""


def said(text: Any) -> Any:
    """Return what Mesa writes in the language that is spoken; anything else as it is."""
    if not isinstance(text, str):
        return text
    counted = COUNTED.fullmatch(text)
    if counted:
        return _("Step: {count}", count=f"{float(counted[1]):.0f}")
    return _(text) if text in WORDS else text


class Speaking:
    """Solara, with the words that Mesa gives to its components said in the language that is spoken."""

    def __getattr__(self, name: str) -> Any:
        """Return what Solara has by a name."""
        found = getattr(solara, name)
        return _speaking(found) if name in WRITES else found


def _speaking(component: Callable[..., Any]) -> Callable[..., Any]:
    """Return a component that says its words first."""

    def made(*words: Any, **more: Any) -> Any:
        if "label" in more:
            more["label"] = said(more["label"])
        return component(*map(said, words), **more)

    return made


def speak() -> None:
    """Let Mesa's viewer speak the language that is spoken when it is drawn."""
    solara_viz.solara = Speaking()
