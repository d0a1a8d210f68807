"""A panel has a title, a sentence of what it shows, and a function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.app.frame import Frame

Option = dict[str, Any]
"""What ECharts draws a chart from."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing the page draws.

    Args:
        name: its place in tests and addresses.
        title: what stands above it; a claim or a question rather than a heading; a message.
        words: what it shows and how to read it, in a sentence or two; a message.
        draw: returns SVG text, or an ECharts option.
    """

    name: str
    title: str
    words: str
    draw: Callable[[Frame], str | Option]
