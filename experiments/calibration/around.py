"""Rows for readings until the posterior is made: `python -m experiments.calibration.around [RUNS] [JOBS]`.

The posterior takes a screen and some ten thousand runs. After a change of rules this gives, within minutes, rows that
fit the rules as they are: points of a box about the shipped defaults, a quarter of each plausible range to either side
of every number that the screen found large, barriers after their coding; each is run with the real model under a seed
of its own, and those that the facts do not rule out are shipped (history matching: Craig et al. 1997), all alike. The
box is a choice, so the doubt of the readings is a lower bound; `posterior --ship` puts the posterior in their place.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.calibration.nearest import FREE
from experiments.calibration.numbers import FILE, free
from experiments.calibration.posterior import KEPT, LEAST_ROWS, as_text
from experiments.calibration.prior import Uncertain, barriers, parameters, shipped, unit_of, unit_to_values
from experiments.calibration.runs import at_points
from experiments.calibration.targets import not_ruled_out, statistics
from sim.experiment.reading.draws import SHIPPED

ALSO = (
    *("novelty_scale", "comprehension_scale", "absorptive_capacity_slope", "learning_rate", "forgetting_rate"),
    *("development_cost", "absorption_speed", "initial_success", "effort_military", "search_focus"),
    *("procurement_share", "make_return", "prior_weight", "exit_pace", "release_rate", "city_budget"),
    *("supply_growth", "failure_rate", "founded_revenue", "agreement_effect"),
)
"""What is varied beside what may move in `nearest` and what the screen found large."""
HALF = 0.25
"""Half the side of the box, in shares of a plausible range."""
RUNS = 3200
SEED = 17


def inputs() -> tuple[Uncertain, ...]:
    """Return what is varied: parameters, what the screen found large among them, then the coding of barriers."""
    large = {one.name for one in free()} if FILE.is_file() else set()
    return (*(one for one in parameters() if one.name in {*FREE, *ALSO, *large}), *barriers())


def box(varied: tuple[Uncertain, ...], runs: int) -> NDArray[np.float64]:
    """Return points, [runs, inputs]: parameters in the box, cut where their ranges end, barriers by their coding."""
    unit = qmc.Sobol(len(varied), seed=SEED).random_base2((runs - 1).bit_length())[:runs]
    count = len(varied) - len(barriers())
    centre = np.clip(unit_of(varied, shipped(varied)[None, :])[0, :count], 0.0, 1.0)
    unit[:, :count] = np.clip(centre + HALF * (2.0 * unit[:, :count] - 1.0), 0.0, 1.0)
    return unit_to_values(varied, unit)


def main() -> int:
    """Run the points, ship those that are not ruled out."""
    numbers = [int(word) for word in sys.argv[1:]]
    runs, jobs = (numbers + [RUNS, 2][len(numbers) :])[:2]
    varied = inputs()
    points = box(varied, runs)
    found = at_points("around", [one.key for one in varied], points, 0, jobs)
    kept = points[found["draw"].to_numpy(int)][not_ruled_out(statistics(found))]
    print(f"{len(kept)} of {runs} runs in the box are not ruled out")
    if len(kept) < LEAST_ROWS:
        print(f"too few: {LEAST_ROWS} rows make a table of readings; nothing is shipped")
        return 1
    as_text(kept[:KEPT], varied).to_csv(SHIPPED["posterior"], index=False, lineterminator="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
