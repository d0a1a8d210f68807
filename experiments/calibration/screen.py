"""What does every number move: the patterns, and the policy contrasts? `python -m experiments.calibration.screen`.

A radial design (Campolongo, Saltelli & Cariboni 2011): worlds are drawn from the whole plausible ranges. The shipped
world is the first base, those of the rows of readings are the next: what matters far from the facts does not matter.
From each base every number alone is moved to where another draw has it. The mean squared change, over twice the
variance over worlds, is the number's total effect (Jansen 1999). What a change moves by shaking up the
luck of a run alone is measured too: the median number that changes anything at all. The table says of every number
what follows; `docs/numbers.md` is made of it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from experiments.calibration.contrasts import columns, contrasts, with_orders
from experiments.calibration.numbers import FILE, numbers_page
from experiments.calibration.prior import Uncertain, numbers, shipped, unit_to_values
from experiments.calibration.runs import FOLDER, Keeper, frame_of, points_of
from experiments.calibration.targets import TARGETS, alive
from sim.engine import model_version
from sim.experiment.reading.draws import SHIPPED

Numbers = NDArray[np.float64]

MINUTES = 12.0
WORLDS = 32
"""Draws of the prior by which the variance over worlds is measured, and as many bases at most."""
LARGE = 0.05
"""Total effect beyond luck's, a share of a column's variance over worlds, from which a number is free."""
SURE = 0.05
"""Chance by which luck is taken for a large effect, of one number over all columns."""
HEARD = 0.1
"""Luck's share of a contrast's variance over worlds beyond which so few runs tell nothing of it."""


class Screened(NamedTuple):
    """The runs of the screen.

    Args:
        bases: [bases, columns] of the base worlds.
        moved: [bases, numbers, columns] of the worlds in which one number was moved; NaN where a run failed.
        worlds: [worlds, columns] draws of the prior in which all can be read.
        columns: patterns, on the scale of their targets, and contrasts.
        runs: worlds that were run, with all arms of each.
    """

    bases: Numbers
    moved: Numbers
    worlds: Numbers
    columns: list[str]
    runs: int


def points(inputs: int, number: int) -> tuple[Numbers, Numbers]:
    """Return draws of the prior and, for each, another from which steps are taken, [number, inputs] in the unit cube.

    More draws keep those that were there.
    """
    whole = 1 << int(np.ceil(np.log2(max(2, number))))
    both = qmc.Sobol(d=2 * inputs, rng=19).random(whole)[:number]
    return both[:, :inputs], both[:, inputs:]


def worlds_of_readings(inputs: Sequence[Uncertain]) -> Numbers:
    """Return the shipped world and those of the rows of readings, as many as there are draws, [worlds, inputs].

    What a row does not say is as shipped.
    """
    first, rows = shipped(inputs), pd.read_csv(SHIPPED["posterior"]).iloc[: WORLDS - 1]
    said = [rows[one.key] if one.key in rows else np.full(len(rows), first[place]) for place, one in enumerate(inputs)]
    return np.vstack([first, np.column_stack(said)])


def steps_from(here: Numbers, there: Numbers) -> Numbers:
    """Return the points at which one input alone is moved, [inputs, inputs]."""
    around = np.tile(here, (len(here), 1))
    np.fill_diagonal(around, there)
    return around


def run_screen(inputs: Sequence[Uncertain], minutes: float, most: int, jobs: int, folder: Path = FOLDER) -> Screened:
    """Run worlds, then as many bases as the time allows, one at least: the shipped world, then the rows of readings."""
    began, keys = time.monotonic(), [one.key for one in inputs]
    here, there = points(len(inputs), WORLDS)
    with Keeper("screen", contrasts, jobs, folder) as keeper:
        worlds = frame_of(keeper.rows(points_of(keys, unit_to_values(inputs, here), range(WORLDS))))
        living = np.flatnonzero(alive(worlds))
        if not len(living):
            raise SystemExit("in none of the worlds of the prior can all patterns be read: nothing is screened")
        bases, elsewhere = worlds_of_readings(inputs)[:most], unit_to_values(inputs, there)
        around, used = [], []
        for place, base in enumerate(bases):
            last = time.monotonic()
            values = np.vstack([base, steps_from(base, elsewhere[place])])
            around.append(frame_of(keeper.rows(points_of(keys, values, [WORLDS + place] * len(values)))))
            used.append(place)
            now = time.monotonic()
            print(f"base {len(used)} of {len(bases)}: {now - began:.0f} s in all", flush=True)
            if now - began + (now - last) > 60.0 * minutes:
                break
        asked = keeper.asked
    names = columns(worlds)
    told = with_orders(pd.concat([worlds.iloc[living], *around], ignore_index=True))
    orders = [name for name in columns(told) if name not in names]
    values, labels = read(told, [*names, *orders])
    first, size = len(living), len(inputs) + 1
    found = values[first:].reshape(len(used), size, len(labels))
    return Screened(found[:, 0], found[:, 1:], values[:first], labels, asked)


def read(runs: pd.DataFrame, names: Sequence[str]) -> tuple[Numbers, list[str]]:
    """Return targets on their scales and contrasts of runs, and what the columns are."""
    scaled = np.column_stack([target.of(runs[target.name].to_numpy(float)) for target in TARGETS])
    return np.hstack([scaled, runs[list(names)].to_numpy(float)]), [*(t.name for t in TARGETS), *names]


def total_effects(found: Screened) -> tuple[Numbers, Numbers, Numbers]:
    """Return total effects of numbers, the luck that stands under them, and bounds, each but luck [numbers, columns].

    The bound is that below which the effect lies for sure by 95 %, changes taken for normal. A column that is the same
    in all worlds has no effects.
    """
    variance = found.worlds.var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = (found.moved - found.bases[:, None, :]) ** 2 / (2.0 * variance)
    squared[:, :, variance <= 0.0] = 0.0
    there = np.isfinite(squared)
    count = there.sum(axis=0)
    total = np.where(count > 0, np.where(there, squared, 0.0).sum(axis=0) / np.maximum(1, count), np.nan)
    luck = np.array([np.median(column[column > 0.0]) if (column > 0.0).any() else 0.0 for column in total.T])
    bound = total * count / stats.chi2.ppf(0.05, np.maximum(1, count))
    return total, luck, bound


def verdicts(inputs: Sequence[Uncertain], found: Screened) -> pd.DataFrame:
    """Return what was found of every number, a row each; see `experiments.calibration.numbers`."""
    total, luck, bound = total_effects(found)
    patterns = np.array([name in {target.name for target in TARGETS} for name in found.columns])
    heard = ~patterns & (luck <= HEARD) & (found.worlds.var(axis=0) > 0.0)
    count = np.isfinite(found.moved).sum(axis=0).max(axis=1)
    columns_read = int(patterns.sum() + heard.sum())
    limit = stats.chi2.ppf(1.0 - SURE / max(1, columns_read), np.maximum(1, count)) / np.maximum(1, count)
    beyond = np.maximum(0.0, np.nan_to_num(total) - luck)
    sure = (beyond >= LARGE) & (np.nan_to_num(total) > limit[:, None] * luck)
    rows = []
    for place, one in enumerate(inputs):
        own = {"key": one.key, "bases": int(count[place])}
        for label, where in (("patterns", patterns), ("contrasts", heard)):
            effects = np.where(where, beyond[place], -1.0)
            best = int(effects.argmax())
            own |= {
                f"{label}_effect": max(0.0, float(effects[best])),
                f"{label}_most": found.columns[best] if effects[best] > 0.0 else "",
                f"{label}_large": bool((sure[place] & where).any()),
                f"{label}_bound": float(np.nanmax(bound[place][where])) if where.any() and count[place] else np.nan,
            }
        own["moves_nothing"] = bool(count[place] and np.nanmax(total[place]) == 0.0)
        rows.append(own)
    return pd.DataFrame(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, judge, write the table and the page."""
    parser = argparse.ArgumentParser(prog="python -m experiments.calibration.screen", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=MINUTES, help=f"no base is begun that would go beyond ({MINUTES:g})"
    )
    parser.add_argument("--bases", type=int, default=WORLDS, help="base worlds at most, the shipped world among them")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    given = parser.parse_args(arguments)
    inputs = numbers()
    began = time.monotonic()
    found = run_screen(inputs, given.minutes, given.bases, given.jobs)
    _, luck, _ = total_effects(found)
    deaf = [name for name, one in zip(found.columns, luck, strict=True) if one > HEARD]
    table = verdicts(inputs, found)
    table["model"] = model_version()[:12]
    table.to_csv(FILE, index=False, float_format="%.4g")
    page = numbers_page(found.runs, len(found.columns) - len(deaf), len(deaf))
    print(page)
    print(f"{found.runs} worlds with all arms, {len(found.bases)} bases, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
