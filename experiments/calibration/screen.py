"""Which parameters move the calibration patterns at all? A Morris screen over everything that is assumed.

`python -m experiments.calibration.screen [TRAJECTORIES] [JOBS]`
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.calibration.prior import barriers, parameters
from experiments.calibration.runs import FOLDER, at_points, make
from experiments.calibration.targets import SCALE_OF, TARGETS
from sim import Experiment
from sim.analysis import morris_effects

TRAJECTORIES = 40
SEEDS = 1
AGREEMENT_SEEDS = 10
FEW_COUNTED = ("P8 growth of licensed firms", "P11 parts", "P11 complete machines")
"""Shares of a handful of firms or supplies in the many worlds of the screen where little happens: too much luck."""
MOST_GROWTH = 5.0  # where one or two firms grow to many, the ratio says little


def experiment(trajectories: int) -> Experiment:
    """Return the screen: every assumed parameter over its plausible range, every barrier one step to either side."""
    factors: dict[str, Any] = {one.key: {"low": one.low, "high": one.high} for one in (*parameters(), *barriers())}
    return Experiment.from_dict(
        {
            "question": "Which assumed parameters move the calibration patterns?",
            "base": "half.toml",
            "replications": SEEDS,
            "design": {"kind": "morris", "samples": trajectories},
            "factors": factors,
        },
        name="screen",
        folder=Path(__file__).parent,
    )


def effects(asked: Experiment, runs: pd.DataFrame) -> pd.DataFrame:
    """Return mu* of every factor on every target, in tolerance half-widths over the whole range of the factor.

    Returns:
        Rows by factor, columns by target, then `score`, by which the rows are sorted: the root of the summed squares of
        what a factor moves each pattern more than the median factor does.
    """
    shares = dict.fromkeys(SCALE_OF, 0.0)  # of nothing: no deal was matched, or no supply delivered
    runs = runs.replace(np.inf, MOST_GROWTH).fillna(shares)  # growth from nothing
    runs["P8 growth of licensed firms"] = runs["P8 growth of licensed firms"].clip(upper=MOST_GROWTH)
    for target in TARGETS:
        runs[target.name] = target.of(runs[target.name].to_numpy())
    problem = {
        "names": [factor.key for factor in asked.factors],
        "bounds": [list(factor.spread.bounds()) for factor in asked.factors if factor.spread],
    }
    columns = {}
    for target in TARGETS:
        table = morris_effects(runs, problem, target.name).set_index("factor")
        columns[target.name] = table["mu_star"] / (3 * target.sd)
    table = pd.DataFrame(columns)
    beyond = (table - table.median()).clip(lower=0.0).drop(columns=list(FEW_COUNTED))
    table["score"] = np.sqrt((beyond**2).sum(axis=1))
    return table.sort_values("score", ascending=False)


def agreement(jobs: int) -> pd.DataFrame:
    """Return the patterns of the shipped set with all organisations and with half of them, means over seeds."""
    runs = at_points("half", ["population.scale"], np.array([[1.0], [0.5]]), AGREEMENT_SEEDS, jobs)
    table = runs.groupby("draw")[list(SCALE_OF)].mean().T
    table.columns = ["whole", "half"]
    return table


def main() -> None:
    """Make the runs and write the table of effects."""
    trajectories = int(sys.argv[1]) if len(sys.argv) > 1 else TRAJECTORIES
    asked = experiment(trajectories)
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    runs = make(asked, jobs)
    table = effects(asked, runs)
    table.to_csv(Path(__file__).parent / "screen.csv", float_format="%.4f")
    print(table.head(30).round(2).to_string())
    print(agreement(jobs).round(3).to_string())
    print(f"{len(runs)} runs, {len(asked.factors)} factors, kept in {FOLDER}")


if __name__ == "__main__":
    main()
