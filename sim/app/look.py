"""How panels look: the colours of the printed figures, as names that follow light and dark, and SVG in a few words.

Colours are those of Okabe and Ito. A panel names a colour; the page says what it is in light and in dark, and a
picture outside the page falls back on the light one.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

LIGHT = {
    "ink": "#1b2733",
    "soft": "#5b6875",
    "line": "#d5dbe1",
    "card": "#ffffff",
    "blue": "#0072b2",
    "orange": "#e69f00",
    "green": "#009e73",
    "purple": "#b4508c",
    "sky": "#56b4e9",
    "vermilion": "#d55e00",
    "pale": "#e9edf1",
    "warn": "#fbe3d2",
    "warn-ink": "#7a3300",
    "land-0": "#fdf3e1",
    "land-1": "#e8f1f8",
}
DARK = {
    "ink": "#e8edf2",
    "soft": "#a2afbb",
    "line": "#33404b",
    "card": "#1e1e1e",
    "blue": "#4aa3df",
    "orange": "#e69f00",
    "green": "#2fc597",
    "purple": "#d98cba",
    "sky": "#8fd0f5",
    "vermilion": "#ff8a4c",
    "pale": "#2a3641",
    "warn": "#4a2a14",
    "warn-ink": "#ffb98a",
    "land-0": "#2a2519",
    "land-1": "#1d2934",
}
WAY_COLOURS = ("blue", "orange", "green", "purple")
FIELD_COLOURS = ("blue", "orange", "green", "purple", "sky", "vermilion")
JURISDICTION_COLOURS = ("orange", "blue", "green", "purple")


def paint(name: str) -> str:
    """Return a colour by its name, with the light one to fall back on."""
    return f"var(--{name},{LIGHT[name]})"


def declared(colours: Mapping[str, str]) -> str:
    """Write colours by their names as CSS declares them."""
    return "".join(f"--{name}: {colour};" for name, colour in colours.items())


def way_paint(way: int) -> str:
    """Return the colour of a direction of transfer."""
    return paint(WAY_COLOURS[way % len(WAY_COLOURS)])


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Write an SVG element; attribute values are escaped, what is inside must be already.

    Underscores in attribute names become hyphens, so that `text_anchor` can be written.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(shown(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>"


def shown(value: object) -> str:
    """Write an attribute's value; numbers get at most one decimal."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def words(text: object, x: float, y: float, size: float = 12, colour: str = "ink", **attributes: object) -> str:
    """Write text, escaped."""
    return tag("text", escape(str(text)), x=x, y=y, font_size=size, fill=paint(colour), **attributes)


def hint(text: str) -> str:
    """Write what is shown when the pointer rests on an element."""
    return tag("title", escape(text))


def drawing(width: float, height: float, said: str, *inside: str) -> str:
    """Write a whole SVG picture that fills its place.

    Args:
        width, height: of its coordinates.
        said: what it shows, for those who cannot see it.
        inside: its elements.
    """
    box = f"0 0 {shown(width)} {shown(height)}"
    attributes = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "group", "aria-label": said}
    return tag("svg", *inside, class_="picture", font_family="inherit", **attributes)


def breadth(text: str, size: float) -> float:
    """Guess how wide a text is; a Chinese character takes the place of two letters."""
    return sum(size if ord(letter) > 0x2E7F else 0.56 * size for letter in text)


def cut(text: str, size: float, room: float) -> str:
    """Shorten a text to the room there is."""
    if breadth(text, size) <= room:
        return text
    while text and breadth(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
