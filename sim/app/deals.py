"""Deals one can ask: which ones died where and of what, and what one of them met on its way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.app.words import Language, label
from sim.model import CollaborationModel

LISTED = 200
STEPS = ("opened", "matched", "filed", "cleared", "converted", "financed", "ended")
LAST = {
    "open": ("still under way", "仍在进行"),
    "delivered": ("brought into use", "已交付使用"),
    "dead": ("died", "终止"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Deals that fit a question: how many there are, and the latest of them, one a row.

    A row's `quarter` is the one in which the deal ended, or was opened if it is under way.
    """

    count: int
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """One deal.

    Args:
        row: its row of `model.deals()`.
        steps: what happened when, in order.
        why: what each barrier costs it now; see `model.why`.
    """

    row: pd.Series
    steps: tuple[tuple[str, str], ...]
    why: pd.DataFrame


def listing(model: CollaborationModel, stage: str, cause: str, direction: str, status: str = "") -> Listing:
    """Find deals.

    Args:
        model: not stepped meanwhile.
        stage, cause, direction: what they must be, "" or "all" for any; causes count since the policy horizon began
            once it has, as on the page.
        status: "open", "delivered" or "dead"; "" for any.
    """
    deals = model.deals()
    fits = np.ones(len(deals), dtype=np.bool_)
    for column, wanted in (("stage", stage), ("cause", cause), ("direction", direction), ("status", status)):
        if wanted not in ("", "all"):
            fits &= (deals[column] == wanted).to_numpy()
    policy_quarter, ends = model.inputs.run.policy_quarter, model.record().quarter_of_end
    if cause and model.quarter > policy_quarter:
        fits &= ends >= policy_quarter
    is_open = deals["status"] == "open"
    found = deals.assign(
        quarter=np.where(is_open, deals["opened"], ends),
        _when=deals["ended"].where(~is_open, deals["opened"]),
    )[fits]
    latest = found.sort_values("_when", ascending=False, kind="stable").head(LISTED)
    return Listing(len(found), latest.drop(columns="_when"))


def story(model: CollaborationModel, number: int, language: Language = "en") -> Story:
    """Tell what one deal met on its way, and what each barrier costs it now.

    Raises:
        ValueError: if there is no such deal.
    """
    why = model.why(number)
    deals = model.deals()
    row = deals.iloc[number]
    return Story(row, tuple(_steps(model, row, language)), why)


def _steps(model: CollaborationModel, row: pd.Series, language: Language) -> list[tuple[str, str]]:
    run, zh = model.inputs.run, language == "zh"
    said = {
        "opened": ("opened", "发起"),
        "matched": ("partner found", "找到伙伴"),
        "filed": ("filed at the clearance office", "提交审批"),
        "cleared": ("cleared by the office", "通过审批"),
        "converted": ("standards converted", "完成标准转换"),
        "financed": ("financed", "获得融资"),
        "ended": LAST[str(row["status"])],
    }
    steps = []
    for name in STEPS:
        when = float(row[name])
        if not np.isfinite(when) or (name == "ended" and row["status"] == "open"):
            continue
        quarter = int(model.record().quarter_of_end[int(row["deal"])]) if name == "ended" else int(when)
        steps.append((run.calendar.name(quarter), said[name][int(zh)]))
    if row["status"] == "open":
        now = f"{label(str(row['stage']), language)}: {LAST['open'][int(zh)]}"
        steps.append((run.calendar.name(model.quarter - 1), now))
    return steps
