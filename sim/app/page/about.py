"""What this is, how to read it, and what it cannot say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara

from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, html
from sim.app.page.tab import Tab

WEB = Path(__file__).parents[1] / "web"
TEXT, TEXT_ZH = ((WEB / name).read_text(encoding="utf-8") for name in ("about.html", "about_zh.html"))


@solara.component
@said_if_broken
def about(tab: Tab) -> Any:
    """Show what a reader should know."""
    zh = tab.lens.value.language == "zh"
    with box("lab-card lab-about"):
        html((TEXT_ZH if zh else "") + TEXT)
