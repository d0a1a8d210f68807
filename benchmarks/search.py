"""How far engines of search come by the same number of runs, and what a search costs beside its runs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.figure import Figure, one, several
from sim.experiment import Experiment, SweepOptions
from sim.experiment.engines import ENGINES
from sim.experiment.executors import Here
from sim.experiment.executors.executor import Executor
from sim.experiment.make.asking import asking
from sim.experiment.plan import Task
from sim.store import Results, RunRow, Store

QUESTION = "How far does each engine of search come by 500, 1,000 and 2,000 runs, and what does a search add?"
SEEDS = 5
RUNS = (500, 1000, 2000)
QUICK_RUNS = (150, 200)
SHARE = 0.05
"""Most that a search may take of the time, runs left out."""
SMALL = ("run.quarters=24", "run.start_year=2018", "population.scale=0.3")


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
    runs, seeds = (QUICK_RUNS, 1) if quick else (RUNS, SEEDS)
    found: dict[tuple[str, int], list[float]] = {}
    shipped, shares = [], []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as folder:
            for engine in ENGINES:
                results, share = searched(engine.name, seed, runs[-1], Path(folder) / "store", quick)
                said = results.plan.about["search"]
                for limit in runs:
                    reached = [row["measure"] for row in said["log"] if row["runs"] <= limit]
                    found.setdefault((engine.name, limit), []).append(max(reached, default=0.0))
                shipped.append(said["shipped"])
                if engine is ENGINES[0]:
                    shares.append(share)
    figures = [one("hypervolume of what is shipped", shipped[0], "boxes", note="the box is that of what is shipped")]
    for (name, limit), values in found.items():
        figures.append(several(f"hypervolume by {limit:,} runs, {name}", values, "boxes"))
    note = f"{ENGINES[0].name}; first of its folder, so that every run is made"
    return [*figures, several("share of a search that is not its runs", shares, "share", "cpu", f"<= {SHARE}", note)]


def searched(engine: str, seed: int, runs: int, store: Path, quick: bool) -> tuple[Results, float]:
    """Search once, and return the results and the share of processor time that was not spent on runs."""
    asked = Experiment.from_dict(
        {
            "question": "How far does an engine come?",
            "base": "baseline",
            "design": {"kind": "search", "engine": engine, "runs": runs, "seeds": 1, "seed": seed},
            "search": {"checked": 2},
            "readings": {"search": 4, "check": 2},
        },
        name=f"{engine}-{seed}",
        settings=SMALL if quick else (),
    )
    began, executor = time.process_time(), Timed()
    with closing(executor):
        results = asking(asked, Store(store), lambda: _as_executor(executor), SweepOptions(preflight=False))
    whole = time.process_time() - began
    return results, (whole - executor.seconds) / whole


def _as_executor(timed: Timed) -> Executor:
    return timed
