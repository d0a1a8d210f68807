"""Runs are carried out here or in other processes, with the same results; a run that fails is named.

Work travels as data, a scenario written out and a seed, so that any process can do it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any

from sim.model import CollaborationModel, needs_compiling
from sim.scenario import Scenario

Task = tuple[str, dict[str, Any], int]
"""Name of the arm, its scenario as data, seed."""
Progress = Callable[[int, int], None]
"""Told the number of runs done and of all runs."""


class RunError(RuntimeError):
    """Raised if a run of a study fails; names the arm and the seed, its cause is what went wrong."""

    def __init__(self, arm: str, seed: int, why: str) -> None:
        self.arm, self.seed, self.why = arm, seed, why
        super().__init__(f"the run of {arm!r} with seed {seed} failed: {why}")

    def __reduce__(self) -> tuple[type[RunError], tuple[str, int, str]]:
        return type(self), (self.arm, self.seed, self.why)


def run_one(data: dict[str, Any], seed: int) -> dict[str, float]:
    """Run a scenario, given as data, to its horizon and return its outcomes by name."""
    return CollaborationModel(Scenario.from_dict(data), seed=seed).run().outcomes()


def execute(tasks: Sequence[Task], jobs: int = 1, progress: Progress | None = None) -> list[dict[str, float]]:
    """Carry out runs and return their outcomes in the order of the tasks.

    Args:
        tasks: what to run.
        jobs: number of processes; 1 runs everything in this one.
        progress: told after every run, in the order of the tasks.

    Raises:
        RunError: at the first run that fails; those not yet begun are given up.
    """
    # Several processes would each compile the model: the first run does it for all, through the disk cache.
    here = len(tasks) if jobs == 1 else int(needs_compiling())
    results = []
    for outcomes in _results(tasks, here, jobs):
        results.append(outcomes)
        if progress is not None:
            progress(len(results), len(tasks))
    return results


def _results(tasks: Sequence[Task], here: int, jobs: int) -> Iterator[dict[str, float]]:
    for arm, data, seed in tasks[:here]:
        try:
            yield run_one(data, seed)
        except Exception as error:
            raise RunError(arm, seed, _in_words(error)) from error
    if tasks[here:]:
        yield from _elsewhere(tasks[here:], jobs)


def _elsewhere(tasks: Sequence[Task], jobs: int) -> Iterator[dict[str, float]]:
    from pebble import ProcessPool  # only where processes are asked for: it is of no use to a single run

    pool = ProcessPool(max_workers=min(jobs, len(tasks)), context=multiprocessing.get_context("spawn"))
    try:
        waiting: list[Future[Any]] = [pool.schedule(run_one, args=[data, seed]) for _, data, seed in tasks]
        for (arm, _, seed), future in zip(tasks, waiting, strict=True):
            try:
                yield future.result()
            except Exception as error:
                raise RunError(arm, seed, _in_words(error)) from error
        pool.close()  # type: ignore[no-untyped-call]  # pebble ships no types for it
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
