"""What becomes of deals on their way, where the runs kept them: stages, causes and rungs, in two arms."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sim.language import N_, _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection
from sim.report.chapters.phrases import arm_words, outcome_label
from sim.report.figures import deaths, ladder, pipeline
from sim.report.figures.style import RunFigure

DEALS = "deals"
PICTURES: tuple[RunFigure, ...] = (pipeline.PICTURE, deaths.PICTURE, ladder.PICTURE)


@dataclass(frozen=True, slots=True)
class PooledRuns:
    """The runs of one arm, read as one run by the figures of a run.

    Args:
        pooled: deals of all runs, one a row.
        inputs: has `run.quarters`, `run.calendar`, `run.policy_quarter` and `levers`.
    """

    pooled: pd.DataFrame
    inputs: Any
    region: Any = None

    def deals(self) -> pd.DataFrame:
        """Return the deals of all runs."""
        return self.pooled

    def history(self) -> pd.DataFrame:
        """Return nothing: series of several runs are another figure's."""
        return pd.DataFrame()


def fits(asked: Asked) -> bool:
    """Tell whether there are deals of few enough arms to be read at all."""
    return DEALS in asked.plan.kept and not asked.sampled and asked.length is not None and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Draw the deals of the reference, and of the arm whose first headline outcome differs most from it."""
    outcome = asked.outcomes[0]
    means = asked.settings[0].runs.groupby("arm", sort=False)[outcome].mean()
    first = str(means.index[0])
    far = str((means - means.iloc[0]).abs().idxmax())
    section = ReportSection(_("What becomes of deals"))
    section.text.append(
        _("Deals of all runs together: {one}.", one=arm_words(first))
        if far == first
        else _(
            "Deals of all runs together: {one}, and {other}, which differs most in {outcome}.",
            one=arm_words(first),
            other=arm_words(far),
            outcome=outcome_label(outcome),
        )
    )
    inputs = SimpleNamespace(run=asked.length, levers={})
    deals = asked.kept(DEALS)
    for arm in dict.fromkeys((first, far)):
        own = deals[deals["arm"] == arm]
        for picture in PICTURES:
            drawn = picture.plot(PooledRuns(own, inputs))
            seeds = own["run"].nunique()
            shown = _(picture.words).rstrip(".。")
            text = N_("{arm}: {figure}; {runs} runs.")
            caption = _(text, arm=arm_words(arm).capitalize(), figure=shown[:1].lower() + shown[1:], runs=seeds)
            name = f"{picture.name}_{'first' if arm == first else 'far'}"
            section.pictures.append(Picture(name, caption, drawn, counts(own), whole=True))
    return section


def counts(deals: pd.DataFrame) -> pd.DataFrame:
    """Return the number of deals by direction, status, stage, cause and rung: the numbers behind the figures."""
    keys = ["direction", "status", "stage", "cause", "rung"]
    return deals.groupby(keys, observed=True).size().rename("deals").reset_index()


CHAPTER = Chapter("pathways", fits, write)
