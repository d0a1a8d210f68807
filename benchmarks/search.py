"""How far engines of search come by the same number of runs, and what a search costs beside its runs."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.figure import Figure, one, several
from sim.engine import warm_up
from sim.experiment import Experiment, SweepOptions
from sim.experiment.engines import ENGINES, EngineSetup
from sim.experiment.executors import Here, chosen
from sim.experiment.make.asking import asking
from sim.experiment.plan import Task
from sim.store import RunRow, Store

QUESTION = "How far does each engine of search come by 500, 1,000 and 2,000 runs, and what does a search add?"
SEEDS = 5
RUNS = (500, 1000, 2000)
QUICK_RUNS = (200, 240)
SHARE = 0.05
"""Most that a search may take of the time, runs left out."""
SHARE_RUNS = 1000
"""Runs of the search whose own time is taken: of the world as it is shipped, every run of it made."""
AFFORDABLE = ("run.start_year=2016", "run.quarters=52", "population.scale=0.4")
"""Engines are compared in this world: the same levers, packages and readings, in a quarter of the time."""
SMALL = ("run.quarters=24", "run.start_year=2018", "population.scale=0.3")
STORE = Path("results") / "benchmark-search"
"""Runs are kept here: a benchmark that was stopped goes on, and makes no run twice. Delete it to begin anew."""


class Timed:
    """Makes runs in this process and counts the processor seconds that they take.

    Attributes:
        seconds: spent on runs so far.
    """

    def __init__(self) -> None:
        self._inner, self.seconds = Here(), 0.0
        self.workers = self._inner.workers

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield rows; see `Executor`."""
        made = self._inner.rows(tasks, model, left)
        while True:
            began = time.process_time()
            rows = next(made, None)
            self.seconds += time.process_time() - began
            if rows is None:
                return
            yield rows

    def close(self) -> None:
        """Do nothing: there is nobody to stop."""


def measure(quick: bool) -> list[Figure]:
    """Search with every engine from several seeds; engines of one seed share their store, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) if quick else STORE
        figures = hypervolumes(kept, *((QUICK_RUNS, 1, SMALL) if quick else (RUNS, SEEDS, AFFORDABLE)))
        runs, settings = (QUICK_RUNS[0], SMALL) if quick else (SHARE_RUNS, ())
        warm_up()
        ENGINES[0].make(EngineSetup(4, 2, 4, 0, np.empty((0, 4))))  # what is loaded once is no part of a search
        share = own_share(ENGINES[0].name, runs, Path(folder) / "timed", settings)
    note = f"{ENGINES[0].name}, {runs:,} runs, all of them made in one process"
    return [*figures, one("share of a search that is not its runs", share, "share", "cpu", f"<= {SHARE}", note=note)]


def hypervolumes(folder: Path, runs: Sequence[int], seeds: int, settings: Sequence[str]) -> list[Figure]:
    """Return how far engines came, and what is shipped.

    Args:
        folder: keeps the runs, those of every seed apart.
        runs: after how many is looked.
        seeds: of each engine.
        settings: of the world.
    """
    found: dict[tuple[str, int], list[float]] = {}
    shipped = []
    for seed in range(seeds):
        for engine in ENGINES:
            asked, store = experiment(engine.name, seed, runs[-1], settings), Store(folder / f"seed-{seed}")
            results = asking(asked, store, lambda: chosen(os.cpu_count() or 1), SweepOptions(preflight=False))
            said = results.plan.about["search"]
            for limit in runs:
                reached = [row["measure"] for row in said["log"] if row["runs"] <= limit]
                found.setdefault((engine.name, limit), []).append(max(reached, default=0.0))
            shipped.append(said["shipped"])
    world = ", ".join(settings)
    figures = [
        one("hypervolume of what is shipped", shipped[0], "boxes", note=f"the box is of what is shipped; {world}")
    ]
    for (name, limit), values in found.items():
        figures.append(several(f"hypervolume by {limit:,} runs, {name}", values, "boxes"))
    return figures


def experiment(engine: str, seed: int, runs: int, settings: Sequence[str]) -> Experiment:
    """Return one search as an experiment."""
    return Experiment.from_dict(
        {
            "question": "How far does an engine come?",
            "base": "baseline",
            "design": {"kind": "search", "engine": engine, "runs": runs, "seeds": 1, "seed": seed},
            "search": {"checked": 2},
            "readings": {"search": 4, "check": 2},
        },
        name=f"{engine}-{seed}",
        settings=settings,
    )


def own_share(engine: str, runs: int, store: Path, settings: Sequence[str]) -> float:
    """Search once, all runs being made here, and return the share of processor time that was not spent on them."""
    began, executor = time.process_time(), Timed()
    with closing(executor):
        asking(experiment(engine, 0, runs, settings), Store(store), lambda: executor, SweepOptions(preflight=False))
    whole = time.process_time() - began
    return (whole - executor.seconds) / whole
