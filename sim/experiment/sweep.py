"""A sweep makes the runs of an experiment that are not there yet, and keeps each as soon as it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from sim.experiment.budget import scaled_worlds
from sim.experiment.errors import ExperimentError
from sim.experiment.executors import Executor, chosen
from sim.experiment.experiment import Experiment
from sim.experiment.planning import WHOLE, Study, extent
from sim.experiment.preflight import check
from sim.experiment.stopping import half_width_shares
from sim.experiment.sweeping import keep
from sim.scenario import Problem
from sim.scenario.given import kind_of, whole_number
from sim.store import Inventory, Plan, Results, Status, Store

ENOUGH_FOR_PREFLIGHT = 50


@dataclass(slots=True)
class Progress:
    """How far a sweep is.

    Args:
        done: runs that are there, those of earlier sweeps included.
        total: runs of the plan, or of this shard.
        failed: runs of this sweep that failed.
        fresh: runs of this sweep that are done.
        begun: when the first of them could begin, seconds of a clock that never goes back.
    """

    done: int = 0
    total: int = 0
    failed: int = 0
    fresh: int = 0
    begun: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Runs of this sweep a second; what was sought before them, like strengths, is no run."""
        return self.fresh / max(1e-9, time.monotonic() - self.begun)


Told = Callable[[Progress], None]


def sweep(
    experiment: Experiment | str | PathLike[str],
    store: Store | Path | str,
    jobs: int = 1,
    scheduler: str = "",
    share: tuple[int, int] = WHOLE,
    timeout: float | None = None,
    again: bool = False,
    preflight: bool = True,
    told: Told | None = None,
    watched: bool = False,
) -> Results:
    """Make the runs of an experiment that a store lacks.

    Stopped at any moment, it loses the runs that were under way; called again, it goes on. A store that holds runs
    of other experiments, or of a smaller form of this one, lends them.

    Args:
        experiment: what to run, or its file or folder.
        store: where to keep it; made if it is not there.
        jobs: processes on this machine; results do not depend on it.
        scheduler: address of a Dask scheduler, instead of processes.
        share: (number, count): make only every count-th run, beginning with the number-th; several machines with
            different numbers make the whole without a coordinator.
        timeout: seconds that a run may take on this machine; None for no limit.
        again: whether runs that failed before are tried again.
        preflight: whether to make sure first that runs come out the same in different processes.
        told: told how far it is.
        watched: whether the laws of the model are checked in every quarter of every run; a run that breaks one fails.

    Returns:
        The results; runs that failed are rows of it.

    Raises:
        ExperimentError, ValueError: if the experiment, one of its arms or a number is not allowed.
        ReproducibilityError: if the preflight finds that the same run gives different results.
        LostError: if the scheduler is lost.
        StoreError: if another sweep is at work there, or the folder is taken away.
        OSError: if the disk refuses; what was kept before stays.
    """
    experiment, jobs, share = _asked(experiment), whole_number("jobs", jobs, 1), _share(share)
    place = store if isinstance(store, Store) else Store(store)
    shard = f"{share[0]}-of-{share[1]}" if share != WHOLE else ""
    with place.locked(shard), closing(chosen(jobs, scheduler, timeout)) as executor:
        study = Study(experiment, scaled_worlds(experiment, place, executor))
        plan = study.plan()
        inventory = place.inventory(plan.kept)
        place.keep_plan(plan)
        if preflight and extent(plan, inventory, share, again)[1] >= ENOUGH_FOR_PREFLIGHT:
            check(study, plan, executor)
        _make(study, plan, place, executor, inventory, share, again, told, watched)
        while experiment.content.stopping is not None and shard == "":
            more = _more_seeds(experiment, Results(place, plan))
            if more <= plan.seeds:
                break
            plan, inventory = study.plan(more), place.inventory(plan.kept)
            place.keep_plan(plan)
            _make(study, plan, place, executor, inventory, share, again, told, watched)
    place.refuse_if_gone()
    return Results(place, plan)


def _asked(given: object) -> Experiment:
    """Take an experiment, or load the one whose file or folder is given."""
    if isinstance(given, Experiment):
        return given
    if isinstance(given, str | PathLike):
        return Experiment.load(given)
    allowed = "an Experiment, or the file or folder of one"
    raise ExperimentError([Problem("sweep", f"the experiment is {kind_of(given)}", allowed)])


def _share(given: tuple[int, int]) -> tuple[int, int]:
    """Take the number of a shard and their count."""
    number, count = given
    return whole_number("the number of the share", number, 1, count), whole_number("the count of shares", count, 1)


def _make(
    study: Study,
    plan: Plan,
    store: Store,
    executor: Executor,
    inventory: Inventory,
    share: tuple[int, int],
    again: bool,
    told: Told | None,
    watched: bool,
) -> None:
    total, left = extent(plan, inventory, share, again)
    progress = Progress(total - left, total)
    if told is not None:
        told(progress)
    for row in keep(executor, study.tasks(plan, inventory, share, again, watched), plan.model, store):
        progress.done += 1
        progress.fresh += 1
        progress.failed += row.status is not Status.OK
        if told is not None:
            told(progress)


def _more_seeds(experiment: Experiment, results: Results) -> int:
    """Return how many seeds to go on to: as many as now if enough is known."""
    stopping = experiment.content.stopping
    assert stopping is not None
    now = results.plan.seeds
    frame = results.frame(ok_only=True)
    shares: Sequence[float] = half_width_shares(frame, stopping.outcome)
    if now >= 2 and all(share <= stopping.half_width for share in shares):
        return now
    return min(stopping.most, now + max(experiment.content.replications, now // 2))
