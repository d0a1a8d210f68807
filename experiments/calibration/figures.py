"""The calibration in pictures: `python -m experiments.calibration.figures`, after the posterior."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.calibration.adopt import CHANGED
from experiments.calibration.runs import FOLDER
from experiments.calibration.screen import FEW_COUNTED
from experiments.calibration.targets import CUT, SCALE_OF
from experiments.calibration.waves import CANDIDATES, HERE, Region, implausibility, region, second_largest, unit_of
from experiments.patterns.tolerances import TOLERANCES
from sim.experiment.reading.draws import SHIPPED
from sim.report.figures.style import BLUE, COLOURS, GREY, INK, ORANGE, PALE, VERMILION, save, words

Numbers = NDArray[np.float64]
SHOWN = 22
BINS = 12


def sets(found: Region) -> dict[str, Numbers]:
    """Return the former and the adopted defaults in the unit cube, [inputs] each."""
    table = pd.read_csv(CHANGED, index_col="key").loc[[one.key for one in found.inputs]]
    return {name: unit_of(found.inputs, table[name].to_numpy(float)[None, :])[0] for name in ("former", "adopted")}


def canvas(width: float, height: float) -> Figure:
    """Return an empty figure."""
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.08))


def screen() -> Figure:
    """Draw the largest effects of the screen, by parameter, each bar coloured by the pattern it moves most."""
    table = pd.read_csv(HERE / "screen.csv", index_col=0)
    top = table.head(SHOWN).iloc[::-1]
    most = top[[name for name in SCALE_OF if name not in FEW_COUNTED]].idxmax(axis=1)
    colour = dict(zip(SCALE_OF, (*COLOURS, INK, GREY, "#8B4513"), strict=False))
    figure = canvas(8, 6.5)
    axes = figure.subplots()
    axes.barh([words(key.split(".")[-1]) for key in top.index], top["score"], color=[colour[name] for name in most])
    for name in dict.fromkeys(most[::-1]):
        axes.barh([0], [0], color=colour[name], label=name)
    axes.legend(title="pattern moved most", fontsize=8, frameon=False, loc="lower right")
    axes.set_xlabel("effects beyond the median parameter's, in half-widths of tolerance")
    axes.set_title("What moves the calibration patterns", loc="left")
    axes.margins(y=0.02)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def left_over(found: Region) -> Figure:
    """Draw which share of the prior is not ruled out, along every input."""
    cube = qmc.LatinHypercube(d=len(found.inputs), rng=8).random(CANDIDATES)
    inside = second_largest(implausibility(found.emulator, cube, found.luck)) < CUT
    own = sets(found)
    figure = canvas(10, 2 * ((len(found.inputs) + 4) // 5))
    for place, (one, axes) in enumerate(zip(found.inputs, _grid(figure, len(found.inputs)), strict=False)):
        edges = np.linspace(0, 1, BINS + 1)
        where = np.digitize(cube[:, place], edges[1:-1])
        share = np.array([inside[where == bin_].mean() for bin_ in range(BINS)])
        axes.stairs(100 * share, edges, fill=True, color=BLUE, alpha=0.6)
        axes.axvline(own["former"][place], color=GREY, linestyle=":", linewidth=1.2)
        axes.axvline(own["adopted"][place], color=VERMILION, linewidth=1.2)
        axes.set_title(words(one.name), fontsize=8)
        axes.set_xticks([0, 1], [f"{float(one.quantile(np.array([s]))[0]):.3g}" for s in (0.001, 0.999)], fontsize=7)
        axes.tick_params(labelsize=7)
        axes.set_ylim(bottom=0)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(
        f"Points that cannot be ruled out, per cent along each input ({inside.mean():.1%} of the prior in all; "
        "red: adopted, dotted: former default)",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    return figure


def marginals(found: Region) -> Figure:
    """Draw the shipped draws against the prior, input by input."""
    draws = pd.read_csv(SHIPPED["posterior"])
    unit = unit_of(found.inputs, draws[[one.key for one in found.inputs]].to_numpy(float))
    own = sets(found)
    figure = canvas(10, 2 * ((len(found.inputs) + 4) // 5))
    edges = np.linspace(0, 1, BINS // 2 + 3)
    for place, (one, axes) in enumerate(zip(found.inputs, _grid(figure, len(found.inputs)), strict=False)):
        axes.hist(unit[:, place], edges, density=True, color=BLUE, alpha=0.6)
        axes.axhline(1, color=GREY, linestyle="--", linewidth=1)
        axes.axvline(own["former"][place], color=GREY, linestyle=":", linewidth=1.2)
        axes.axvline(own["adopted"][place], color=VERMILION, linewidth=1.2)
        axes.set_title(words(one.name), fontsize=8)
        axes.set_xticks([0, 1], [f"{float(one.quantile(np.array([s]))[0]):.3g}" for s in (0.001, 0.999)], fontsize=7)
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
    figure.suptitle(
        "Posterior draws by shares of the prior: a flat histogram (dashed) has learnt nothing "
        "(red: adopted, dotted: former default)",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    return figure


def predictive() -> Figure:
    """Draw the patterns of the posterior draws' own runs beside their tolerances."""
    runs = pd.read_parquet(FOLDER.parent / "calibration-posterior.parquet")
    runs = runs[runs["kept"]]
    names = [name for name, (kind, *_) in TOLERANCES.items() if kind != "I" and name in runs]
    figure = canvas(11, 2 * ((len(names) + 4) // 5))
    for name, axes in zip(names, _grid(figure, len(names)), strict=False):
        _, low, high, calibrated = TOLERANCES[name]
        values = runs[name].dropna().to_numpy()
        reach = max(2 * np.ptp(values), 0.5 * abs(values.mean()))  # a wide tolerance is cut off, to show the runs
        edges = np.clip([low, high], values.min() - reach, values.max() + reach)
        axes.axvspan(*edges, color=PALE)
        axes.hist(values, 14, color=BLUE if calibrated else ORANGE)
        inside = ((values >= low) & (values <= high)).mean()
        axes.set_title(f"{name}\n{inside:.0%} inside", fontsize=8)
        axes.set_yticks([])
        axes.tick_params(labelsize=7)
        axes.spines[["top", "right", "left"]].set_visible(False)
    figure.suptitle(
        "Runs of the posterior draws and the tolerances (grey). Blue: used for calibration, orange: validation only",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    return figure


def ranks() -> Figure:
    """Draw the ranks of simulation-based calibration: the distribution function less that of even ranks."""
    figure = canvas(10, 4)
    for label, axes in zip(("emulator", "model"), figure.subplots(1, 2, sharey=True), strict=True):
        table = pd.read_csv(FOLDER.parent / f"calibration-ranks-{label}.csv")
        grid = np.linspace(0, 1, 200)
        band = 1.36 / np.sqrt(len(table))  # Kolmogorov's 95 %
        axes.axhspan(-band, band, color=PALE)
        for name in table:
            axes.plot(grid, [(table[name] <= at).mean() - at for at in grid], linewidth=0.9, alpha=0.8)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_title(f"facts made up by the {label}: {len(table)} sets", loc="left", fontsize=9)
        axes.set_xlabel("rank of the truth in its posterior")
        axes.spines[["top", "right"]].set_visible(False)
    figure.axes[0].set_ylabel("share of ranks below, less that of even ranks")
    figure.suptitle("Simulation-based calibration, a line for every input (grey: 95 % for one line)", fontsize=10)
    return figure


def _grid(figure: Figure, count: int) -> list:
    rows = -(-count // 5)
    axes = list(figure.subplots(rows, 5).flat)
    for one in axes[count:]:
        one.set_visible(False)
    return axes


def main() -> None:
    """Draw all figures into this folder."""
    found = region()
    figures = {
        "screen": screen(),
        "region": left_over(found),
        "marginals": marginals(found),
        "predictive": predictive(),
        "ranks": ranks(),
    }
    for name, figure in figures.items():
        save(figure, Path(HERE) / f"{name}.svg")


if __name__ == "__main__":
    main()
