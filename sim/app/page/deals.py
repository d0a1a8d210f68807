"""Deals and why: choose a stage, a cause or a direction; a click tells what a deal met, and why."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import solara
from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, entry, heading, html
from sim.app.page.tables import empty, facts, rows_of, scrolled, table
from sim.app.page.ways import choose_way

from sim.app.deals import LISTED, Listing, Story, listing, story
from sim.app.page.tab import Tab
from sim.app.tallies import STAGES
from sim.app.words import Language, label, number
from sim.engine.record import CAUSE_NAMES
from sim.tables import Cause


@solara.component
@said_if_broken
def deals(tab: Tab) -> Any:
    """Show the deals that fit, and the one chosen."""
    view, lens, focus, lane = tab.view.value, tab.lens.value, tab.focus.value, tab.chosen
    zh = lens.language == "zh"
    with tab.session.reading(lane) as model:
        found = listing(model, focus.stage, focus.cause, lens.direction, "dead" if focus.cause else "")
        chosen = story(model, focus.deal, lens.language) if 0 <= focus.deal < len(model.record().deals) else None
        run = model.inputs.run
    with box("lab-stack"):
        _choices(tab, zh)
        if view.frames[lane].quarter == 0:
            html(empty("尚无项目：请先运行" if zh else "No deal has been opened yet: press Step or Play."))
            return
        with box("lab-grid two"):
            with box("lab-card"):
                note = number(found.count)
                if found.count > LISTED:
                    note += f"，显示最近 {LISTED}" if zh else f", the latest {LISTED} shown"
                if not focus.cause and run.policy_quarter:
                    note += "（含政策期之前）" if zh else ", the years before policy included"
                html(heading("项目" if zh else "Deals", note))
                html(_listed(found, lens.language, run), tab.pick)
            with box("lab-card"):
                html(
                    told(chosen, lens.language)
                    if chosen is not None
                    else empty("点击左侧项目" if zh else "Click a deal to see what it met on its way, and why."),
                    tab.pick,
                )


def _choices(tab: Tab, zh: bool) -> None:
    language: Language = "zh" if zh else "en"
    focus = tab.focus.value
    everything = "全部" if zh else "All"
    stages = [["", everything], *([stage.name.lower(), label(stage.name.lower(), language)] for stage in STAGES)]
    causes = [
        ["", everything],
        *([name, label(name, language)] for name in CAUSE_NAMES if name != Cause.NONE.name.lower()),
    ]
    with box("lab-line lab-row"):
        entry(
            "select",
            "stage",
            "阶段" if zh else "Stage",
            focus.stage,
            lambda value: tab.focus.set(replace(focus, stage=value, deal=-1)),
            options=stages,
        )
        entry(
            "select",
            "cause",
            "终止原因" if zh else "Died of",
            focus.cause,
            lambda value: tab.focus.set(replace(focus, cause=value, deal=-1)),
            options=causes,
        )
        choose_way(tab, everything)


def _listed(found: Listing, language: Language, run: Any) -> str:
    if found.count == 0:
        return empty("没有符合的项目" if language == "zh" else "No deal fits.")
    zh = language == "zh"
    heads = (
        ("编号", "方向", "领域", "阶段", "结果", "结束")
        if zh
        else ("no.", "direction", "field", "stage", "end", "when")
    )
    rows, picks = [], []
    for one in rows_of(found.rows):
        status = str(one.status)
        fate = label(str(one.cause), language) if status == "dead" else label(status, language)
        when = run.calendar.name(int(one.quarter)).replace(" ", "\u00a0")
        names = [label(str(name), language) for name in (one.direction, one.field, one.stage)]
        rows.append((str(one.deal), *names, fate, when))
        picks.append(f"deal:{one.deal}")
    return scrolled(table(heads, rows, picks, right=[0]))


def told(chosen: Story, language: Language) -> str:
    """Write the story of a deal: what it is, when it got where, and what each barrier costs it now."""
    row, zh = chosen.row, language == "zh"
    status = str(row["status"])
    way, field = (label(str(row[name]), language) for name in ("direction", "field"))
    title = f"{'项目' if zh else 'Deal'} {row['deal']}: {way}, {field}"
    fate = (
        f"{label('dead', language)}: {label(str(row['cause']), language)}"
        if status == "dead"
        else label(status, language)
    )
    parties = [f"{party_said(row, party, language)}" for party in ("source", "recipient")]
    facts_said = [
        ("结果" if zh else "End", f"{fate} ({label(str(row['stage']), language)})"),
        *worth_said(row, language),
        ("是否涉密" if zh else "Classified", ("是" if zh else "yes") if row["classified"] else ("否" if zh else "no")),
    ]
    steps = " → ".join(f"<b>{escape(when)}</b> {escape(said)}" for when, said in chosen.steps)
    links = "".join(
        _party_link(row, party, said, language) for party, said in zip(("source", "recipient"), parties, strict=True)
    )
    return f"{heading(title)}{facts(facts_said)}<p>{steps}</p><p>{links}</p>{_why(chosen, language)}"


def worth_said(row: Any, language: Language) -> list[tuple[str, str]]:
    """Say what a deal is worth; without a partner, what the best offer was that was refused, and what it lacked."""
    zh = language == "zh"
    unit = "百万元" if zh else "million yuan"
    if int(row["recipient"]) >= 0:
        said = f"{number(float(row['value']))} / {number(float(row['cost']))} {unit}"
        return [("价值与成本" if zh else "Value and cost", said)]
    if int(row["refused_by"]) < 0:
        return [("最佳报价" if zh else "Best offer", "尚未向任何伙伴提出" if zh else "nobody was asked")]
    score = float(row["refused_score"])
    if score > 0.0:
        lacked = (
            "值得，但被当作外来者拒绝" if zh else "it would have paid, but the partner was turned away as an outsider"
        )
    else:
        short = f"{number(-score)} {unit}"
        lacked = f"预期净值低于门槛 {short}" if zh else f"its perceived gain was {short} short of its hurdle"
    worth = f"{number(float(row['refused_value']))} / {number(float(row['refused_cost']))} {unit}"
    return [
        ("最佳报价被拒" if zh else "Best offer, refused by", party_said(row, "refused_by", language)),
        ("其价值与成本" if zh else "Its value and cost", f"{worth}; {lacked}"),
    ]


def party_said(row: Any, party: str, language: Language) -> str:
    """Say who a party of a deal is."""
    if int(row[party]) < 0:
        return "尚无" if language == "zh" else "nobody yet"
    return f"{label(str(row[f'{party}_kind']), language)} {row[party]}, {str(row[f'{party}_city']).capitalize()}"


def _party_link(row: Any, party: str, said: str, language: Language) -> str:
    names = {"source": ("From", "来源"), "recipient": ("To", "接收")}
    name = names[party][int(language == "zh")]
    if int(row[party]) < 0:
        return f"{name}: {escape(said)}<br>"
    return f'{name}: <a data-pick="organisation:{int(row[party])}" tabindex="0" role="button">{escape(said)}</a><br>'


def _why(chosen: Story, language: Language) -> str:
    zh = language == "zh"
    title = heading("各壁垒目前对它的影响" if zh else "What each barrier costs it now", tip=WHY)
    if chosen.why.empty:
        return title + empty("没有壁垒影响这个项目" if zh else "No barrier changes anything for this deal.")
    heads = (
        ("壁垒", "阶段", "含义", "目前", "若无壁垒")
        if zh
        else ("barrier", "stage", "what it does", "now", "without it")
    )
    cause = str(chosen.row["cause"])
    met = chosen.why
    if str(chosen.row["status"]) == "dead":
        order = [stage.name.lower() for stage in STAGES]
        reached = met["stage"].map(order.index) <= order.index(str(chosen.row["stage"]))
        met = met[reached | (met["barrier"] == cause)]  # what lies ahead is weighed when partners match
    rows = []
    for one in rows_of(met):
        name = escape(label(str(one.barrier), language))
        marked = f'<b class="bad">{name}</b>' if one.barrier == cause else name
        does = f"{escape(str(one.why))}<br><small>{escape(str(one.point))}</small>"
        rows.append((marked, label(str(one.stage), language), does, number(float(one.now)), number(float(one.without))))
    if not rows:
        return title + empty("此前没有遇到壁垒" if zh else "It met no barrier on the way it came.")
    return title + table(heads, rows, right=[3, 4], raw=[0, 2])


WHY = (
    "For every barrier and every point in the deal's life where it acts on this deal: what it reads now, and what it "
    "would read without the barrier. The barrier that the deal died of is marked."
)
