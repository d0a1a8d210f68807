"""Which set is shipped? The fewest changes of the defaults by which the calibration patterns are met well.

`python -m experiments.calibration.adopt [JOBS]`, after the posterior. Barriers stay as they were coded. Parameters are
freed one at a time, always the one that brings the emulated patterns nearest to their middles; the others stay at
their defaults. Every step of this path is rounded to two digits and run with the real model, and so are the best
posterior draws. Taken is the shortest step whose misfit is within `ENOUGH` of the least. Patterns kept for validation
are not looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.calibration.prior import Uncertain, shipped, unit_to_values
from experiments.calibration.runs import FOLDER, at_points
from experiments.calibration.targets import ONE_SIDED, TARGETS, standardised, statistics
from experiments.calibration.waves import HERE, Region, region, unit_of

Numbers = NDArray[np.float64]

STEPS = 8
TO_CENTRE = 0.25
"""Weight of the distance from the posterior's mean, in its standard deviations, beside the misfit, of what is freed."""
ENOUGH = 3.0
SEEDS = 30
BEST = 4
DIGITS = 2
POINTS, ZOOMS = 128, 5  # of the search
CHANGED = HERE / "adopted.csv"


def rounded(one: Uncertain, value: float) -> float:
    """Round to two significant digits, or to a whole number."""
    return float(round(value)) if one.whole else float(f"{value:.{DIGITS}g}")


def misfit(found: Region, points: Numbers) -> Numbers:
    """Return the emulated misfit: squared distances from the middles in standard deviations of the facts, summed."""
    return np.asarray((standardised(found.emulator.mean(points)) ** 2).sum(axis=1))


def nearest(found: Region, start: Numbers, free: list[int], centre: Numbers, spread: Numbers) -> tuple[Numbers, float]:
    """Return the point of least misfit when only some inputs are free, and what it costs.

    Args:
        found: the waves.
        start: [inputs] where the others stay, in the unit cube.
        free: the inputs that may move.
        centre, spread: [inputs] mean and standard deviation of the posterior in the unit cube.
    """
    unit = qmc.Sobol(d=len(free), rng=3).random(POINTS)
    low, high = np.full(len(free), 0.01), np.full(len(free), 0.99)
    best, least = start, np.inf
    for _ in range(ZOOMS):
        points = np.tile(start, (POINTS, 1))
        points[:, free] = low + unit * (high - low)
        away = ((points[:, free] - centre[free]) / spread[free]) ** 2
        cost = misfit(found, points) + TO_CENTRE * away.sum(axis=1)
        if cost.min() < least:
            best, least = points[cost.argmin()], float(cost.min())
        half = (high - low) / 4
        low, high = np.maximum(best[free] - half, 0.01), np.minimum(best[free] + half, 0.99)
    return best, least


def path(found: Region, centre: Numbers, spread: Numbers) -> list[tuple[list[int], Numbers]]:
    """Return which inputs are freed and where they then stand, step by step, [inputs] as values, rounded."""
    own = shipped(found.inputs)
    start = unit_of(found.inputs, own[None, :])[0]
    free: list[int] = []
    steps = []
    may_move = [place for place, one in enumerate(found.inputs) if one.key.startswith("parameters.")]
    for _ in range(STEPS):
        tried = {
            place: nearest(found, start, [*free, place], centre, spread) for place in may_move if place not in free
        }
        place = min(tried, key=lambda one: tried[one][1])
        free = [*free, place]
        values = unit_to_values(found.inputs, tried[place][0][None, :])[0]
        each = zip(found.inputs, values, strict=True)
        values = np.array([rounded(one, v) if at in free else own[at] for at, (one, v) in enumerate(each)])
        steps.append((free, values))
        told = ", ".join(f"{found.inputs[at].name} {values[at]:g}" for at in free)
        print(f"{len(free)} freed, emulated cost {tried[place][1]:.1f}: {told}", flush=True)
    return steps


def judged(
    name: str, inputs: Sequence[Uncertain], sets: dict[str, Numbers], seeds: int, jobs: int, also: Sequence[str] = ()
) -> pd.DataFrame:
    """Run sets with the real model; return a row each: how well it meets the calibration patterns, and what it reads.

    Args:
        name: of the experiment in the store.
        inputs: what the sets give values for.
        sets: by name, [inputs].
        seeds: runs of every set.
        jobs: processes.
        also: patterns that are printed beside those that are calibrated to.
    """
    runs = at_points(name, [one.key for one in inputs], np.vstack(list(sets.values())), seeds, jobs)
    rows = []
    for label, (_, own) in zip(sets, runs.groupby("draw"), strict=True):
        inside = [target.low <= own[target.name].mean() <= target.high for target in TARGETS]
        ordered = [own[one].mean() > 0 for one in ONE_SIDED]
        gap = standardised(statistics(own).mean(axis=0))
        rows.append(
            {
                "set": label,
                "met": sum(inside) + sum(ordered),
                "of": len(inside) + len(ordered),
                "misfit": float((gap**2).sum()),
                "worst": float(np.abs(gap).max()),
                **{pattern: own[pattern].mean() for pattern in (*(target.name for target in TARGETS), *also)},
            }
        )
    return pd.DataFrame(rows)


def main() -> None:
    """Find the path, run it, choose, and write what is adopted."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    found = region(jobs)
    keys = [one.key for one in found.inputs]
    draws = pd.read_parquet(FOLDER.parent / "calibration-posterior.parquet")
    draws = draws[draws["kept"]]
    unit = unit_of(found.inputs, draws[keys].to_numpy(float))
    steps = path(found, unit.mean(axis=0), unit.std(axis=0))
    order = np.argsort(misfit(found, unit))[:BEST]
    sets = {"former": shipped(found.inputs)}
    sets |= {f"{len(free)} changed": values for free, values in steps}
    sets |= {f"posterior draw {place + 1}": draws[keys].to_numpy(float)[at] for place, at in enumerate(order)}
    table = judged("adopt", found.inputs, sets, SEEDS, jobs)
    table.to_csv(HERE / "better_points.csv", index=False, float_format="%.4g")
    print(table.round(3).T.to_string(), flush=True)
    on_path = table[table["set"].str.endswith("changed") & (table["met"] == table["of"])]
    taken = on_path[on_path["misfit"] < on_path["misfit"].min() + ENOUGH].iloc[0]
    print(f"taken: {taken['set']}, misfit {taken['misfit']:.1f}")
    pd.DataFrame({"key": keys, "former": sets["former"], "adopted": sets[str(taken["set"])]}).to_csv(
        CHANGED, index=False, float_format="%.6g"
    )


if __name__ == "__main__":
    main()
