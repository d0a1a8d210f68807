"""Which set of defaults meets the calibration patterns best? A search by real runs, from the defaults outwards.

`python -m experiments.calibration.nearest [JOBS]` is for a change of rules after which the defaults stand far from the
facts: the waves rule out, this finds a place to begin. Rounds of runs about the best point known, each round closer;
after each, Gaussian processes fitted to all runs so far say where the next one is centred. Runs are kept, so that a
search stopped at any moment goes on. Patterns kept for validation are not looked at. The cost of a point is its misfit
(squared distances from the middles of the tolerances, in standard deviations of the facts) and a small price for
leaving the defaults. The centres are rounded to two digits and run on fresh seeds; what is printed comes from those.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.emulator import Emulator
from experiments.calibration.prior import Uncertain, parameters, shipped, unit_of, unit_to_values
from experiments.calibration.runs import at_points
from experiments.calibration.targets import ONE_SIDED, TARGETS, VALIDATION_ONLY, standardised, statistics

Numbers = NDArray[np.float64]

CHECK_SEEDS = 12
SPREADS = (0.16, 0.10, 0.06, 0.04)
"""Standard deviation of each round's points about its centre, in shares of a plausible range."""
SIZE = 200  # runs of a round
CANDIDATES = 30_000
ZOOMS = 6
STAY = 1.0
"""Cost of moving one input from its default by half of its plausible range, beside the misfit."""
EDGE = 0.01
FREE = (
    *("quality_spread", "base_value", "cost_share", "clerks", "technical_failure_rate", "climb_expertise"),
    *("anchor_slots", "opportunism", "university_visibility", "effort_university"),
    *("initially_active", "initially_active_core", "initially_licensed", "enter_pace", "habit_across"),
    *("capital_share", "debt_service", "bank_approval", "fund", "sign_value"),
)
"""What may move: settings of rules that are new, and those by which defaults were tuned to one pattern each."""
DIGITS = 2
CHANGED = Path(__file__).with_name("nearest.csv")


def inputs() -> tuple[Uncertain, ...]:
    """Return what may move, with its range."""
    known = {one.name: one for one in parameters()}
    return tuple(known[name] for name in FREE)


def about(centre: Numbers, spread: float, number: int, random: np.random.Generator) -> Numbers:
    """Return points about a centre, [number, inputs] in the unit cube."""
    return np.clip(centre + spread * random.normal(size=(number, len(centre))), EDGE, 1.0 - EDGE)


def cheapest(emulator: Emulator, start: Numbers, centre: Numbers, random: np.random.Generator) -> tuple[Numbers, float]:
    """Return the point of least emulated cost that is found from a centre, [inputs], and its cost."""
    best, least = centre, np.inf
    for zoom in range(ZOOMS):
        points = np.vstack([about(best, 0.25 * 0.6**zoom, CANDIDATES // ZOOMS, random), best])
        costs = (standardised(emulator.mean(points)) ** 2).sum(axis=1) + STAY * ((points - start) ** 2).sum(1) / 0.25
        if costs.min() < least:
            best, least = points[costs.argmin()], float(costs.min())
    return best, least


def search(free: Sequence[Uncertain], jobs: int) -> list[Numbers]:
    """Return the centres of the rounds, [inputs] each in the unit cube; the last is where the search ended."""
    start = np.clip(unit_of(tuple(free), shipped(free)[None, :])[0], EDGE, 1.0 - EDGE)
    random, keys = np.random.default_rng(12), [one.key for one in free]
    centres, tried, seen = [start], np.empty((0, len(free))), np.empty((0, len(TARGETS)))
    for number, spread in enumerate(SPREADS):
        unit = np.vstack([about(centres[-1], spread, SIZE - 1, random), centres[-1]])
        runs = at_points(f"nearest-{number}", keys, unit_to_values(free, unit), 0, jobs)
        values = statistics(runs)
        good = np.isfinite(values).all(axis=1)
        tried = np.vstack([tried, unit[runs["draw"].to_numpy(int)][good]])
        seen = np.vstack([seen, values[good]])
        best, least = cheapest(Emulator.of(tried, seen), start, centres[-1], random)
        centres.append(best)
        print(f"round {number}: {good.sum()} runs to be read; emulated cost of the next centre {least:.1f}", flush=True)
    return centres


def rounded(one: Uncertain, value: float) -> float:
    """Round to two significant digits, or to a whole number."""
    return float(round(value)) if one.whole else float(f"{value:.{DIGITS}g}")


def judged(
    name: str, inputs: Sequence[Uncertain], sets: dict[str, Numbers], seeds: int, jobs: int, also: Sequence[str] = ()
) -> pd.DataFrame:
    """Run sets with the real model; return a row each: how well it meets the calibration patterns, and what it reads.

    Args:
        name: of the file that keeps the runs.
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
    """Search, check the centres on fresh seeds, write the best set beside the defaults."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    free = inputs()
    own = shipped(free)
    sets = {"defaults": own}
    for number, centre in enumerate(search(free, jobs)[1:], 1):
        values = unit_to_values(free, centre[None, :])[0]
        sets[f"round {number}"] = np.array([rounded(one, value) for one, value in zip(free, values, strict=True)])
    table = judged("nearest-check", free, sets, CHECK_SEEDS, jobs, also=(*ONE_SIDED, *VALIDATION_ONLY)).set_index("set")
    print(table.T.round(3).to_string())
    best = str(table["misfit"].idxmin())
    pd.DataFrame({"key": [one.key for one in free], "former": own, "found": sets[best]}).to_csv(
        CHANGED, index=False, float_format="%.6g"
    )
    print(f"{best} has the least misfit; {CHANGED.name} has it beside the defaults")


if __name__ == "__main__":
    main()
