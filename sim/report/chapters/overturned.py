"""What would change my mind: readings in which a claim fails, kept apart, and tried again under fresh seeds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.wording import called
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
    section = ReportSection("What would change the answer")
    sentence = f"that {names[0]} brings more than {names[1]} by {label}"
    if claim_of_less := better(claim["outcome"]) == "lower":
        sentence = f"that {names[0]} does better than {names[1]} by {label}"
    section.answer = (
        f"The claim {sentence} failed in {said['failing']:,} of {said['tried']:,} readings that a search proposed"
        + (_nearest(table.iloc[0]) if len(table) else ".")
    )
    section.text.append(
        "A search proposed readings, near rows that fit the patterns, in which the claim fails; these are kept apart "
        "from one another and tried again under seeds that it had not met. The share of proposals in which the claim "
        "fails is no chance: they were looked for. How near they lie to rows that fit is what tells."
    )
    if not said["shown"]:
        section.text.append("It failed nowhere: nothing between the least and the greatest of each input overturns it.")
        return section
    points = pd.DataFrame(
        [[draw[key] for key in said["inputs"]] for draw in asked.plan.draws],
        columns=said["inputs"],
        index=range(1, len(table) + 1),
    )
    points["fails"] = (table["margin under fresh seeds"] < 0).to_numpy()
    title = "Where the claim fails" if not claim_of_less else "Where the claim fails, less being better"
    figure = draw_overturned(points, np.array(said["fitted"]), title)
    caption = (
        f"Readings in which it is not so {sentence}, among {len(said['fitted'])} rows that fit ({said['runs']:,} runs)."
    )
    section.pictures.append(Picture("overturned", caption, figure, points.reset_index(names="reading")))
    section.tables.append(Table("overturned", "The same readings, with what is moved in them.", table))
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
            f"{factor_words(said['inputs'][index])} {number(float(draw[said['inputs'][index]]))} "
            f"(mean {number(float(means[index]))})"
            for index in far
        ]
        rows.append(
            {
                "reading": place + 1,
                "deviations from a row that fits": one["distance"],
                "margin in the search": one["margin"],
                "margin under fresh seeds": float(own.mean()),
                "fails in": f"{int((own < 0).sum())} of {len(own)}",
                "moved farthest": joined(moved),
            }
        )
    return pd.DataFrame(rows)


def _nearest(row: pd.Series[Any]) -> str:
    """Say how near the claim fails, and what is moved there."""
    return (
        f"; the nearest of them lies {number(row['deviations from a row that fits'])} standard deviations from a row "
        f"that fits, and there it fails in {row['fails in']} fresh seeds; moved farthest: {row['moved farthest']}."
    )


CHAPTER = Chapter("overturned", fits, write, apart=True)
