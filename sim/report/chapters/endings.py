"""What ends deals in every arm, by cause: where the stream is stopped, which is not where it is best widened."""

from __future__ import annotations

import pandas as pd

from sim.analysis import proximate_deaths
from sim.language import _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import arm_words, per_cent
from sim.report.figures.endings import draw_endings
from sim.report.figures.style import words

OPENED = "deals_opened"
MOST_ARMS = 16


def fits(asked: Asked) -> bool:
    """Tell whether there are arms few enough to stand side by side, and deals that ended."""
    few = len(asked.plan.arms) <= MOST_ARMS and not asked.sampled
    return few and OPENED in asked.runs and bool((asked.runs[OPENED] > 0).all())


def write(asked: Asked) -> ReportSection:
    """Give the share of opened deals that every cause ends, arm by arm."""
    opened = asked.runs.groupby("arm", sort=False)[OPENED].mean()
    parts = []
    for arm in opened.index:
        table = proximate_deaths(asked.runs, arm=str(arm))
        parts.append(table.assign(arm=str(arm), share=table["deaths"] / opened[arm])[["arm", "cause", "share"]])
    table = pd.concat(parts, ignore_index=True)
    counts = pd.concat([proximate_deaths(asked.runs, arm=str(arm)).assign(arm=str(arm)) for arm in opened.index])
    first, top = str(opened.index[0]), parts[0].iloc[0]
    section = ReportSection(_("What ends deals"))
    section.text.append(
        _(
            "In {first}, {cause} ends most deals: {share} of those opened. A death belongs to the "
            "one cause that ended the deal. What a cause ends is not what its removal brings: deals "
            "that survive it meet the next.",
            first=arm_words(first),
            cause=words(str(top["cause"])),
            share=per_cent(top["share"]),
        )
    )
    caption = _("Share of the deals opened that each cause ends, by arm; mean over runs.")
    section.pictures.append(Picture("endings", caption, draw_endings(table), table, whole=True))
    section.tables.append(Table("endings", _("Deaths by cause and arm, with 95 % intervals."), counts))
    return section


CHAPTER = Chapter("endings", fits, write)
