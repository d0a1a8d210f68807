"""What `sim validate` says of a setting stands on the page too, beside what it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sim.app.page.parts import html
from sim.app.words import Language
from sim.levers import LEVERS

AT_BARRIERS = "barriers"
ELSEWHERE = ""
PLACES = (AT_BARRIERS, *(f"levers.{lever.name}" for lever in LEVERS))
NAMES = ("Note", "注意")


def place_of(warning: str) -> str:
    """Return what a warning speaks of: the barriers, one lever, or something that has no place of its own here."""
    return next((place for place in PLACES if warning.startswith((f"{place} ", f"{place}."))), ELSEWHERE)


def cautions(warnings: Sequence[str], place: str, language: Language) -> None:
    """Show the warnings that belong to a place, if there are any."""
    said = [warning for warning in warnings if place_of(warning) == place]
    if said:
        show(said, language)


def show(said: Sequence[str], language: Language) -> None:
    """Show warnings one below the other."""
    name = NAMES[int(language == "zh")]
    html("".join(f'<p class="lab-caution" role="status"><b>{name}:</b> {escape(one)}.</p>' for one in said))
