"""Which part of the parameters' space cannot be ruled out? History matching in waves.

`python -m experiments.calibration.waves [JOBS]`, after the screen. A point is ruled out if the second largest of its
implausibilities is above 3. An implausibility is the distance between fact and emulated expectation, over the standard
deviation of all that stands between the two: tolerance of the fact, luck of a run, doubt of the emulator.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.calibration.emulator import Emulator, quality
from experiments.calibration.prior import Uncertain, barriers, parameters, shipped, unit_to_values
from experiments.calibration.runs import at_points
from experiments.calibration.screen import MOST_GROWTH
from experiments.calibration.targets import CUT, SCALE_OF, TARGETS, statistics

Numbers = NDArray[np.float64]

HERE = Path(__file__).parent
SURVIVORS = 11
TUNED = ("clerks", "opportunism", "anchor_slots", "enter_pace", "effort_military")
"""Kept whatever the screen says: the defaults were tuned by these to one pattern each (P12, P14, P11, P8, P6)."""
SIZES = (400, 300, 300, 300)
HELD_OUT = 60  # of every wave: never used for fitting
SHIPPED_SEEDS = 30
LUCK_POINTS, LUCK_SEEDS = 20, 5
CANDIDATES = 30_000


@dataclass(frozen=True, eq=False)
class Region:
    """Where the waves ended.

    Args:
        inputs: what was varied.
        emulator: fitted to all runs but those held out.
        points: [runs, inputs] of all waves, in the unit cube of the prior.
        values: [runs, targets] their statistics.
        wave: [runs] wave of each, from 1.
        held: [runs] whether it was kept from the fitting.
        luck: [targets] variance of a run's statistics over seeds.
        shares: share of the prior not ruled out after each wave.
        misfit: residual covariance of single runs that were held out, [targets, targets].
    """

    inputs: tuple[Uncertain, ...]
    emulator: Emulator
    points: Numbers
    values: Numbers
    wave: Numbers
    held: NDArray[np.bool_]
    luck: Numbers
    shares: tuple[float, ...]
    misfit: Numbers


def inputs() -> tuple[Uncertain, ...]:
    """Return the parameters that survive the screen, largest effect first, those tuned by, and the barriers."""
    table = pd.read_csv(HERE / "screen.csv", index_col=0)
    order = [key for key in table.index if key.startswith("parameters.")][:SURVIVORS]
    order += [f"parameters.{name}" for name in TUNED if f"parameters.{name}" not in order]
    known = {one.key: one for one in parameters()}
    return (*(known[key] for key in order), *barriers())


def unit_of(uncertain: tuple[Uncertain, ...], values: Numbers) -> Numbers:
    """Return values as points of the unit cube of the prior."""
    return np.column_stack([one.share_below(values[:, place]) for place, one in enumerate(uncertain)])


def implausibility(emulator: Emulator, points: Numbers, luck: Numbers) -> Numbers:
    """Return the implausibility of every target at points, [points, targets]."""
    facts = np.array([target.middle for target in TARGETS])
    spread = np.array([target.sd for target in TARGETS]) ** 2 + luck
    parts = np.array_split(points, max(1, len(points) // 5000))
    return np.concatenate(
        [np.abs(emulator.mean(part) - facts) / np.sqrt(spread + emulator.variance(part)) for part in parts]
    )


def second_largest(values: Numbers) -> Numbers:
    """Return the second largest of every row."""
    return np.partition(values, -2, axis=1)[:, -2]


def run_points(name: str, uncertain: tuple[Uncertain, ...], unit: Numbers, seeds: int, jobs: int) -> pd.DataFrame:
    """Run points of the unit cube; values of the inputs stand in the frame as well."""
    values = unit_to_values(uncertain, unit)
    keys = [one.key for one in uncertain]
    runs = at_points(name, keys, values, seeds, jobs)
    return runs.join(pd.DataFrame(values, columns=keys), on="draw")


def usable(runs: pd.DataFrame) -> pd.DataFrame:
    """Leave out runs without a single match or supply, of which some patterns cannot be said."""
    growth = "P8 growth of licensed firms"
    runs = runs.assign(**{growth: runs[growth].clip(upper=MOST_GROWTH)})
    return runs[np.isfinite(statistics(runs)).all(axis=1)].reset_index(drop=True)


def region(jobs: int = 2) -> Region:
    """Make the waves, or what the store lacks of them, and return where they ended."""
    uncertain = inputs()
    keys = [one.key for one in uncertain]
    cube = qmc.LatinHypercube(d=len(uncertain), rng=1).random(CANDIDATES)
    unit = qmc.LatinHypercube(d=len(uncertain), rng=2).random(SIZES[0])
    base = shipped(uncertain)[None, :]
    at_shipped = at_points("shipped", keys, base, SHIPPED_SEEDS, jobs)
    luck = statistics(at_shipped).var(axis=0, ddof=1)
    points, values, wave, held, shares = [], [], [], [], []
    emulator: Emulator | None = None
    for number, size in enumerate(SIZES, 1):
        runs = usable(run_points(f"wave{number}", uncertain, unit[:size], 0, jobs))
        points.append(unit_of(uncertain, runs[keys].to_numpy()))
        values.append(statistics(runs))
        wave.append(np.full(len(runs), number))
        held.append(np.arange(len(runs)) >= len(runs) - HELD_OUT)
        all_points, all_values, out = np.concatenate(points), np.concatenate(values), np.concatenate(held)
        emulator = Emulator.of(all_points[~out], all_values[~out], like=emulator)
        spread = second_largest(implausibility(emulator, cube, luck))
        left = cube[spread < CUT]
        shares.append(len(left) / len(cube))
        fresh = out & (np.concatenate(wave) == number)
        explained = quality(emulator.mean(all_points[fresh]), all_values[fresh])
        print(f"wave {number}: {len(runs)} runs usable of {size}; {shares[-1]:.4f} of the prior is left")
        print("  explained, held-out runs:", dict(zip(SCALE_OF, explained.round(2).tolist(), strict=True)), flush=True)
        if number == 1:
            some = run_points("luck", uncertain, left[:LUCK_POINTS], LUCK_SEEDS, jobs)
            groups = pd.DataFrame(statistics(some)).groupby(some["draw"].to_numpy())
            luck = np.maximum(luck, groups.var(ddof=1).mean().to_numpy())
        if number < len(SIZES):
            unit = left[np.random.default_rng(number).permutation(len(left))]
    assert emulator is not None
    late = out & (np.concatenate(wave) > 1)
    residual = all_values[late] - emulator.mean(all_points[late])
    misfit = np.cov(residual.T) + np.outer(residual.mean(0), residual.mean(0))
    return Region(uncertain, emulator, all_points, all_values, np.concatenate(wave), out, luck, tuple(shares), misfit)


def main() -> None:
    """Make the waves and write what they say of the shipped set."""
    found = region(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    own = unit_of(found.inputs, shipped(found.inputs)[None, :])
    rows = pd.DataFrame(
        {
            "target": [target.name for target in TARGETS],
            "luck_sd": np.sqrt(found.luck),
            "fact_sd": [target.sd for target in TARGETS],
            "shipped": implausibility(found.emulator, own, found.luck)[0],
        }
    )
    print(rows.round(3).to_string())
    pd.DataFrame({"wave": range(1, len(SIZES) + 1), "runs": SIZES, "share_left": found.shares}).to_csv(
        HERE / "waves.csv", index=False
    )


if __name__ == "__main__":
    main()
