"""Runs with every pattern measured beside the outcomes, kept in a store: stopped at any moment, they go on."""

from __future__ import annotations

import multiprocessing
import os
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.patterns.measures import measure
from sim import CollaborationModel, Experiment, Scenario
from sim.experiment import Study
from sim.experiment.executors.work import in_words, settle_in
from sim.experiment.make.keep import environment
from sim.experiment.plan import Task, tasks_of
from sim.store import Plan, Results, RunRow, RunStatus, Store

CHUNK = 12
FOLDER = Path("results/calibration")


def make(experiment: Experiment, jobs: int, folder: Path = FOLDER) -> pd.DataFrame:
    """Make the runs of an experiment that are not there yet; return all, one row each.

    Args:
        experiment: what is run.
        jobs: processes; results do not depend on it.
        folder: the store.

    Returns:
        The frame of `Results`, with a column for every pattern beside the outcomes; failed runs are left out.
    """
    study = Study(experiment)
    plan = study.plan()
    store = Store(folder)
    with store.locked():
        inventory = store.inventory()
        store.keep_plan(plan)
        left = list(tasks_of(plan, study.scenario, inventory, again=True))
        _report(experiment.name, plan, 0, len(left), 0.0)
        started, done = time.monotonic(), 0
        for rows in _rows(left, jobs):
            store.add(rows, environment(plan.model))
            done += len(rows)
            if done % 60 < CHUNK:
                _report(experiment.name, plan, done, len(left), time.monotonic() - started)
    return Results(store, plan).frame(ok_only=True)


def at_points(
    name: str, keys: Sequence[str], values: NDArray[np.float64], seeds: int, jobs: int, folder: Path = FOLDER
) -> pd.DataFrame:
    """Run the baseline at points of the parameters' space.

    Args:
        name: of the experiment.
        keys: dotted scenario keys.
        values: [points, keys].
        seeds: runs of every point; 0 for one run of each, each with a seed of its own.
        jobs: processes.
        folder: the store.

    Returns:
        As `make`; column draw is the number of the point.
    """
    folder.mkdir(parents=True, exist_ok=True)
    points = Path(folder).parent / f"{folder.name}-{name}.csv"
    pd.DataFrame(values, columns=list(keys)).to_csv(points, index=False)
    data: dict[str, Any] = {
        "question": f"What patterns do the points of {name} give?",
        "base": "baseline",
        "replications": seeds or 1,
        "arms": {"baseline": {}},
        "draws": {"file": points.name, "number": len(values), "seeds": "shared" if seeds else "own"},
    }
    return make(Experiment.from_dict(data, name=name, folder=points.parent), jobs, folder)


def patterns_of(tasks: Sequence[Task]) -> list[RunRow]:
    """Make runs and measure their patterns; an exception becomes the message of its row."""
    return [_one(task) for task in tasks]


def _one(task: Task) -> RunRow:
    try:
        model = CollaborationModel(Scenario.from_dict(task.data), seed=task.seed).run()
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing is not a number, and stays so
                outcomes = {**model.outcomes(), **measure(model)}
        finally:
            model.__dict__.clear()
        return RunRow(task.run, task.scenario, task.seed, RunStatus.OK, "", outcomes)
    except Exception as error:  # noqa: BLE001  # one bad run does not stop the rest
        return RunRow(task.run, task.scenario, task.seed, RunStatus.ERROR, in_words(error))


def _rows(tasks: Sequence[Task], jobs: int) -> Iterator[list[RunRow]]:
    left = iter(tasks)
    chunks = list(iter(lambda: list(islice(left, CHUNK)), []))
    if jobs == 1:
        yield from map(patterns_of, chunks)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), settle_in, (os.getpid(),)) as pool:
        yield from pool.map(patterns_of, chunks)


def _report(name: str, plan: Plan, done: int, left: int, seconds: float) -> None:
    print(f"{name}: {done} of {left} runs made in {seconds:.0f} s, plan of {len(plan)}", flush=True)
