"""The run loop's controls: play, pause, step, a year, the policy start, the end, back; how far and how fast."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara
from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, button, entry, html
from sim.app.session import View

from sim.app.page.tab import Tab

SPEEDS = ((1, "1 / s"), (2, "2 / s"), (4, "4 / s"), (8, "8 / s"), (20, "fastest"))


@solara.component
@said_if_broken
def transport(tab: Tab) -> Any:
    """Show the controls of the run."""
    playing, zh = tab.playing.value, tab.lens.value.language == "zh"
    view = tab.view.value
    over = view.over
    speed, set_speed = solara.use_state(4)

    def hasten(value: Any) -> None:
        tab.session.runner.speed = float(value)
        set_speed(int(value))

    with box("lab-transport", role="toolbar", **{"aria-label": "run"}):
        said = ("暂停" if zh else "Pause") if playing else ("播放" if zh else "Play")
        icon = "mdi-pause" if playing else "mdi-play"
        button(
            said, lambda: tab.do("play"), "Run on, or stop. Key: space", icon, classes=["main", "play"], disabled=over
        )
        for what, name, name_zh, tip in MOVES:
            stop = over or (what == "policy" and view.frames[0].quarter >= view.frames[0].policy_quarter)
            button(name_zh if zh else name, partial(tab.do, what), tip, classes=[what], disabled=stop)
        button(
            "重置" if zh else "Reset",
            tab.reset,
            "Begin again at the first quarter with what is set now. Key: r",
            "mdi-restart",
            classes=["reset"],
        )
        html(clock(view, zh), kind="lab-clock")
        with box("lab-line lab-row"):
            entry("select", "speed", "速度" if zh else "Quarters", speed, hasten, options=[list(one) for one in SPEEDS])


MOVES = (
    ("step", "Step", "单步", "Run one quarter. Key: right arrow"),
    ("year", "Year", "一年", "Run four quarters. Key: y"),
    (
        "policy",
        "To policy start",
        "至政策期",
        "Run to the policy year; what comes before it counts in no outcome. Key: p",
    ),
    ("end", "To the end", "至结束", "Run to the horizon. Key: e"),
)


def clock(view: View, zh: bool) -> str:
    """Write the quarter run last and how far the run is, with a bar whose hatched part is the past."""
    frame = min(view.frames, key=lambda one: one.quarters)
    when = frame.calendar.name(max(0, frame.quarter - 1))
    if frame.quarter == 0:
        phase = "尚未开始" if zh else "not begun"
    elif frame.done:
        phase = "已结束" if zh else "finished"
    elif frame.quarter < frame.policy_quarter:
        phase = "政策期之前，不计入结果" if zh else "before the policy year, not counted"
    else:
        phase = "政策期" if zh else "policy period"
    of = f"第 {frame.quarter} / {frame.quarters} 季度" if zh else f"quarter {frame.quarter} of {frame.quarters}"
    whole = max(1, frame.quarters)
    shares = 100 * frame.quarter / whole, 100 * frame.policy_quarter / whole
    bar = f'<i style="width:{shares[0]:.1f}%"></i><u style="width:{shares[1]:.1f}%"></u>'
    return f'<div role="status"><b>{when}</b> <small>{of} · {phase}</small></div><div class="lab-way">{bar}</div>'
