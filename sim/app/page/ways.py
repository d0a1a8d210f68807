"""Which direction of transfer the page shows: the same choice stands in several of its rooms."""

from __future__ import annotations

from typing import Any

from sim.app.page.parts import entry
from sim.app.page.tab import Tab
from sim.app.words import DIRECTION_NAMES, label


def choose_way(tab: Tab, everything: str) -> Any:
    """Show the choice of a direction.

    Args:
        tab: whose lens it sets.
        everything: words for all directions.
    """
    lens = tab.lens.value
    ways = [["all", everything], *([name, label(name, lens.language)] for name in DIRECTION_NAMES)]
    said = "方向" if lens.language == "zh" else "Direction"
    return entry("select", "direction", said, lens.direction, lambda value: tab.see(direction=value), options=ways)
