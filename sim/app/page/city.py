"""One city: its organisations, what it delivers and to whom, and its stance towards the others."""

from __future__ import annotations

from html import escape

import numpy as np

from sim.agents import KINDS
from sim.app.frame import Frame
from sim.app.look import Lens, way_paint
from sim.app.words import DIRECTION_NAMES, city_label, label, number

MOST = 5


def city_facts(frame: Frame, lens: Lens) -> str:
    """Write what is known of the city clicked."""
    place, language = lens.city, lens.language
    city = frame.region.cities[place]
    zh = language == "zh"
    kinds = ", ".join(f"{label(kind.name, language)} {number(float(frame.cities[kind.name][place]))}" for kind in KINDS)
    active, licensed = (number(float(frame.cities[name][place])) for name in ("active_firms", "licensed_firms"))
    names = (
        ("单位", "民企", "保护立场", "主要往来")
        if zh
        else ("Organisations", "Private firms", "Stance", "Main partners")
    )
    firms = f"{active} 活跃，{licensed} 持证" if zh else f"{active} active in the military market, {licensed} licensed"
    rows = [
        (names[0], escape(kinds)),
        (names[1], firms),
        (names[2], _stance(frame, lens)),
        (names[3], _partners(frame, lens)),
    ]
    facts = "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in rows)
    where = escape(f"{city_label(city, language)} · {label(city.jurisdiction, language)}")
    body = f'<dl class="lab-facts">{facts}</dl>{_flows(frame, lens)}'
    return f'<div class="lab-city" role="region"><h3>{where}</h3>{body}</div>'


def _stance(frame: Frame, lens: Lens) -> str:
    """Say how strongly the city protects itself against its own and the other jurisdiction."""
    mine = np.array([city.jurisdiction == frame.region.cities[lens.city].jurisdiction for city in frame.region.cities])
    row = frame.stance[lens.city]
    outside = f"{row[~mine].mean():.2f}" if (~mine).any() else "–"
    inside = mine.copy()
    inside[lens.city] = False
    within = f"{row[inside].mean():.2f}" if inside.any() else "–"
    if lens.language == "zh":
        return f"对外辖区 {outside}，对本辖区 {within}（0 开放，1 封闭）"
    return f"{outside} towards the other jurisdiction, {within} towards its own (0 open, 1 closed)"


def _partners(frame: Frame, lens: Lens) -> str:
    counts = frame.tallies.delivered_between if lens.links == "delivered" else frame.tallies.open_between
    total = counts[lens.ways].sum(axis=0)
    both = total[lens.city] + total[:, lens.city]
    both[lens.city] = total[lens.city, lens.city]
    order = [row for row in np.argsort(-both, kind="stable").tolist() if both[row] > 0][:MOST]
    here = "（本市）" if lens.language == "zh" else " (itself)"
    names = [city_label(frame.region.cities[row], lens.language) + (here if row == lens.city else "") for row in order]
    said = [f"{name} {number(int(both[row]))}" for name, row in zip(names, order, strict=True)]
    return escape(", ".join(said)) or "–"


def _flows(frame: Frame, lens: Lens) -> str:
    counts = frame.tallies.delivered_between if lens.links == "delivered" else frame.tallies.open_between
    heads = ("方向", "输出", "输入", "市内") if lens.language == "zh" else ("direction", "out", "in", "within")
    rows = []
    for way, name in enumerate(DIRECTION_NAMES):
        inside = int(counts[way, lens.city, lens.city])
        out, into = int(counts[way, lens.city].sum()) - inside, int(counts[way, :, lens.city].sum()) - inside
        swatch = f'<i class="lab-swatch" style="background:{way_paint(way)}"></i>'
        cells = "".join(f'<td class="right">{number(value)}</td>' for value in (out, into, inside))
        rows.append(f"<tr><td>{swatch}{escape(label(name, lens.language))}</td>{cells}</tr>")
    head = f"<th>{heads[0]}</th>" + "".join(f'<th class="right">{one}</th>' for one in heads[1:])
    return f'<table class="lab-table"><tr>{head}</tr>{"".join(rows)}</table>'
