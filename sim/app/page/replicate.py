"""Nobody decides on one run: both settings on many seeds in the background, shown as differences with intervals."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from sim.app.look import drawing, paint, tag
from sim.app.page.broken import said_if_broken
from sim.app.page.compare_words import OUTCOMES
from sim.app.page.parts import box, button, entry, heading, html
from sim.app.page.tab import Tab
from sim.app.page.tables import table
from sim.app.words import OUTCOME_BY_NAME, Language, number, signed
from sim.experiment import Comparison
from sim.scenario import ScenarioError

SIZES = (4, 8, 16, 32, 64)
FEW = 8
OTHER_SPAN = "counted over another span"
NAMES = ("A", "B")


@solara.component
@said_if_broken
def replicate(tab: Tab) -> Any:
    """Start the study, show how far it is, and what it found."""
    tab.study_number.value  # noqa: B018  # drawn again whenever the study has changed
    language, study = tab.lens.value.language, tab.study
    zh = language == "zh"
    size, choose = solara.use_state(8)

    def start() -> None:
        try:
            arms = {name: plan.exported() for name, plan in zip(NAMES, tab.plans.peek(), strict=False)}
        except ScenarioError as error:
            tab.refused.set(tuple(str(problem) for problem in error.problems))
            return
        study.start(arms, size, unlike=bool(tab.apart.peek()))

    with box("lab-card"):
        html(heading("多随机种子重复" if zh else "How sure is the difference? Both settings on many seeds", tip=TIP))
        with box("lab-line lab-row"):
            entry(
                "select",
                "replications",
                "种子数" if zh else "Seeds",
                size,
                lambda value: choose(int(value)),
                options=[[one, str(one)] for one in SIZES],
                disabled=study.busy,
            )
            button("运行" if zh else "Replicate both", start, classes=["main", "replicate"], disabled=study.busy)
            if study.busy:
                button("停止" if zh else "Stop", study.cancel, classes=["stop"])
        html(_state(tab, language))


TIP = (
    "Runs both settings from the first quarter to the horizon on the seeds 0, 1, 2 and so on, in the background. Each "
    "seed gives one difference B minus A; the interval holds 95 % of what their mean may be."
)


def _state(tab: Tab, language: Language) -> str:
    study = tab.study
    if study.state == "waiting":
        return '<p class="lab-note" role="status">Waiting: another tab replicates at the moment.</p>'
    if study.state == "running":
        share = 100 * study.done / max(1, study.total)
        said = f"{study.done} of {study.total} runs" if study.done else "starting …"
        values = f'role="progressbar" aria-valuenow="{share:.0f}" aria-valuemin="0" aria-valuemax="100"'
        bar = f'<div class="lab-progress" {values}><i style="width:{share:.1f}%"></i></div>'
        return f'{bar}<p class="lab-note" role="status">{said}</p>'
    if study.state == "failed":
        return f'<div class="lab-alert" role="alert">{escape(study.said)}</div>'
    if study.state == "stopped":
        return '<p class="lab-note" role="status">Stopped.</p>'
    if study.result is not None:
        return intervals(study.result, language)
    return '<p class="lab-note">One run is one story. Replicate both before you conclude anything.</p>'


def intervals(result: Comparison, language: Language) -> str:
    """Write the paired differences with their intervals, and in words what they say."""
    rows = []
    found = result.table.set_index("outcome")
    for name in OUTCOMES:
        row, outcome = found.loc[name], OUTCOME_BY_NAME[name]
        one: Any = row.to_dict()
        low, high, middle = float(one["low"]), float(one["high"]), float(one["difference"])
        sure = "better" if outcome.better == "higher" else "worse" if outcome.better == "lower" else ""
        other = {"better": "worse", "worse": "better", "": ""}[sure]
        verdict = "no clear difference" if not (low > 0 or high < 0) else (sure if low > 0 else other) or "differs"
        kind = {"better": "good", "worse": "bad"}.get(verdict, "same")
        if not result.subtracted(name):
            verdict = OTHER_SPAN
        label = f"{escape(outcome.label)} <small>{escape(outcome.unit)}</small>"
        spread = f"{signed(low)} to {signed(high)}" if low == low else "–"
        rows.append(
            (
                label,
                number(float(one["baseline_mean"])),
                signed(middle),
                spread,
                whisker(low, middle, high),
                f'<em class="{kind}">{verdict}</em>',
            )
        )
    heads = (
        ("结果", "A 均值", "B − A", "95 % 区间", "", "结论")
        if language == "zh"
        else ("outcome", "mean of A", "B − A", "95 % interval", "", "B is")
    )
    seeds = int(result.runs["seed"].nunique())
    few = f" {seeds} seeds are few: intervals are wide, and small effects stay hidden." if seeds < FEW else ""
    note = (
        f'<p class="lab-note">{seeds} seeds in both settings; differences are paired seed by seed.{few} In the '
        "drawings the dashed line is zero; every row has a scale of its own.</p>"
    )
    return note + table(heads, rows, right=[1, 2, 3], raw=[0, 4, 5])


def whisker(low: float, middle: float, high: float) -> str:
    """Draw an interval against zero."""
    if not all(value == value for value in (low, middle, high)):
        return ""
    most = max(abs(low), abs(high), 1e-9)
    x = [80 + 70 * value / most for value in (low, middle, high)]
    colour = paint("soft") if low <= 0 <= high else paint("blue")
    zero = tag("line", x1=80, x2=80, y1=1, y2=15, stroke=paint("soft"), stroke_dasharray="2 2")
    bar = tag("line", x1=x[0], x2=x[2], y1=8, y2=8, stroke=colour, stroke_width=3)
    dot = tag("circle", cx=x[1], cy=8, r=4.5, fill=colour)
    return f'<div style="width:160px">{drawing(160, 16, f"from {low:.3g} to {high:.3g}", zero, bar, dot)}</div>'
