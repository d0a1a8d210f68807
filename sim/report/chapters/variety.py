"""What can happen at all: how much of a map of outcomes some programme reaches, and what stays empty."""

from __future__ import annotations

import math

import pandas as pd

from sim.analysis.frontier import progress
from sim.language import _, term
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import joined, number, outcome_label
from sim.report.figures.search_progress import draw_search_progress
from sim.report.figures.variety_map import draw_variety


def fits(asked: Asked) -> bool:
    """Tell whether this is the check of a map."""
    return "variety" in asked.plan.about


def write(asked: Asked) -> ReportSection:
    """Say how many combinations were met, where the outermost lie, and whether fresh readings put them there too."""
    said = asked.plan.about["variety"]
    sides, met = said["map"], said["met"]
    names = list(sides)
    cells = {tuple(one["cell"]) for one in met}
    known = {tuple(_cell(values, sides)) for values in said["known"].values()}
    whole = math.prod(side["parts"] for side in sides.values())
    ends = [
        _(
            "{outcome} from {low} to {high}",
            outcome=outcome_label(name),
            low=number(min(one["values"][place] for one in met)),
            high=number(max(one["values"][place] for one in met)),
        )
        for place, name in enumerate(names)
    ]
    section = ReportSection(_("What can happen at all"))
    section.answer = _(
        "{met:,} programmes met {cells:,} of {whole:,} combinations of {outcomes}; what is shipped "
        "meets {known:,}. They reach {ends}.",
        met=len(met),
        cells=len(cells),
        whole=whole,
        outcomes=joined([outcome_label(name) for name in names]),
        known=len(known),
        ends=joined(ends),
    )
    section.text.append(
        _(
            "Programmes were proposed so as to fill the map, not to be good: what came out most "
            "rarely was bred from. An outcome is the mean of {readings} readings; beyond an edge "
            "counts as the outermost cell. A white cell was not met by {runs:,} runs: a sign, and no "
            "proof, that it cannot be.",
            readings=said["readings"],
            runs=said["runs"],
        )
    )
    values = [one["values"] for one in met]
    data = pd.DataFrame(values, columns=names)
    caption = _(
        "Programmes by {outcomes} ({runs:,} runs).",
        outcomes=joined([outcome_label(name) for name in names]),
        runs=said["runs"],
    )
    section.pictures.append(Picture("variety", caption, draw_variety(values, sides, said["known"]), data, whole=True))
    log = progress(said["log"])
    if len(log):
        caption = _("Cells met by the runs that a search had asked for ({runs:,} runs in all).", runs=said["runs"])
        figure = draw_search_progress(log, said["measure"], len(known), len(cells))
        section.pictures.append(Picture("variety_progress", caption, figure, log, whole=True))
    section.tables.append(Table("edges", _("Programmes far apart on the map, under fresh readings."), edges(asked)))
    section.sources.append("Chérel, Cottineau & Reuillon 2015 (pattern space exploration)")
    return section


def edges(asked: Asked) -> pd.DataFrame:
    """Return programmes that lie far apart on the map, as the search saw them and as fresh readings do."""
    said = asked.plan.about["variety"]
    names = list(said["map"])
    means = asked.runs.astype({"arm": str}).groupby("arm")[names].mean()
    factors = {arm.name: arm.factors for arm in asked.plan.arms}
    rows = []
    for arm, values in said["edges"].items():
        strengths = {key: value for key, value in factors[arm].items() if key.endswith(".strength")}
        row: dict[str, object] = {"programme": arm}
        for place, name in enumerate(names):
            row |= {f"{name}, search": values[place], f"{name}, fresh": float(means.loc[arm, name])}
        row["levers"] = ", ".join(
            _("{lever} {strength:g}", lever=term(key.split(".")[1]), strength=value) for key, value in strengths.items()
        )
        rows.append(row)
    return pd.DataFrame(rows)


def _cell(values: list[float], sides: dict[str, dict[str, float]]) -> list[int]:
    return [
        min(int(side["parts"]) - 1, max(0, int((value - side["low"]) / (side["high"] - side["low"]) * side["parts"])))
        for value, side in zip(values, sides.values(), strict=True)
    ]


CHAPTER = Chapter("variety", fits, write, apart=True)
