"""The overview: the figures asked for first, the map, the pipeline, and what is delivered."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.headline import figures
from sim.app.page.broken import said_if_broken
from sim.app.page.city import city_facts
from sim.app.page.parts import box, button, drawn, entry, heading, html, title_of
from sim.app.page.tab import Tab
from sim.app.page.ways import choose_way
from sim.app.panels import PANELS, Panel
from sim.app.tallies import MEASURES
from sim.app.words import label

BY_NAME: dict[str, Panel] = {panel.name: panel for panel in PANELS}


@solara.component
@said_if_broken
def overview(tab: Tab) -> Any:
    """Show the run at a glance; with two arms, the figures of both and the pictures of the one chosen."""
    view, lens = tab.view.value, tab.lens.value
    frame = view.frames[min(tab.chosen, len(view.frames) - 1)]
    with box("lab-stack"):
        html(figures(view.frames, lens, tab.alike))
        if not tab.alike:
            html(APART[int(lens.language == "zh")])
        lens_bar(tab)
        with box("lab-glance"):
            with box("lab-card"):
                panel = BY_NAME["map"]
                html(heading(title_of(panel, lens), tip=panel.words))
                drawn(panel, frame, lens, tab.pick)
            with box("lab-column"):
                if 0 <= lens.city < len(frame.region.cities):
                    with box("lab-card"):
                        html(city_facts(frame, lens))
                        button(
                            "关闭" if lens.language == "zh" else "Close",
                            lambda: tab.see(city=-1),
                            classes=["close-city"],
                        )
                with box("lab-card"):
                    panel = BY_NAME["pipeline"]
                    html(heading(title_of(panel, lens), tip=panel.words))
                    if frame.quarter == 0:
                        html(WELCOME_ZH if lens.language == "zh" else WELCOME)
                    else:
                        drawn(panel, frame, lens, tab.pick)
            with box("lab-stack"):
                for name in ("deliveries", "offices"):
                    panel = BY_NAME[name]
                    with box("lab-card"):
                        html(heading(title_of(panel, lens), tip=panel.words))
                        drawn(panel, frame, lens, height="205px")
        with box("lab-grid three"):
            for name in ("firms", "ladder", "leaks"):
                panel = BY_NAME[name]
                with box("lab-card"):
                    html(heading(title_of(panel, lens), tip=panel.words))
                    drawn(panel, frame, lens, height="205px")


APART = (
    '<p class="lab-note">A and B are not like with like, so no difference is taken: see Compare A and B.</p>',
    '<p class="lab-note">方案 A 与 B 的设定不可直接比较，因此不计算差异：详见“方案对比”。</p>',
)
WELCOME = (
    '<div class="lab-empty"><p><b>Nothing has happened yet.</b></p><p>Press <b>To policy start</b> to fill the '
    "pipeline, then <b>Play</b>. Move a lever at the left while it runs and watch what changes.</p></div>"
)
WELCOME_ZH = (
    '<div class="lab-empty"><p><b>模拟尚未开始。</b></p><p>点击<b>至政策期</b>完成预热，再点击<b>播放</b>。'
    "运行中可在左侧调整政策杠杆并观察变化。</p></div>"
)


@solara.component
def lens_bar(tab: Tab) -> Any:
    """Choose what the map and the pipeline show."""
    lens = tab.lens.value
    zh = lens.language == "zh"
    links = [["delivered", "已交付" if zh else "Delivered deals"], ["open", "进行中" if zh else "Deals under way"]]
    sizes = [[name, label(name, lens.language)] for name in MEASURES]
    with box("lab-line lab-row"):
        choose_way(tab, "全部方向" if zh else "All directions")
        entry(
            "select", "links", "连线" if zh else "Links", lens.links, lambda value: tab.see(links=value), options=links
        )
        entry(
            "select",
            "measure",
            "圆的大小" if zh else "Circle size",
            lens.measure,
            lambda value: tab.see(measure=value),
            options=sizes,
        )
