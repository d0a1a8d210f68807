"""Which set of defaults meets the calibration patterns best? A search by real runs, from the defaults outwards.

`python -m experiments.calibration.nearest [JOBS] [GENERATIONS]` is for a change of rules after which the defaults
stand far from the facts: the waves rule out, this finds a place to begin. CMA-ES (Hansen 2016) over the parameters of
`FREE`, every point on the same seeds; generations are kept, so that a search stopped at any moment goes on. Patterns
kept for validation are not looked at. The cost of a point is its misfit (squared distances from the middles of the
tolerances, in standard deviations of the facts), orderings that are missed, and a small price for leaving the
defaults. The best points are rounded to two digits and run again on fresh seeds; what is printed comes from those.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.adopt import rounded
from experiments.calibration.prior import Uncertain, parameters, shipped, unit_to_values
from experiments.calibration.runs import at_points
from experiments.calibration.targets import ONE_SIDED, TARGETS, VALIDATION_ONLY, standardised, statistics
from experiments.calibration.waves import HERE, unit_of

Numbers = NDArray[np.float64]

SEEDS = 3
CHECK_SEEDS = 12
GENERATIONS = 40
BEST = 4
STAY = 0.5
"""Cost of moving one input from its default by half of its plausible range, beside the misfit."""
MISSED = 4.0
"""Cost of an ordering that is missed on average."""
WORST = 6.0
"""A pattern further away, or one that cannot be said, counts as so many standard deviations."""
STEP = 0.15
"""First step of the search, in shares of a plausible range."""
FREE = (
    *("clerks", "technical_failure_rate", "attrition", "base_value", "quality_spread", "development_cost"),
    *("cost_share", "opportunism", "self_financing_share", "climb_expertise", "anchor_slots", "university_visibility"),
    *("effort_private", "effort_university", "effort_military", "arrival_university", "search_focus", "city_budget"),
    *("initially_active", "initially_active_core", "initially_licensed", "enter_pace", "exit_pace", "habit_across"),
    *("prior_weight", "stay_cost", "procurement_share", "make_return", "release_rate", "classified_offers"),
)
"""What may move: settings of rules that are new, and those by which defaults were tuned to one pattern each."""
PRINTED = (*(target.name for target in TARGETS), *ONE_SIDED, *VALIDATION_ONLY)
CHANGED = HERE / "nearest.csv"


def inputs() -> tuple[Uncertain, ...]:
    """Return what may move, with its range."""
    known = {one.name: one for one in parameters()}
    return tuple(known[name] for name in FREE)


def cost(runs: pd.DataFrame, unit: Numbers, start: Numbers) -> Numbers:
    """Return the cost of every point, [points]: misfit of its means, missed orderings, and its way from the start.

    Args:
        runs: as `at_points` gives them, one row a run, column draw the number of the point.
        unit: [points, inputs] in the unit cube.
        start: [inputs] where the search began.
    """
    found = np.full(len(unit), len(TARGETS) * WORST**2)
    for place, own in runs.groupby("draw"):
        with np.errstate(invalid="ignore"):
            gap = standardised(statistics(own).mean(axis=0))
        gap = np.clip(np.nan_to_num(gap, nan=WORST, posinf=WORST, neginf=-WORST), -WORST, WORST)
        missed = sum(not own[name].mean() > 0 for name in ONE_SIDED)
        found[int(place)] = (gap**2).sum() + MISSED * missed
    return np.asarray(found + STAY * ((unit - start) ** 2).sum(axis=1) / 0.25)


def search(free: Sequence[Uncertain], jobs: int, generations: int) -> tuple[Numbers, Numbers]:
    """Return all points tried, [points, inputs] in the unit cube, and their costs."""
    import cma

    start = np.clip(unit_of(tuple(free), shipped(free)[None, :])[0], 0.02, 0.98)
    options = {"bounds": [0.01, 0.99], "seed": 11, "verbose": -9, "maxiter": generations}
    task = cma.CMAEvolutionStrategy(start, STEP, options)
    points, costs = [], []
    keys = [one.key for one in free]
    for generation in range(generations):
        unit = np.array(task.ask())
        runs = at_points(f"nearest-{generation}", keys, unit_to_values(free, unit), SEEDS, jobs)
        own = cost(runs, unit, start)
        task.tell(list(unit), list(own))
        points.append(unit)
        costs.append(own)
        print(f"generation {generation}: best {own.min():.1f}, middle {np.median(own):.1f}", flush=True)
        if task.stop():
            break
    points.append(np.clip([task.mean], 0.01, 0.99))
    costs.append(np.array([0.0]))  # the mean of the last distribution is always tried again
    return np.vstack(points), np.concatenate(costs)


def judged(free: Sequence[Uncertain], sets: dict[str, Numbers], jobs: int) -> pd.DataFrame:
    """Run sets on fresh seeds; return what they read on every pattern and how far they are, columns by set."""
    keys = [one.key for one in free]
    runs = at_points("nearest-check", keys, np.vstack(list(sets.values())), CHECK_SEEDS, jobs)
    columns = {}
    for name, (_, own) in zip(sets, runs.groupby("draw"), strict=True):
        gap = standardised(statistics(own).mean(axis=0))
        inside = sum(target.low <= own[target.name].mean() <= target.high for target in TARGETS)
        ordered = sum(own[one].mean() > 0 for one in ONE_SIDED)
        means = {
            one: own[one].mean() for one in [*(t.name for t in TARGETS), *ONE_SIDED, *VALIDATION_ONLY] if one in own
        }
        columns[name] = {"misfit": (gap**2).sum(), "met": inside + ordered, "worst": np.abs(gap).max(), **means}
    return pd.DataFrame(columns)


def main() -> None:
    """Search, check the best on fresh seeds, write the best set beside the defaults."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    generations = int(sys.argv[2]) if len(sys.argv) > 2 else GENERATIONS
    free = inputs()
    points, costs = search(free, jobs, generations)
    own = shipped(free)
    sets = {"defaults": own}
    for number, place in enumerate(np.argsort(costs)[:BEST], 1):
        values = unit_to_values(free, points[place][None, :])[0]
        sets[f"set {number}"] = np.array([rounded(one, value) for one, value in zip(free, values, strict=True)])
    table = judged(free, sets, jobs)
    print(table.round(3).to_string())
    best = str(table.loc["misfit"].idxmin())
    pd.DataFrame({"key": [one.key for one in free], "former": own, "found": sets[best]}).to_csv(
        CHANGED, index=False, float_format="%.6g"
    )
    print(f"{best} has the least misfit; {CHANGED.name} has it beside the defaults")


if __name__ == "__main__":
    main()
