"""Which worlds about the adopted defaults do the patterns leave possible? Rows for readings, by real runs.

`python -m experiments.calibration.around [JOBS]`, after `nearest`. The whole posterior (waves, then `posterior`) takes
hours of thought after a change of rules; until it is made anew, this gives rows that fit the rules as they are: points
in a box about the defaults, a fifth of each plausible range to either side, barriers after their coding; Gaussian
processes fitted to a first sample say which of many points are likely; those drawn are run with the real model, and
rows whose own run is not ruled out are shipped. The box is a choice, so the doubt of the readings is a lower bound.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.calibration.emulator import Emulator, quality
from experiments.calibration.nearest import FREE
from experiments.calibration.posterior import KEPT, acceptable, facts, log_likelihood, shares_of, ship, worth
from experiments.calibration.prior import Uncertain, barriers, parameters, shipped, unit_to_values
from experiments.calibration.runs import at_points
from experiments.calibration.targets import statistics
from experiments.calibration.waves import unit_of, usable

Numbers = NDArray[np.float64]

ALSO = (
    *("novelty_scale", "comprehension_scale", "absorptive_capacity_slope", "learning_rate", "forgetting_rate"),
    *("development_cost", "absorption_speed", "initial_success", "effort_military", "search_focus"),
    *("procurement_share", "make_return", "prior_weight", "exit_pace", "release_rate", "city_budget"),
)
"""What is varied beside what may move in `nearest`."""
HALF = 0.2
"""Half the side of the box, in shares of a plausible range."""
FIRST, HELD = 500, 100  # runs of the first sample, and those of it that are kept from the fitting
PROPOSED, TRIED = 60_000, 450
LUCK_SEEDS = 30


def inputs() -> tuple[Uncertain, ...]:
    """Return what is varied: parameters, then barriers."""
    known = {one.name: one for one in parameters()}
    return (*(known[name] for name in (*FREE, *ALSO)), *barriers())


def box(free: tuple[Uncertain, ...], cube: Numbers) -> Numbers:
    """Bring points of the unit cube into the box, [points, inputs]; a barrier's whole prior is in it."""
    centre = unit_of(free, shipped(free)[None, :])[0]
    is_barrier = np.array([not np.isnan(one.code) for one in free])
    low = np.where(is_barrier, 0.005, np.clip(centre - HALF, 0.005, 0.995 - 2 * HALF))
    high = np.where(is_barrier, 0.995, low + 2 * HALF)
    return np.asarray(low + cube * (high - low))


def main() -> None:
    """Sample, fit, draw, run, ship."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    free = inputs()
    keys = [one.key for one in free]
    luck = statistics(at_points("around-luck", keys, shipped(free)[None, :], LUCK_SEEDS, jobs)).var(axis=0, ddof=1)
    unit = box(free, qmc.LatinHypercube(d=len(free), rng=21).random(FIRST))
    runs = usable(at_points("around-first", keys, unit_to_values(free, unit), 0, jobs))
    points, seen = unit[runs["draw"].to_numpy(int)], statistics(runs)
    emulator = Emulator.of(points[HELD:], seen[HELD:])
    left = seen[:HELD] - emulator.mean(points[:HELD])
    told = quality(emulator.mean(points[:HELD]), seen[:HELD])
    print(f"{len(points)} runs of the first sample; of runs held out the emulator explains {told.round(2)}", flush=True)

    cube = box(free, qmc.Sobol(d=len(free), rng=22).random(PROPOSED))
    means = np.concatenate([emulator.mean(part) for part in np.array_split(cube, 30)])
    weights = shares_of(log_likelihood(means, np.cov(left.T), facts()))
    chosen = cube[np.random.default_rng(23).choice(len(cube), TRIED, replace=False, p=weights)]
    values = unit_to_values(free, chosen)
    print(f"{PROPOSED} points of the box are worth {worth(weights):.0f} draws", flush=True)
    tried = usable(at_points("around", keys, values, 0, jobs))
    good = acceptable(tried, luck)
    best = values[tried["draw"].to_numpy(int)[good]][:KEPT]
    ship(best, free)
    print(f"{int(good.sum())} of {TRIED} have a run that is not ruled out; {len(best)} are shipped")


if __name__ == "__main__":
    main()
