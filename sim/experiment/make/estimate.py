"""What a sweep will take is said before it starts: runs, minutes and megabytes."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from sim.engine import Run
from sim.experiment.make.options import SweepOptions
from sim.experiment.plan import Study, extent
from sim.experiment.reading import Experiment
from sim.outcomes import DELIVERIES
from sim.store import Inventory, Plan

BYTES_A_RUN = 450  # a row of outcomes in a part of some ten runs, measured
BYTES_A_KEPT_RUN = {"history": 9_000, "deals": 500_000, DELIVERIES: 600}  # default population, measured


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sweep will take.

    Args:
        runs: runs of the plan, or of the shard.
        left: those that are not there yet.
        seconds: time that the rest will take.
        megabytes: disk that the rest will take.
    """

    runs: int
    left: int
    seconds: float
    megabytes: float


def estimate(
    study: Study, plan: Plan, inventory: Inventory, options: SweepOptions, jobs: int, worth: int = 1
) -> Estimate:
    """Say what a sweep will take.

    Args:
        study: the experiment, laid out.
        plan: its plan.
        inventory: what is there.
        options: how the sweep will make them.
        jobs: processes.
        worth: how many runs to do are worth making one to see how long it takes; for fewer the time is unknown (NaN).
    """
    runs, left = extent(plan, inventory, options.share, options.again)
    each = seconds_a_run(study) if left and left >= worth else float("nan")
    return Estimate(runs, left, each * left / jobs if left else 0.0, left * _bytes_of(plan.kept) / 1e6)


def megabytes_of(experiment: Experiment, runs: int) -> float:
    """Return what so many runs of an experiment that asks as it goes take on disk; its plans are small beside them."""
    return runs * _bytes_of({*experiment.content.keep, DELIVERIES}) / 1e6


def _bytes_of(kept: Collection[str]) -> int:
    return BYTES_A_RUN + sum(BYTES_A_KEPT_RUN.get(name, 0) for name in kept)


def seconds_a_run(study: Study) -> float:
    """Measure a run of the first arm: the second in this process, which need not load the machine code."""
    scenario = study.scenario(0, 0)
    Run(scenario, seed=0, threads=1).run()
    started = time.perf_counter()
    Run(scenario, seed=0, threads=1).run().outcomes()
    return time.perf_counter() - started
