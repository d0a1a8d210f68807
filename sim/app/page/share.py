"""What is set can leave the page: as a scenario file that `sim run` takes, or as a link that restores it."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from sim.app.link import written
from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, button, copy_link, html
from sim.app.page.tab import Tab
from sim.app.plan import Setup

HOLDS = "It holds the scenario, the seed and all that was moved; a run starts at the first quarter."


@solara.component
def share(tab: Tab) -> Any:
    """Show the ways out, over the page, while they are asked for."""
    with box("lab-share"):
        if tab.sharing.value:
            _share(tab)


@solara.component
@said_if_broken
def _share(tab: Tab) -> Any:
    zh = tab.lens.value.language == "zh"
    plans = tab.plans.value
    with box("lab-over", role="dialog", **{"aria-modal": "true", "aria-label": "share or export"}), box("lab-card"):
        html(f"<h2>{'链接' if zh else 'A link that restores this setting'}</h2>")
        copy_link(query=written(tab.session.shared))
        html(f'<p class="lab-note">{HOLDS}</p>')
        html(f"<h2>{'情景文件' if zh else 'A scenario file'}</h2>")
        html(f'<p class="lab-note">{_said(tab)}</p>')
        with box("lab-row"):
            for place, plan in enumerate(plans):
                arm = f" {'AB'[place]}" if len(plans) == 2 else ""
                solara.FileDownload(
                    partial(_file, plan),
                    filename=file_name(plan, place if len(plans) == 2 else None),
                    label=f"{'下载方案' if zh else 'Download setting'}{arm}",
                    icon_name="mdi-download",
                )
            solara.v.Html(tag="span", class_="lab-grow")
            button("关闭" if zh else "Close", lambda: tab.sharing.set(False), classes=["close"])


def _file(plan: Setup) -> str:
    return plan.exported().to_toml()


def file_name(plan: Setup, place: int | None) -> str:
    """Name the file that a setting is exported to."""
    moved, arm = "_moved" if plan.all_values() else "", "" if place is None else f"_{'ab'[place]}"
    return f"{plan.name}{moved}{arm}.toml"


def _said(tab: Tab) -> str:
    seed = tab.session.seed
    said = f"Runs with: <code>sim run FILE --seed {seed}</code>. "
    said += "Barriers moved during the run are written as shocks of their quarter."
    again = [change.key for plan in tab.plans.peek() for change in plan.changes if change.key.endswith(".strength")]
    if len(again) != len(set(again)):
        said += " A lever that was moved more than once during the run is written with its present strength only."
    return said
