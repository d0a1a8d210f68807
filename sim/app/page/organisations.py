"""Organisations: a register to search, and one organisation's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara
from sim.app.page.broken import said_if_broken
from sim.app.page.parts import box, button, entry, heading, html
from sim.app.page.portrait import told
from sim.app.page.tables import empty, rows_of, scrolled, table

from sim.agents import KINDS
from sim.app.page.tab import Tab
from sim.app.people import SORTS, STATES, Question, portrait, register, search
from sim.app.words import Language, city_label, label, number
from sim.region import Region

PAGE = 25


@solara.component
@said_if_broken
def organisations(tab: Tab) -> Any:
    """Show the register, or the organisation that was chosen."""
    tab.view.value  # noqa: B018  # drawn again with every view
    language, row = tab.lens.value.language, tab.organisation.value
    question, ask = solara.use_state(Question())
    zh = language == "zh"
    if row >= 0:
        _one(tab, row, language)
        return
    with tab.session.reading(tab.chosen) as model:
        found = search(register(model), question)
        region = model.region
    pages = max(1, -(-len(found) // PAGE))
    page = min(question.page, pages - 1)
    with box("lab-stack"):
        _choices(question, ask, region, language)
        with box("lab-card"):
            html(heading("单位" if zh else "Organisations", f"{number(len(found))}"))
            html(_listed(found.iloc[page * PAGE : (page + 1) * PAGE], region, language), tab.pick)
            with box("lab-row"):
                button(
                    "‹",
                    lambda: ask(replace(question, page=page - 1)),
                    "previous page",
                    disabled=page == 0,
                    classes=["previous"],
                )
                html(f"<span class='lab-note'>{page + 1} / {pages}</span>")
                button(
                    "›",
                    lambda: ask(replace(question, page=page + 1)),
                    "next page",
                    disabled=page >= pages - 1,
                    classes=["next"],
                )


def _choices(question: Question, ask: Any, region: Region, language: Language) -> None:
    zh = language == "zh"
    everything = ["all", "全部" if zh else "All"]
    choices = {
        "kind": ("类型" if zh else "Kind", [[kind.name, label(kind.name, language)] for kind in KINDS]),
        "city": ("城市" if zh else "City", [[city.key, city_label(city, language)] for city in region.cities]),
        "field": ("领域" if zh else "Field", [[name, label(name, language)] for name in region.fields.names]),
        "state": ("状态" if zh else "State", [[name, label(name, language)] for name in STATES[1:]]),
    }

    def change(name: str) -> Any:
        return lambda value: ask(replace(question, **{name: value, "page": 0}))

    with box("lab-line lab-row"):
        entry(
            "search",
            "text",
            "搜索" if zh else "Search",
            question.text,
            change("text"),
            unit="number, city, field, kind",
        )
        for name, (said, options) in choices.items():
            entry("select", name, said, getattr(question, name), change(name), options=[everything, *options])
        sorts = [[name, HEADS[name][int(zh)].capitalize()] for name in SORTS]
        entry("select", "sort", "排序" if zh else "Sort by", question.sort, change("sort"), options=sorts)


HEADS = {
    "number": ("number", "编号"),
    "kind": ("kind", "类型"),
    "city": ("city", "城市"),
    "field": ("field", "领域"),
    "state": ("state", "状态"),
    "licence_class": ("licence class", "许可类别"),
    "open_deals": ("open deals", "在途"),
    "deliveries": ("deliveries", "交付"),
    "revenue": ("revenue, m yuan", "营收（百万元）"),
    "perceived_success": ("success seen", "成功感知"),
    "trust": ("trust", "信任"),
}


def _listed(found: Any, region: Region, language: Language) -> str:
    if found.empty:
        return empty("没有符合的单位" if language == "zh" else "No organisation fits. Widen the search.")
    cities = {city.key: city_label(city, language) for city in region.cities}
    rows, picks = [], []
    for one in rows_of(found):
        state = "lead" if one.anchor else "active" if one.active else "dormant"
        figures = [number(float(getattr(one, name)), 2) for name in ("perceived_success", "trust")]
        who = (
            str(one.number),
            label(one.kind, language).partition(" or ")[0],
            cities[one.city],
            label(one.field, language),
            label(state, language),
        )
        counts = (str(one.licence_class), str(one.open_deals), str(one.deliveries), number(float(one.revenue)))
        rows.append((*who, *counts, *figures))
        picks.append(f"organisation:{one.number}")
    heads = [pair[int(language == "zh")] for pair in HEADS.values()]
    return scrolled(table(heads, rows, picks, right=[0, 5, 6, 7, 8, 9, 10]))


def _one(tab: Tab, row: int, language: Language) -> None:
    zh = language == "zh"
    with box("lab-row"):
        button(
            "返回列表" if zh else "Back to the list",
            lambda: tab.organisation.set(-1),
            icon="mdi-arrow-left",
            classes=["back"],
        )
    with tab.session.reading(tab.chosen) as model:
        try:
            one = portrait(model, row)
        except KeyError:
            html(empty("该单位已退出" if zh else "This organisation has closed, or is not in this run."))
            return
        cities = {city.key: city_label(city, language) for city in model.region.cities}
    html(told(one, cities, language), tab.pick)
