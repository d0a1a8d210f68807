"""The model beside what others published: `python -m experiments.docking [--seeds N]` writes docs/docking.md.

Four figures, each with its source: waits against the backlog of a clearance system, the curve of entry, the gravity of
flows between cities, the skew of values. They check order and shape, and nothing is fitted to them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import NDArray
from scipy import optimize

from experiments.evidence.sealed import OPENED
from experiments.patterns.finished import flows
from experiments.patterns.measures import offices
from experiments.patterns.published import cities_published, spearman
from sim import Scenario
from sim.engine import Run, model_version
from sim.report.figures.style import BLUE, GREY, PALE, VERMILION, save
from sim.tables import DISTANCE, Status

Numbers = NDArray[np.float64]
PAGE = Path(__file__).parents[1] / "docs" / "docking.md"
SEEDS = 8
LOADS = (0.75, 1.0, 1.5, 2.0, 3.0)

WAITS_US = ((725.0, 534.0), (605.0, 435.0), (386.0, 319.0), (180.0, 119.0))
"""United States, industry: cases waiting (thousand) and days for a top secret clearance, April 2018 to May 2020."""
BACKLOG_US = ((2014.6, 190.0), (2017.9, 695.0), (2018.3, 725.0), (2018.7, 657.0), (2018.9, 605.0), (2019.5, 386.0),
              (2020.4, 180.0))  # fmt: skip
"""The same backlog over the years (thousand): about half of the capacity was lost in September 2014."""
CAPACITY_US = {"2014 Q4": 0.5, "2018 Q4": 0.5 * 8800 / 5843}
"""Capacity over that of before, from a quarter on: half lost, then investigators 5,843 (2016) to 8,800 (2018)."""
HOLDERS = ((2009, 400.0), (2015, 1000.0), (2019, 3709.0))
"""The nation's private holders of licences for weapons research and production."""
BASS_MEAN = (0.03, 0.38)
"""Means of p and q a year over many applications (Sultan, Farley & Lehmann 1990, Journal of Marketing Research 27)."""
TOP_TENTH = (0.48, 0.93)
"""Share of all value that the most valuable tenth of innovations holds, over eight sets (Scherer & Harhoff 2000)."""


@dataclass(frozen=True)
class Beside:
    """One figure with what it says.

    Args:
        name: of its file, without ending.
        title: of its section.
        figure: drawn.
        says: sentences made from the numbers.
        source: where the published side is from.
    """

    name: str
    title: str
    figure: Figure
    says: str
    source: str


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the slope of logarithms."""
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def bass(years: Numbers, p: float, q: float, most: float) -> Numbers:
    """Return how many have adopted after so many years (Bass 1969).

    Args:
        years: since the beginning.
        p: chance a year to adopt by oneself.
        q: weight of those who have.
        most: who adopt in the end.
    """
    gone = np.exp(-(p + q) * years)
    return np.asarray(most * (1.0 - gone) / (1.0 + q / p * gone))


def bass_of(years: Numbers, adopted: Numbers) -> tuple[float, float, float, float]:
    """Return p, q, the number in the end, and the share of the variance that the curve of Bass explains."""
    first = adopted - adopted[0]
    start = (0.02, 0.2, 2.0 * float(first[-1]))
    ends = ([1e-5, 0.0, float(first[-1])], [1.0, 3.0, 100.0 * float(first[-1])])
    (p, q, most), _ = optimize.curve_fit(bass, years, first, start, bounds=ends, maxfev=20_000)
    left = first - bass(years, p, q, most)
    return float(p), float(q), float(most), float(1.0 - left.var() / first.var())


def gravity(flow: Numbers, mass: Numbers, distance: Numbers) -> tuple[float, float, float]:
    """Fit flows between cities to the product of their masses and their distance, in logarithms.

    Args:
        flow: [cities, cities] deals, upper triangle; pairs without any are left out.
        mass: [cities].
        distance: [cities, cities] km.

    Returns:
        Exponents of mass and distance, and the share of the variance explained.
    """
    upper = np.triu_indices(len(mass), 1)
    there = flow[upper] > 0.0
    x = np.column_stack([
        np.ones(int(there.sum())), np.log(np.outer(mass, mass)[upper][there]), np.log(distance[upper][there])
    ])  # fmt: skip
    y = np.log(flow[upper][there])
    found, *_ = np.linalg.lstsq(x, y, rcond=None)
    return float(found[1]), float(found[2]), float(1.0 - (y - x @ found).var() / y.var())


def lorenz(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the share of the most valuable, and the share of all value that they hold."""
    worth = np.sort(values)[::-1]
    return np.arange(1, len(worth) + 1) / len(worth), np.cumsum(worth) / worth.sum()


