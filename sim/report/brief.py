"""Page one of a report: the question, one sentence, one figure, the price, who loses, how sure, what would overturn it.

Where a few arms are compared it is made of their answer, in the words that the screen uses; of other designs the
chapters that fit them say it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.answer import Answer, answer_of
from sim.analysis.brief import brief_of
from sim.analysis.readings import Readings
from sim.analysis.wording import WHAT, caption_of, undoubted
from sim.language import _, sentences
from sim.outcomes import DELIVERIES
from sim.report.basis import basis, covered, no_answer
from sim.report.chapters import Asked, Picture, ReportSection
from sim.report.chapters.differences import MOST_COUNTED
from sim.report.chapters.phrases import outcome_label
from sim.report.evidence import Links
from sim.report.figures.answer import draw_answer
from sim.store import StoreError
from sim.store.additions import digest_of_file, noted
from sim.store.digests import provenance_of

FIGURE, CHECKS = "brief", "flips.csv"
CHAPTERS = {"costs": "price", "harms": "loses", "robustness": "overturn"}
"""Chapters that say a part of the brief where there is no answer of arms."""
MOST_SAID = 2


@dataclass(slots=True)
class BriefPart:
    """A part of page one: what it is of, and its sentences."""

    title: str
    sentences: list[str]


@dataclass(slots=True)
class PageOne:
    """What stands on page one, in the order in which it is read.

    Args:
        found: the answer, a paragraph each.
        picture: the figure that shows it; None if there is none.
        parts: price, who loses, how sure, what would overturn it; those of which something is known.
        command: that runs it again, as it was given; empty if the folder does not say.
        folder: of the results, as a shell takes it.
    """

    found: list[str]
    picture: Picture | None
    parts: list[BriefPart] = field(default_factory=list)
    command: str = ""
    folder: str = ""


def page_one(asked: Asked, sections: Mapping[str, ReportSection], warnings: Sequence[str], links: Links) -> PageOne:
    """Return page one of a report.

    Args:
        asked: what was asked, and its runs.
        sections: what the chapters say, by the chapter's name.
        warnings: why others say nothing.
        links: from the points of the figure to the runs behind them.
    """
    answer = answer_to(asked)
    page = _of_arms(asked, answer, links) if answer is not None else _of_chapters(asked, sections, warnings)
    page.parts = [part for part in page.parts if part.sentences]
    page.command = command_of(asked.results.store.folder)
    page.folder = shlex.quote(str(asked.results.store.folder))
    return page


def answer_to(asked: Asked) -> Answer | None:
    """Return what the readings say of the arms by the first headline outcome; None if the design asks something else.

    Policies are compared in the setting of what nobody chooses in which the reference stands.
    """
    if asked.apart or asked.sampled or asked.two_level or not asked.ranked:
        return None
    home = asked.settings[0]
    if not 2 <= len(home.arms) <= MOST_COUNTED:
        return None
    return answer_of(
        asked.plan, home.runs, _twins(home), asked.ranked[0], asked.results.looks, deliveries=_deliveries(home)
    )


def _twins(asked: Asked) -> Any:
    twins = asked.results.frame(ok_only=True, twins=True)
    twins["arm"] = twins["arm"].astype(str)
    return twins[twins["arm"].isin(asked.arms)]


def _deliveries(asked: Asked) -> Any:
    """Return where technology went in the runs that are read; None if it was not recorded."""
    return asked.kept(DELIVERIES) if DELIVERIES in asked.plan.kept else None


def _of_arms(asked: Asked, answer: Answer, links: Links) -> PageOne:
    """Make page one of what the readings say of arms."""
    home, outcome = asked.settings[0], answer.outcome
    label = outcome_label(outcome)
    said = brief_of(answer, label)
    read = Readings(asked.plan, _study(home), _twins(home), outcome)
    gains = {arm: read.gains[index] for index, arm in enumerate(read.study.arms)}
    figure = draw_answer(answer, gains, links=links.of_readings(home.runs))
    where = [_("Where {setting}; other settings are below.", setting=home.setting)] if home.setting else []
    picture = Picture(FIGURE, sentences([caption_of(answer, label), *where]), figure, answer.effects())
    parts = [
        BriefPart(_("What it costs"), said.price),
        BriefPart(_("Who loses"), said.loses),
        BriefPart(_("How sure"), [*said.sure, _("Not doubted: {undoubted}.", undoubted=undoubted(answer))]),
        BriefPart(_("What would overturn it"), [*said.overturn, *checks_of(asked.results.store.folder)]),
    ]
    return PageOne([said.found], picture, parts)


def _study(asked: Asked) -> Any:
    from sim.analysis.paired_runs import PairedRuns

    return PairedRuns.of(asked.runs)


def _of_chapters(asked: Asked, sections: Mapping[str, ReportSection], warnings: Sequence[str]) -> PageOne:
    """Make page one of what the chapters say that fit the design."""
    lead = [name for name, section in sections.items() if section.answer and name not in CHAPTERS]
    lead = lead or [name for name, section in sections.items() if section.answer]
    found = [sections[name].answer for name in lead[:MOST_SAID]] or [no_answer(asked, list(warnings))]
    pictures = [picture for name in lead for picture in sections[name].pictures]
    shown = None
    if pictures:
        first = pictures[0]
        shown = replace(
            first,
            name=FIGURE,
            caption=_("{caption} ({covered}.)", caption=first.caption, covered=covered(asked, first)),
        )
    own = {part: [sections[name].answer] for name, part in CHAPTERS.items() if name in sections and name not in lead}
    parts = [
        BriefPart(_("What it costs"), [text for text in own.get("price", []) if text]),
        BriefPart(_("Who loses"), [text for text in own.get("loses", []) if text]),
        BriefPart(_("How sure"), [basis(asked), *([] if any(asked.plan.draws) else [_(WHAT[True])])]),
        BriefPart(_("What would overturn it"), [text for text in own.get("overturn", []) if text]),
    ]
    return PageOne(found, shown, parts)


def checks_of(folder: Path) -> list[str]:
    """Return what runs say of what would overturn the order, if `sim compare --check-flips` asked them."""
    path = folder / CHECKS
    if not path.is_file() or digest_of_file(path) not in noted(folder).get(CHECKS, set()):
        return []
    return [str(said) for said in pd.read_csv(path)["said"].unique()]


def command_of(folder: Path) -> str:
    """Return the command that made the results of a folder, as it was given; empty if the folder does not say."""
    try:
        found = provenance_of(folder).get("command", "")
    except (StoreError, OSError):
        return ""
    return str(found)
