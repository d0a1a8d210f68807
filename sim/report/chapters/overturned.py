"""What would change my mind: readings in which a claim fails, kept apart, and tried again under fresh seeds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.wording import called
from sim.language import N_, _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import factor_words, joined, number, outcome_label
from sim.report.figures.overturned import draw_overturned
from sim.statistics import better

MOST_MOVED = 3
LEAST_MOVED = 0.7
"""Standard deviations from the mean of the rows beyond which an input is said to be moved."""


def fits(asked: Asked) -> bool:
    """Tell whether this is the check of an overturning."""
    return "overturn" in asked.plan.about


def write(asked: Asked) -> ReportSection:
    """Say where the claim fails, how near that is to what fits, and what is moved there."""
    said = asked.plan.about["overturn"]
    claim, label = said["claim"], outcome_label(said["claim"]["outcome"])
    names = [called(claim[one], {}) for one in ("better", "than")]
    table = readings_table(asked) if said["shown"] else pd.DataFrame()
    section = ReportSection(_("What would change the answer"))
    sentence = _("that {better} brings more than {than} by {outcome}", better=names[0], than=names[1], outcome=label)
    if claim_of_less := better(claim["outcome"]) == "lower":
        sentence = _(
            "that {better} does better than {than} by {outcome}", better=names[0], than=names[1], outcome=label
        )
    text = N_("The claim {claim} failed in {failing:,} of {tried:,} readings that a search proposed.")
    if len(table):
        text = N_(
            "The claim {claim} failed in {failing:,} of {tried:,} readings that a search proposed; the nearest of them "
            "lies {deviations} standard deviations from a row that fits, and there it fails in {fails} fresh "
            "seeds; moved "
            "farthest: {moved}."
        )
    nearest = _nearest(table.iloc[0]) if len(table) else {}
    section.answer = _(text, claim=sentence, failing=said["failing"], tried=said["tried"], **nearest)
    section.text.append(
        _(
            "A search proposed readings, near rows that fit the patterns, in which the claim fails; "
            "these are kept apart from one another and tried again under seeds that it had not met. "
            "The share of proposals in which the claim fails is no chance: they were looked for. How "
            "near they lie to rows that fit is what tells."
        )
    )
    if not said["shown"]:
        section.text.append(
            _("It failed nowhere: nothing between the least and the greatest of each input overturns it.")
        )
        return section
    points = pd.DataFrame(
        [[draw[key] for key in said["inputs"]] for draw in asked.plan.draws],
        columns=said["inputs"],
        index=range(1, len(table) + 1),
    )
    points["fails"] = (table["margin under fresh seeds"] < 0).to_numpy()
    title = _("Where the claim fails") if not claim_of_less else _("Where the claim fails, less being better")
    figure = draw_overturned(points, np.array(said["fitted"]), title)
    caption = _(
        "Readings in which it is not so {claim}, among {fitted} rows that fit ({runs:,} runs).",
        claim=sentence,
        fitted=len(said["fitted"]),
        runs=said["runs"],
    )
    section.pictures.append(Picture("overturned", caption, figure, points.reset_index(names="reading"), whole=True))
    section.tables.append(Table("overturned", _("The same readings, with what is moved in them."), table))
    section.sources.append("Reuillon, Leclaire & Rey-Coyrehourcq 2013 (OpenMOLE)")
    return section


def readings_table(asked: Asked) -> pd.DataFrame:
    """Return the readings that are shown: margins, fresh seeds in which the claim fails, and inputs moved farthest."""
    said = asked.plan.about["overturn"]
    claim = said["claim"]
    sign = -1.0 if better(claim["outcome"]) == "lower" else 1.0
    wide = asked.runs.astype({"arm": str}).pivot(index=["draw", "seed"], columns="arm", values=claim["outcome"])
    margins = sign * (wide[claim["better"]] - wide[claim["than"]])
    fitted = np.array(said["fitted"])
    means, spreads = fitted.mean(axis=0), np.where(fitted.std(axis=0) > 0, fitted.std(axis=0), 1.0)
    rows = []
    for place, (one, draw) in enumerate(zip(said["shown"], asked.plan.draws, strict=True)):
        own = margins.loc[place]
        away = (np.array([float(draw[key]) for key in said["inputs"]]) - means) / spreads
        far = [index for index in np.argsort(-np.abs(away), kind="stable") if abs(away[index]) >= LEAST_MOVED][
            :MOST_MOVED
        ]
        moved = [
            _(
                "{input} {value} (mean {mean})",
                input=factor_words(said["inputs"][index]),
                value=number(float(draw[said["inputs"][index]])),
                mean=number(float(means[index])),
            )
            for index in far
        ]
        rows.append(
            {
                "reading": place + 1,
                "deviations from a row that fits": one["distance"],
                "margin in the search": one["margin"],
                "margin under fresh seeds": float(own.mean()),
                "fails in": _("{count} of {readings}", count=int((own < 0).sum()), readings=len(own)),
                "moved farthest": joined(moved),
            }
        )
    return pd.DataFrame(rows)


def _nearest(row: pd.Series[Any]) -> dict[str, str]:
    """Return how near the claim fails, and what is moved there."""
    deviations = number(row["deviations from a row that fits"])
    return {"deviations": deviations, "fails": row["fails in"], "moved": row["moved farthest"]}


CHAPTER = Chapter("overturned", fits, write, apart=True)