def canvas(parts: int) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of some parts side by side."""
    figure = Figure(figsize=(4.6 * parts, 3.6), layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.08))
    axes = list(np.atleast_1d(figure.subplots(1, parts)))
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
    return figure, axes


def plain_numbers(axes: Axes, subs: Sequence[float] = (1.0, 2.0, 5.0)) -> None:
    """Write both axes of logarithms in numbers, not in powers of ten.

    Args:
        subs: which of a power's multiples are marked.
    """
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=tuple(subs), numticks=12))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}"))


def queue(base: Scenario, seeds: int, opened: bool) -> Beside:
    """Draw waits against backlogs, and the backlog after half of the capacity is lost, once its seal is opened."""
    by_load = []
    for load in LOADS:
        world = base.with_(**{"parameters.clerks": base.parameters["clerks"] / load})
        runs: list[Any] = [Run(world, seed).run() for seed in range(seeds)]
        start = world.run.policy_quarter
        waiting = np.mean([run.record().history["queue"][start:].mean() for run in runs])
        by_load.append((float(waiting), float(np.mean([offices(run)["P12 mean wait"] for run in runs]))))
    figure, axes = canvas(2)
    for points, colour, name in ((WAITS_US, VERMILION, "United States"), (by_load, BLUE, "simulated, by load")):
        x, y = (np.array(one) / np.exp(np.mean(np.log(one))) for one in zip(*points, strict=True))
        axes[0].loglog(x, y, "o-", color=colour, label=f"{name}: slope {slope(x.tolist(), y.tolist()):.2f}")
    plain_numbers(axes[0])
    axes[0].set(xlabel="files waiting, over their mean", ylabel="wait, over its mean", title="wait against backlog")
    axes[0].legend(frameon=False, fontsize=8)
    years, cases = zip(*BACKLOG_US, strict=True)
    axes[1].plot(years, np.array(cases) / cases[0], "o-", color=VERMILION, label="United States")
    later = " The simulated backlog is drawn once the sealed fact on it is opened."
    if opened:
        when, backlog = after_loss(base, seeds)
        axes[1].plot(when, backlog, color=BLUE, label="simulated, the same capacity")
        most, last = max(cases) / cases[0], cases[-1] / cases[0]
        later = (
            f" With capacity gone as there the backlog grows {backlog.max():.1f}-fold at most at the defaults and is "
            f"{np.interp(years[-1], when, backlog):.1f}-fold in {years[-1]:.0f}; there it grew {most:.1f}-fold and was "
            f"{last:.1f}-fold then ([what was sealed of it](evidence.md#the-sealed-facts))."
        )
    axes[1].set(ylabel="files waiting, over those before", title="half of the capacity lost in 2014")
    axes[1].legend(frameon=False, fontsize=8)
    ours, theirs = (slope(*(list(one) for one in zip(*points, strict=True))) for points in (by_load, WAITS_US))
    says = f"A backlog longer by 1 % goes with a wait longer by {ours:.2f} % here, by {theirs:.2f} % there.{later}"
    source = (
        "Backlog and days of industry's clearances: fas.org, news.clearancejobs.com 2018-05-30 to 2021-01-05, "
        "insidedefense.com; half of the checks lost: wtop.com/289/3698996. A clearance is not a licence."
    )
    return Beside("docking_queue", "The queue", figure, says, source)


def after_loss(base: Scenario, seeds: int) -> tuple[Numbers, Numbers]:
    """Return years and the backlog over that of the year before, when capacity goes as it did in the United States."""
    calendar, clerks = base.run.calendar, base.parameters["clerks"]
    shocks = [
        {"quarter": quarter, "key": "parameters.clerks", "value": clerks * share}
        for when, share in CAPACITY_US.items()
        if (quarter := calendar.quarter(when)) is not None
    ]
    first = min(shock["quarter"] for shock in shocks)
    world = base.with_(shocks=shocks)
    files = np.mean([Run(world, seed).run().record().history["queue"] for seed in range(seeds)], axis=0)
    shown = np.arange(first - 4, world.run.quarters)
    return calendar.years(shown), np.asarray(files[shown] / files[first - 4 : first].mean())


def entry(base: Scenario, runs: Sequence[Run]) -> Beside:
    """Draw the licensed firms of the years beside the curve of Bass and the nation's holders."""
    calendar = base.run.calendar
    licensed = np.mean([run.record().history["licensed_firms"] for run in runs], axis=0)[base.run.fill :]
    years = calendar.years(np.arange(base.run.fill, base.run.fill + len(licensed)))
    rise = slice(0, int(licensed.argmax()) + 1)  # firms leave, too: the curve of Bass has no fall
    p, q, most, fit = bass_of((years - years[0])[rise], licensed[rise])
    figure, (axes,) = canvas(1)
    here = float(np.interp(2016.0, years, licensed))
    axes.plot(years, licensed / here, color=BLUE, label="simulated")
    axes.plot(years, (licensed[0] + bass(years - years[0], p, q, most)) / here, "--", color=GREY,
              label=f"Bass: p {p:.3f}, q {q:.2f} a year")  # fmt: skip
    when, holders = zip(*HOLDERS, strict=True)
    ends = [year + 1.0 for year in when]
    axes.plot(ends, np.array(holders) / 1000.0, "o", color=VERMILION, label="the nation's holders")
    axes.set(ylabel="licensed firms, over those at the end of 2015", title="entry")
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))  # whole years
    axes.legend(frameon=False, fontsize=8)
    says = (
        f"The curve of Bass explains {fit:.1%} of the simulated rise, which ends in {years[rise][-1]:.0f}, with "
        f"p {p:.3f} and q {q:.2f} a year; means over many innovations are {BASS_MEAN[0]:g} and {BASS_MEAN[1]:g}. The "
        "nation's holders are three counts of different sources, each at the end of its year."
    )
    source = (
        "Bass 1969; Sultan, Farley & Lehmann 1990; holders: chinavalue.com.cn 2009/10/25/628634 (more than 400), "
        "ettaleb.com 2016/0701/151237 (more than 1,000 at the end of 2015), lwxqpzq.cn dataview142342 (3,709)."
    )
    return Beside("docking_entry", "The curve of entry", figure, says, source)


