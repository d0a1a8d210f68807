"""A against B: two settings on the same seed, in step, with what differs; then many seeds, to see how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import Any

import solara
from sim.app.page.broken import said_if_broken
from sim.app.page.compare_words import OUTCOMES
from sim.app.page.overview import BY_NAME
from sim.app.page.parts import box, button, chart_of, drawn, heading, html
from sim.app.page.replicate import replicate
from sim.app.page.tables import empty, rows_of, scrolled, table

from sim.analysis.same_deals import SameDeals
from sim.app.contrast import contrast
from sim.app.headline import difference, figures
from sim.app.likeness import gap
from sim.app.page.tab import Tab
from sim.app.versus import draw as draw_versus
from sim.app.words import OUTCOME_BY_NAME, Language, label, number

UNTOLD = ("title", "why", "kind")
MOST_TOLD = 8


@solara.component
@said_if_broken
def compare(tab: Tab) -> Any:
    """Show both arms, their difference, the deals that differ, and the study over many seeds."""
    view, lens = tab.view.value, tab.lens.value
    zh = lens.language == "zh"
    fates, choose = solara.use_state(None)
    if len(view.frames) < 2:
        with box("lab-card"):
            html(INVITATION_ZH if zh else INVITATION)
            button(
                "对比另一方案" if zh else "Compare with a setting B", lambda: tab.compare(True), classes=["main", "add"]
            )
        return
    if not tab.alike:
        _refuse(tab, zh)
        return
    joined = None
    if not view.playing and view.frames[0].quarter:
        with tab.session.lock:
            joined = contrast(tab.session.lanes[0].model, tab.session.lanes[1].model, fates)
    with box("lab-stack"):
        html(figures(view.frames, lens))
        html(_settings(tab, zh) + _apart(tab, zh), kind="lab-card")
        with box("lab-grid two"):
            for place, frame in enumerate(view.frames):
                with box("lab-card"):
                    html(heading(f"{'方案' if zh else 'Setting'} {'AB'[place]}", frame.title))
                    drawn(BY_NAME["map"], frame, lens, tab.pick)
        with box("lab-grid two"):
            with box("lab-card"):
                html(
                    heading(
                        "交付累计：A 与 B" if zh else "Transfers delivered so far: A and B",
                        tip="Counted since the policy start; the bars are B minus A.",
                    )
                )
                chart_of(
                    draw_versus(view.frames[0], view.frames[1], lens),
                    "Cumulative deliveries of both settings, and their difference",
                    "400px",
                )
            with box("lab-card"):
                html(heading("结果与差异" if zh else "Outcomes and their difference", "B − A", tip=ONE_SEED))
                html(_differences(view.frames, lens.language))
        replicate(tab)
        with box("lab-card"):
            html(heading("结局不同的项目" if zh else "Deals that came to another end", tip=SAME))
            if joined is None:
                html(empty("暂停后显示" if zh else "Shown when the run is paused."))
            else:
                _turns(tab, joined, fates, choose, lens.language)


INVITATION = (
    '<div class="lab-empty"><p><b>Two settings, the same luck.</b></p><p>A second setting, B, starts as a copy of A. '
    "Change what you want to try in B. Both run in step on the same seed, so what differs is the policy.</p></div>"
)
INVITATION_ZH = (
    '<div class="lab-empty"><p><b>两种方案，同样的随机性。</b></p>'
    "<p>方案 B 从方案 A 复制而来，两者使用同一随机种子同步运行。</p></div>"
)
SAME = (
    "Both runs open the same deals as long as they stay alike: a deal is the same if the same organisation opened it "
    "in the same quarter. Click a row to list its deals."
)


ONE_SEED = (
    "Both on the one seed at the left: a difference may be luck. "
    "Replicate both, below, before you call it better or worse."
)


def _refuse(tab: Tab, zh: bool) -> None:
    """Say why two settings are not compared, and offer to do it all the same."""
    first, second = UNLIKE_ZH if zh else UNLIKE
    with box("lab-stack"), box("lab-card"):
        html(f'<div class="lab-alert" role="alert"><b>{first}</b>\n{escape(second.format(tab.apart.value))}</div>')
        button(
            "仍然比较" if zh else "Compare them all the same",
            lambda: tab.asked.set(tab.apart.peek()),
            classes=["unlike"],
        )


UNLIKE = (
    "A and B are not like with like.",
    "They differ in {}. What differs between them is then not the policy alone. Begin both with the same scenario, at "
    "the left, and move in B what you want to try.",
)
UNLIKE_ZH = (
    "方案 A 与 B 的设定不可直接比较。",
    "两者在以下设定上不同：{}。差异因此不只来自政策。请在左侧为两者选择同一情景，再在 B 中调整要尝试的内容。",
)


def _apart(tab: Tab, zh: bool) -> str:
    """Say again, where unlike settings are compared, that they are."""
    if not tab.apart.value:
        return ""
    said = (
        f"两者在 {tab.apart.value} 上不同：差异不只来自政策；计数区间不同的总量不相减。"
        if zh
        else f"A and B differ in {tab.apart.value}: what differs between them is not the policy alone. Totals that are "
        "counted over other spans are not subtracted."
    )
    return f'<p class="lab-caution" role="status">{escape(said)}</p>'


def _settings(tab: Tab, zh: bool) -> str:
    """Write in which settings B differs from A."""
    first, second = (plan.now() for plan in tab.plans.value[:2])
    ours, theirs = dict(dotted(first.to_dict())), dict(dotted(second.to_dict()))
    keys = [key for key in {**ours, **theirs} if key not in UNTOLD and ours.get(key) != theirs.get(key)]
    if not keys:
        said = "两种方案相同" if zh else "The two settings are still the same: choose B at the left and move something."
        return f'<p class="lab-note">{said}</p>'
    listed = "; ".join(
        f"<b>{escape(key)}</b> {escape(str(ours.get(key, '–')))} → {escape(str(theirs.get(key, '–')))}"
        for key in keys[:MOST_TOLD]
    )
    more = f"; +{len(keys) - MOST_TOLD}" if len(keys) > MOST_TOLD else ""
    free = ""
    if any(key.startswith(("barriers.", "parameters.")) for key in keys):
        free = (
            " 直接改变壁垒没有成本，只是思想实验。"
            if zh
            else " A barrier that is moved by hand costs nothing: it asks what if, and is no policy."
        )
    later = ""
    if any(plan.later for plan in tab.plans.value):
        later = (
            " 本次运行结束后的改动尚未计入下列结果：请先重置，再运行。"
            if zh
            else " What was moved since the run was over is not in what is shown: press Reset, then run it."
        )
    return f'<p class="lab-note">{"A → B：" if zh else "From A to B: "}{listed}{more}.{free}{later}</p>'


def dotted(data: Any, before: str = "") -> Iterator[tuple[str, object]]:
    """Yield the values of a scenario by dotted key."""
    for name, value in data.items():
        if isinstance(value, dict):
            yield from dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _differences(frames: Any, language: Language) -> str:
    heads = ("结果", "A", "B", "差异") if language == "zh" else ("outcome", "A", "B", "B − A")
    rows = []
    for name in OUTCOMES:
        outcome = OUTCOME_BY_NAME[name]
        a, b = (frame.outcomes[name] if frame.quarter > frame.policy_quarter else math.nan for frame in frames)
        said = f"{escape(outcome.label)} <small>{escape(outcome.unit)}</small>"
        rows.append((said, number(a), number(b), difference(gap(name, frames))))
    return table(heads, rows, right=[1, 2, 3], raw=[0, 3])


def _turns(tab: Tab, joined: SameDeals, fates: Any, choose: Any, language: Language) -> None:
    zh = language == "zh"
    differ = joined.both - joined.same
    both, other, only = (
        ("个共同项目", "个结局不同", "仅在")
        if zh
        else (
            "deals were opened in both",
            "of them came to another end",
            "only in",
        )
    )
    html(
        f'<p class="lab-note">{number(joined.both)} {both}; <b>{number(differ)}</b> {other}; '
        f"{number(joined.only_a)} {only} A, {number(joined.only_b)} {only} B.</p>"
    )
    if not differ:
        html(empty("没有差异" if zh else "No deal differs so far."))
        return
    turns = joined.turns.head(12)
    heads = ("A 中", "B 中", "项目数") if zh else ("in A", "in B", "deals")
    rows = [
        (label(str(one.fate_a), language), label(str(one.fate_b), language), number(int(one.deals)))
        for one in rows_of(turns)
    ]
    picks = [f"{one.fate_a}>{one.fate_b}" for one in rows_of(turns)]
    heads_deals = (
        ("A 编号", "B 编号", "方向", "A 中", "B 中") if zh else ("no. in A", "no. in B", "direction", "in A", "in B")
    )
    listed = [
        (
            str(int(one.deal_a)),
            str(int(one.deal_b)),
            label(str(one.direction_a), language),
            label(str(one.fate_a), language),
            label(str(one.fate_b), language),
        )
        for one in rows_of(joined.rows)
    ]

    def open_deal(chosen: str) -> None:
        tab.lane.set(0)
        tab.pick(chosen)

    with box("lab-grid two"):
        html(scrolled(table(heads, rows, picks, right=[2])), lambda chosen: choose(tuple(chosen.split(">"))))
        deals = [f"deal:{int(one.deal_a)}" for one in rows_of(joined.rows)]
        html(scrolled(table(heads_deals, listed, deals, right=[0, 1])), open_deal)
