"""Above everything: what this is, the language, light or dark, and the ways out: a file, a link."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, button, html
from sim.app.page.tab import Tab


@solara.component
@said_if_broken
def head(tab: Tab) -> Any:
    """Show the title and what concerns the whole page."""
    zh = tab.lens.value.language == "zh"
    title = "技术转移政策实验室" if zh else "Technology-transfer policy laboratory"
    place = (
        "成渝地区双城经济圈：用于比较政策的模拟，不是预测"
        if zh
        else "Chengdu-Chongqing Economic Circle: a simulation to compare policies, not a forecast"
    )
    with box("lab-head", tag="header"):
        html(f"<h1>{title}</h1>")
        html(f'<div class="lab-sub">{place}</div>', kind="lab-grow")
        button(
            "English" if zh else "中文",
            lambda: tab.see(language="en" if zh else "zh"),
            "Show the labels of the model in English." if zh else "Show the labels of the model in Chinese.",
            classes=["bare", "language"],
        )
        _theme()
        button(
            "分享或导出" if zh else "Share or export",
            lambda: tab.sharing.set(True),
            icon="mdi-share-variant",
            classes=["share"],
        )


@solara.component
def _theme() -> Any:
    """Switch between light and dark."""
    dark = bool(solara.lab.use_dark_effective())

    def switch() -> None:
        solara.lab.theme.dark = not dark

    button(
        "",
        switch,
        "Light page" if dark else "Dark page",
        icon="mdi-white-balance-sunny" if dark else "mdi-weather-night",
        classes=["bare", "theme"],
    )