def ties(base: Scenario, runs: Sequence[Run]) -> Beside:
    """Draw flows between cities beside gravity, and the ties of cities beside their joint papers."""
    table = np.mean([flows(run) for run in runs], axis=0)
    cities = [city.key for city in base.region.cities]
    mass = np.array([city.rd_billion_yuan for city in base.region.cities])
    distance = runs[0].world.city_pair[DISTANCE]
    by_mass, by_distance, fit = gravity(table, mass, distance)
    figure, axes = canvas(2)
    upper = np.triu_indices(len(cities), 1)
    there = table[upper] > 0.0
    pull = np.outer(mass, mass)[upper][there] ** by_mass * distance[upper][there] ** by_distance
    axes[0].loglog(pull / pull.max(), table[upper][there], "o", color=BLUE, markersize=4)
    plain_numbers(axes[0], subs=(1.0,))
    axes[0].set(xlabel="gravity, over the strongest", ylabel="matched deals of a pair", title="flows between cities")
    known = cities_published()
    whole = table + table.T - 2.0 * np.diag(np.diag(table))
    ours = np.array([whole[cities.index(key)].sum() for key in known])
    theirs = np.array([one["co_publication_degree_2017"] for one in known.values()])
    axes[1].loglog(theirs, np.maximum(ours, 0.5), "o", color=BLUE)
    plain_numbers(axes[1], subs=(1.0, 3.0))
    axes[1].set(xlabel="joint papers with other cities, 2017", ylabel="deals with other cities", title="ties of cities")
    says = (
        f"Deals of a pair of cities go with the product of their R&D to the power {by_mass:.2f} and with distance to "
        f"the power {by_distance:.2f}; both explain {fit:.0%} of the logarithms' variance. That distance hinders the "
        "trade of patents between cities of China is published; no power was found for this region. The order of "
        f"cities by their ties has a rank correlation of {spearman(ours.tolist(), theirs.tolist()):.2f} with that by "
        "joint papers."
    )
    source = (
        "Distance: Li, Luo & Song 2025, Annals of Regional Science 74 (316,960 patent transactions, 295 cities; "
        "abstract); joint papers: Liang et al. 2024, Computers, Environment and Urban Systems 109, 102092."
    )
    return Beside("docking_gravity", "The gravity of flows", figure, says, source)


