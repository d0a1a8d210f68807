"""The page of one organisation, written out: state, partners, past deals, and what it would accept and why not."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sim.app.page.parts import heading
from sim.app.page.tables import empty, facts, rows_of, scrolled, table
from sim.app.people import Portrait
from sim.app.words import Language, label, number

RUNGS = ("", "parts", "key_subsystems", "complete_machines")
PAST = 60


def told(one: Portrait, cities: Mapping[str, str], language: Language) -> str:
    """Write an organisation's page."""
    zh = language == "zh"
    kind, city = label(str(one.facts["kind"]), language), cities[str(one.facts["city"])]
    title = heading(f"{kind} {one.row}, {city}", label(str(one.facts["field"]), language))
    state = f'<div class="lab-card">{title}{facts(_state(one, language))}{_partners(one, language)}</div>'
    past = "历史项目" if zh else "Its deals so far"
    return (
        f'<div class="lab-grid two">{state}<div class="lab-stack">'
        f'<div class="lab-card">{heading(OFFERS[int(zh)], tip=ASKED)}{_offers(one, language)}</div>'
        f'<div class="lab-card">{heading(past, number(len(one.deals)))}{_deals(one, language)}</div>'
        "</div></div>"
    )


OFFERS = ("What it would accept now, and why not", "它现在会接受什么，为什么")
ASKED = (
    "The latest open deals that look for a partner of its kind, those of its own field first. The answer is by the "
    "rule that the match itself uses; chance may still turn it away."
)


def _state(one: Portrait, language: Language) -> list[tuple[str, str]]:
    known, zh = one.facts, language == "zh"
    yes = ("是", "否") if zh else ("yes", "no")
    licence = f"{known['licence_class']}" if known["licence_class"] else ("无" if zh else "none")
    if known["licence_until"] is not None:
        licence += f" ({'至' if zh else 'until'} {known['licence_until']})"
    rows = [
        ("参与对方市场" if zh else "Takes part in the other side's market", yes[0 if known["active"] else 1]),
        ("许可类别" if zh else "Licence class", licence),
        ("链主企业" if zh else "Lead enterprise", yes[0 if known["anchor"] else 1]),
        ("目标层级" if zh else "Rung aimed at", label(RUNGS[int(str(known["rung"]))], language)),
    ]
    names = {
        "revenue": ("Revenue, million yuan a year", "年营收（百万元）"),
        "cash": ("Money for transfer, million yuan", "可用于转移的资金（百万元）"),
        "perceived_success": ("Success it sees, 0 to 1", "成功感知（0–1）"),
        "trust": ("Trust in partners, 0 to 1", "对伙伴的信任（0–1）"),
        "open_shelf": ("Open technologies on its shelf", "可转移技术（非密）"),
        "classified_shelf": ("Classified technologies", "可转移技术（涉密）"),
        "open_deals": ("Deals under way", "在途项目"),
        "deliveries": ("Deals delivered", "已交付项目"),
    }
    rows += [(pair[int(zh)], number(float(str(known[name])))) for name, pair in names.items()]
    if one.entry_chance == one.entry_chance:
        rows.append(("下季度进入概率" if zh else "Chance to enter next quarter", f"{100 * one.entry_chance:.1f} %"))
    best = sorted(one.expertise.items(), key=lambda pair: -pair[1])[:3]
    rows.append(
        (
            "专长" if zh else "Expertise, 0 to 1",
            ", ".join(f"{label(name, language)} {level:.2f}" for name, level in best),
        )
    )
    return rows


def _partners(one: Portrait, language: Language) -> str:
    zh = language == "zh"
    if not one.partners:
        return f'<p class="lab-note">{"尚无伙伴" if zh else "No partner so far."}</p>'
    links = " ".join(
        f'<a data-pick="organisation:{row}" tabindex="0" role="button">{row}</a>' for row in dict.fromkeys(one.partners)
    )
    return f"<p>{'最近的伙伴' if zh else 'Last partners'}: {links}</p>"


def _offers(one: Portrait, language: Language) -> str:
    zh = language == "zh"
    if not one.offers:
        return empty("目前没有寻找此类伙伴的项目" if zh else "No open deal looks for a partner of its kind now.")
    heads = ("项目", "方向", "领域", "回答") if zh else ("deal", "direction", "field", "answer")
    rows = []
    for offer in one.offers:
        said = ("yes", "good") if offer.accepted else ("no", "bad")
        answer = f'<b class="{said[1]}">{said[0]}</b>: {escape(offer.why)}'
        rows.append((str(offer.deal), label(offer.direction, language), label(offer.field, language), answer))
    return table(heads, rows, [f"deal:{offer.deal}" for offer in one.offers], right=[0], raw=[3])


def _deals(one: Portrait, language: Language) -> str:
    zh = language == "zh"
    if one.deals.empty:
        return empty("尚无项目" if zh else "It was never a party of a deal.")
    heads = ("项目", "方向", "角色", "阶段", "结果") if zh else ("deal", "direction", "part", "stage", "end")
    rows, picks = [], []
    for deal in rows_of(one.deals.head(PAST)):
        status = str(deal.status)
        fate = label(str(deal.cause), language) if status == "dead" else label(status, language)
        part = ("来源", "source") if deal.source == one.row else ("接收", "recipient")
        names = label(str(deal.direction), language), part[0 if zh else 1], label(str(deal.stage), language)
        rows.append((str(deal.deal), *names, fate))
        picks.append(f"deal:{deal.deal}")
    return scrolled(table(heads, rows, picks, right=[0]))
