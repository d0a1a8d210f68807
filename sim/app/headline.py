"""The figures a decision maker asks for first; with two arms, both and the difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from sim.app.frame import Frame
from sim.app.likeness import gap
from sim.app.look import Lens, paint
from sim.app.words import DIRECTION_NAMES, OUTCOME_BY_NAME, Language, label, number, signed

WAYS = tuple(f"transfers_{name}" for name in DIRECTION_NAMES)
SHOWN = (
    "transfers_delivered",
    *WAYS,
    "transfers_cross_jurisdiction",
    "mean_office_wait_quarters",
    "leaks",
    "programme_cost_million_yuan",
)
SHORT = {
    "transfers_delivered": ("Transfers delivered", "技术转移总数"),
    "transfers_cross_jurisdiction": ("Across the border", "跨辖区转移"),
    "mean_office_wait_quarters": ("Office wait, quarters", "审批等待（季度）"),
    "leaks": ("Leaks", "泄密"),
    "programme_cost_million_yuan": ("Cost of levers, m yuan", "政策成本（百万元）"),
    "value_delivered_million_yuan": ("Value, million yuan", "交付价值（百万元）"),
    **{f"transfers_{name}": (label(name), label(name, "zh")) for name in DIRECTION_NAMES},
}
WAY_NAMES = ("blue", "orange", "green", "purple")


def figures(frames: Sequence[Frame], lens: Lens, alike: bool = True) -> str:
    """Write the headline outcomes of one or two arms, and their differences if these are wanted."""
    shown = "".join(_figure(name, frames, lens.language, alike) for name in SHOWN)
    return f'<div class="lab-figures">{shown}</div>'


def _figure(name: str, frames: Sequence[Frame], language: Language, alike: bool) -> str:
    outcome = OUTCOME_BY_NAME[name]
    short = SHORT[name][1 if language == "zh" else 0]
    swatch = f'<i style="background:{paint(WAY_NAMES[WAYS.index(name)])}"></i>' if name in WAYS else ""
    values = [frame.outcomes[name] if frame.quarter > frame.policy_quarter else math.nan for frame in frames]
    tip = f"{outcome.words} Unit: {outcome.unit}. {BETTER[outcome.better]} Counted since the policy start."
    head = f'<span class="name">{swatch}{escape(short)}</span>'
    if len(values) == 1:
        body = f"<b>{number(values[0])}</b>"
    else:
        arms = (
            f'<span class="pair">{arm} <b>{number(value)}</b></span>' for arm, value in zip("AB", values, strict=False)
        )
        body = "".join(arms)
        body += difference(gap(name, frames)) if alike else ""
    return f'<div class="lab-figure" tabindex="0" data-name="{name}" data-tip="{escape(tip)}">{head}{body}</div>'


BETTER = {"higher": "More is better.", "lower": "Less is better.", "neither": "Neither way is better as such."}


def difference(value: float) -> str:
    """Write a difference with its sign and an arrow, without a verdict: one run does not say what is luck."""
    if not math.isfinite(value) or value == 0:
        return f'<em class="same">{"0" if value == 0 else "–"}</em>'
    return f'<em class="same">{"▲" if value > 0 else "▼"} {signed(value)}</em>'
