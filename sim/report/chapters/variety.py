"""What can happen at all: how much of a map of outcomes some programme reaches, and what stays empty."""

from __future__ import annotations

import math

import pandas as pd

from sim.analysis.frontier import progress
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
        f"{outcome_label(name)} from {number(min(one['values'][place] for one in met))} to "
        f"{number(max(one['values'][place] for one in met))}"
        for place, name in enumerate(names)
    ]
    section = ReportSection("What can happen at all")
    section.answer = (
        f"{len(met):,} programmes met {len(cells):,} of {whole:,} combinations of "
        f"{joined([outcome_label(name) for name in names])}; what is shipped meets {len(known):,}. They reach "
        f"{joined(ends)}."
    )
    section.text.append(
        f"Programmes were proposed so as to fill the map, not to be good: what came out most rarely was bred from. An "
        f"outcome is the mean of {said['readings']} readings; beyond an edge counts as the outermost cell. A white "
        f"cell was not met by {said['runs']:,} runs: a sign, and no proof, that it cannot be."
    )
    values = [one["values"] for one in met]
    data = pd.DataFrame(values, columns=names)
    caption = f"Programmes by {joined([outcome_label(name) for name in names])} ({said['runs']:,} runs)."
    section.pictures.append(Picture("variety", caption, draw_variety(values, sides, said["known"]), data))
    log = progress(said["log"])
    if len(log):
        caption = f"Cells met by the runs that a search had asked for ({said['runs']:,} runs in all)."
        figure = draw_search_progress(log, said["measure"], len(known), len(cells))
        section.pictures.append(Picture("variety_progress", caption, figure, log))
    section.tables.append(Table("edges", "Programmes far apart on the map, under fresh readings.", edges(asked)))
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
            f"{key.split('.')[1].replace('_', ' ')} {value:g}" for key, value in strengths.items()
        )
        rows.append(row)
    return pd.DataFrame(rows)


def _cell(values: list[float], sides: dict[str, dict[str, float]]) -> list[int]:
    return [
        min(int(side["parts"]) - 1, max(0, int((value - side["low"]) / (side["high"] - side["low"]) * side["parts"])))
        for value, side in zip(values, sides.values(), strict=True)
    ]


CHAPTER = Chapter("variety", fits, write, apart=True)
