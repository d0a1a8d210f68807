"""Draw the history of measurements: what was reached of each goal, where a run's time goes, and how it grows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.history import latest, records
from sim.report.figures.style import BLUE, GREEN, VERMILION

FILE = Path(__file__).parents[1] / "docs" / "figures" / "performance.png"
ASIDE = ("of it, construction", "of it, outcomes", "handing the tables to compiled code, once a quarter")
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
REACHED, MISSED, PLAIN = GREEN, VERMILION, BLUE


def draw() -> None:
    """Draw the figure of docs/performance.md."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, ((goals, phases), (scale, past)) = plt.subplots(
        2, 2, figsize=(13, 9.5), width_ratios=[1.25, 1], layout="constrained"
    )
    draw_goals(goals)
    draw_phases(phases)
    draw_scale(scale)
    draw_past(past)
    for axes in (goals, phases, scale, past):
        axes.spines[["top", "right"]].set_visible(False)
    FILE.parent.mkdir(exist_ok=True)
    figure.savefig(FILE, dpi=110, metadata={"Software": None})
    plt.close(figure)


def draw_goals(axes: Any) -> None:
    """Draw how far every goal is reached: 1 is the goal, to the right of it is better."""
    found = [one for record in latest().values() for one in record.figures if one.goal]
    shares = [share(one) for one in found]
    places = range(len(found), 0, -1)
    colours = [REACHED if one.met else MISSED for one in found]
    axes.barh(places, [value - 1 for value in shares], left=1, color=colours, height=0.65)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(list(places), [shortened(one) for one in found], fontsize=8)
    axes.set_title("Goals: 1 is the goal, better to the right", fontsize=11, loc="left")
    ticks = [tick for tick in TICKS if min(shares) / 2 <= tick <= 2 * max(shares)]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("times as good as asked")


def share(figure: Figure) -> float:
    """Return how many times as good as its goal a figure is."""
    sign, limit = figure.goal.split()
    part = figure.value / float(limit)
    return part if sign == ">=" else 1 / max(part, 1e-9)


def shortened(figure: Figure) -> str:
    """Name a figure and its value for an axis."""
    name = figure.name if len(figure.name) <= 58 else f"{figure.name[:56]}…"
    return f"{name}: {figure.value:.3g} {'' if figure.unit == 'times' else figure.unit}".rstrip()


def draw_phases(axes: Any) -> None:
    """Draw where the time of a baseline run goes."""
    record = latest().get("parts")
    if record is None:
        axes.set_visible(False)
        return
    found = [one for one in record.figures if one.name.startswith("phase ")]
    others = [one for one in record.figures if one.name in ASIDE]
    both = sorted([*found, *others], key=lambda one: one.value)
    names = [
        one.name.removeprefix("phase ").removeprefix("of it, ").removesuffix(", once a quarter").replace("_", " ")
        for one in both
    ]
    axes.barh(names, [one.value for one in both], color=PLAIN, height=0.7)
    axes.errorbar(
        [one.value for one in both],
        names,
        xerr=[[one.value - one.low for one in both], [one.high - one.value for one in both]],
        fmt="none",
        ecolor="black",
        elinewidth=0.8,
    )
    axes.tick_params(axis="y", labelsize=8)
    axes.set_xlabel("processor ms a run, with quartiles")
    axes.set_title("Where the time of a run goes", fontsize=11, loc="left")


def draw_scale(axes: Any) -> None:
    """Draw the time of a quarter over the number of organisations."""
    record = latest().get("scale")
    if record is None:
        axes.set_visible(False)
        return
    found = {
        int(match[1].replace(",", "")): one.value
        for one in record.figures
        if (match := re.match(r"([\d,]+) organisations: a quarter", one.name))
    }
    sizes, times = list(found), list(found.values())
    axes.loglog(sizes, times, "o-", color=PLAIN, label="measured")
    axes.loglog(sizes, [times[0] * size / sizes[0] for size in sizes], ":", color="grey", label="in proportion")
    axes.loglog(sizes, [times[0] * (size / sizes[0]) ** 1.1 for size in sizes], "--", color=MISSED, label="slope 1.1")
    axes.set_xlabel("organisations")
    axes.set_ylabel("processor seconds a quarter")
    axes.set_title("A larger region", fontsize=11, loc="left")
    axes.legend(frameon=False, fontsize=8)


def draw_past(axes: Any) -> None:
    """Draw the cost of a baseline run in every measurement so far."""
    name = "a baseline run: construction, quarters, outcomes"
    points = [
        (record.about["model"], one)
        for record in records()
        if record.about["benchmark"] == "parts"
        for one in record.figures
        if one.name == name
    ]
    places = list(range(len(points)))
    values = [one.value for _, one in points]
    spread = [[one.value - one.low for _, one in points], [one.high - one.value for _, one in points]]
    axes.errorbar(places, values, yerr=spread, fmt="o-", color=PLAIN, capsize=3)
    axes.axhline(50, color=REACHED, linestyle="--", linewidth=1)
    axes.set_ylim(bottom=0)
    axes.set_xticks(places, [model[:7] for model, _ in points], fontsize=8)
    axes.set_xlabel("version of the model; loads differ")
    axes.set_ylabel("processor ms a baseline run")
    axes.set_title("The run through time; dashed: goal", fontsize=11, loc="left")
