"""What can be set: the arm, its scenario, barriers and levers, each with what it means and where it acts."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import solara

from sim.app import library
from sim.app.page.broken import said_if_broken
from sim.app.page.cautions import AT_BARRIERS, ELSEWHERE, cautions
from sim.app.page.lever import lever_card
from sim.app.page.meaning import of_barrier
from sim.app.page.parts import box, button, entry, html
from sim.app.page.tab import Tab
from sim.app.plan import Setup
from sim.app.words import label
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scenario import Scenario, ScenarioError

ARMS = "AB"
SCENARIO = "A scenario is a starting point. Choosing one begins again at the first quarter."
SEED = "The same seed gives the same luck: two settings run on one seed differ by the policy alone."
NEXT_QUARTER = (
    "What you change during a run takes effect from the next quarter; after a reset, a lever starts with the policy "
    "period, unless you set another start.",
    "运行中的改动从下一季度起生效；重置后，政策杠杆从政策期开始生效，除非另设开始季度。",
)
NEXT_RUN = (
    "The run is over. What you change now takes effect in the next run: press Reset, then run it.",
    "模拟已结束。现在的改动在下一次运行中生效：请先重置，再运行。",
)
BARRIER_WORDS = ("Barriers", "0 = absent, 1 = as complete as imaginable"), ("壁垒", "0 为无，1 为最强")
LEVER_WORDS = ("Policy levers", "0 = not in force, 1 = full strength"), ("政策杠杆", "0 为未实施，1 为全力")


@solara.component
@said_if_broken
def setting(tab: Tab) -> Any:
    """Show the settings of the lane chosen."""
    language, lane = tab.lens.value.language, tab.chosen
    plan, version = tab.plans.value[lane], tab.version.value
    zh = int(language == "zh")
    scenario = solara.use_memo(lambda: _now(tab, lane), [plan])
    with box("lab-setting"):
        _arms(tab, bool(zh))
        _beginning(tab, plan, scenario, zh)
        html(f'<p class="lab-said" role="status">{(NEXT_RUN if tab.over.value else NEXT_QUARTER)[zh]}</p>')
        cautions(scenario.warnings, ELSEWHERE, language)
        html(_section(*BARRIER_WORDS[zh]))
        cautions(scenario.warnings, AT_BARRIERS, language)
        for barrier in BARRIERS:
            key = f"barriers.{barrier.name}"
            entry(
                "range",
                key,
                label(barrier.name, language),
                round(scenario.barriers[barrier.name], 4),
                partial(tab.move, key),
                tip=of_barrier(barrier),
                min=0,
                max=1,
                step=0.01,
                moved=key in plan.all_values(),
                version=version,
            )
        html(_section(*LEVER_WORDS[zh]))
        for lever in LEVERS:
            lever_card(tab, lever, scenario, plan, version)


def _beginning(tab: Tab, plan: Setup, scenario: Scenario, zh: int) -> None:
    """Choose what a run begins with: the scenario and the seed."""
    names = [[name, library.title(name)] for name in library.names()]
    said = ("Scenario", "情景")[zh]
    entry("select", "scenario", said, plan.name, tab.choose, options=names, tip=SCENARIO, version=tab.version.value)
    html(f'<p class="lab-note">{escape(scenario.title)}</p>')
    said = ("Seed", "随机种子")[zh]
    entry("number", "seed", said, tab.seed.value, partial(_reseed, tab), min=0, step=1, tip=SEED)


def _section(title: str, note: str) -> str:
    return f'<h2>{title}</h2><p class="lab-note">{note}</p>'


def _now(tab: Tab, lane: int) -> Scenario:
    plan: Setup = tab.plans.peek()[lane]
    try:
        return plan.now()
    except ScenarioError:  # the file that was opened has been changed since and is wrong now
        return tab.session.lanes[lane].model.in_force


def _reseed(tab: Tab, seed: Any) -> None:
    number = int(seed)
    if 0 <= number < 2**53:
        tab.reset(number)
    else:
        tab.refused.set(
            (f"seed = {number} is not allowed; it must be a whole number from 0 to {2**53 - 1} on this page",)
        )


@solara.component
def _arms(tab: Tab, zh: bool) -> Any:
    """Choose which arm is set; open or close the second."""
    two = len(tab.plans.value) == 2
    with box("lab-arms" if two else "lab-none"):
        for place, name in enumerate(ARMS if two else ""):
            text = f"方案 {name}" if zh else f"Setting {name}"
            on = ["on", f"arm-{name}"] if tab.chosen == place else [f"arm-{name}"]
            button(text, partial(tab.lane.set, place), "Set and look at this arm.", classes=on)
    if two:
        button("取消对比" if zh else "Close setting B", lambda: tab.compare(False), classes=["wide", "drop"])
    else:
        tip = "Opens a second setting that starts as a copy of this one and runs in step with it, on the same seed."
        button(
            "对比另一方案" if zh else "Compare with a setting B",
            lambda: tab.compare(True),
            tip,
            classes=["wide", "add"],
        )