def skew(base: Scenario, runs: Sequence[Run]) -> Beside:
    """Draw which share of all value the most valuable deliveries hold."""
    worth = []
    for run in runs:
        deals = run.record().deals
        done = (deals["status"] == Status.DELIVERED) & (deals["ended"] >= base.run.policy_quarter)
        worth.append(deals["value"][done])
    share, held = lorenz(np.concatenate(worth))
    figure, (axes,) = canvas(1)
    axes.plot(share, held, color=BLUE, label="simulated")
    axes.plot([0, 1], [0, 1], "--", color=GREY, linewidth=1)
    axes.plot([0.1, 0.1], TOP_TENTH, color=VERMILION, linewidth=3, label="top tenth, published")
    axes.fill_between([0.0, 1.0], *TOP_TENTH, color=PALE, alpha=0.3)
    axes.set(xlabel="share of deliveries, most valuable first", ylabel="share of value", title="skew of values")
    axes.legend(frameon=False, fontsize=8)
    tenth = float(np.interp(0.1, share, held))
    low, high = TOP_TENTH
    says = f"The most valuable tenth holds {tenth:.0%} of the value; published are {low:.0%} to {high:.0%}."
    return Beside("docking_skew", "The skew of values", figure, says, "Scherer & Harhoff 2000, Research Policy 29.")


def page(parts: Sequence[Beside], seeds: int) -> str:
    """Write the page."""
    head = HEAD.format(day=f"{date.today():%d %B %Y}", model=model_version()[:12], seeds=seeds)
    sections = [
        f"## {one.title}\n\n{one.says}\n\n![{one.title}](figures/{one.name}.svg)\n\nSource: {one.source}\n"
        for one in parts
    ]
    return "\n".join([head, *sections])


HEAD = """# Beside what others published

Written by `python -m experiments.docking`, {day}, model {model}, {seeds} seeds of the baseline; change nothing here.
Nothing is fitted to these figures but the value that the top tenth holds ([calibration](calibration.md)); those of
other countries check order and shape.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, draw, write."""
    parser = argparse.ArgumentParser(prog="python -m experiments.docking", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"runs of each world ({SEEDS})")
    seeds = parser.parse_args(arguments).seeds
    base = Scenario.load("baseline")
    runs = [Run(base, seed).run() for seed in range(seeds)]
    parts = [queue(base, seeds, OPENED.is_file()), entry(base, runs), ties(base, runs), skew(base, runs)]
    for one in parts:
        one.figure.draw_without_rendering()  # everything finds its place; `save` lays nothing out
        save(one.figure, PAGE.parent / "figures" / f"{one.name}.svg")
    text = page(parts, seeds)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
