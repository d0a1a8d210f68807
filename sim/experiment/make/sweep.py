"""A sweep makes the runs of an experiment that are not there yet, and keeps each as soon as it is done."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from os import PathLike
from pathlib import Path

from sim.experiment.executors import Executor, chosen
from sim.experiment.make.asking import asking
from sim.experiment.make.costs import costs
from sim.experiment.make.deciding import undecided
from sim.experiment.make.keep import keep
from sim.experiment.make.options import Progress, SweepOptions
from sim.experiment.make.preflight import check
from sim.experiment.make.stopping import half_width_shares
from sim.experiment.plan import Study, extent, fair, scaled_worlds, tasks_of
from sim.experiment.reading import Experiment, ExperimentError
from sim.language import _
from sim.scenario import Problem
from sim.scenario.given import kind_of, whole_number
from sim.store import Inventory, Plan, Results, RunStatus, Store

ENOUGH_FOR_PREFLIGHT = 50


DEFAULTS = SweepOptions()


def sweep(
    experiment: Experiment | str | PathLike[str],
    store: Store | Path | str,
    jobs: int = 1,
    scheduler: str = "",
    options: SweepOptions = DEFAULTS,
) -> Results:
    """Make the runs of an experiment that a store lacks.

    Stopped at any moment, it loses the runs that were under way; called again, it goes on. A store that holds runs
    of other experiments, or of a smaller form of this one, lends them.

    Args:
        experiment: what to run, or its file or folder.
        store: where to keep it; made if it is not there.
        jobs: processes on this machine; results do not depend on it.
        scheduler: address of a Dask scheduler, instead of processes.
        options: a share of the runs only, time limit, second tries, checks and whom to tell how far it is.

    Returns:
        The results; runs that failed are rows of it.

    Raises:
        ExperimentError, ValueError: if the experiment, one of its arms or a number is not allowed.
        ReproducibilityError: if the preflight finds that the same run gives different results.
        LostError: if the scheduler is lost.
        StoreError: if another sweep is at work there, or the folder is taken away.
        OSError: if the disk refuses; what was kept before stays.
    """
    experiment, jobs = _asked(experiment), whole_number("jobs", jobs, 1)
    kept = store if isinstance(store, Store) else Store(store)
    if experiment.asks:
        return asking(experiment, kept, lambda: chosen(jobs, scheduler, options.timeout), options)
    with kept.locked(options.shard), closing(chosen(jobs, scheduler, options.timeout)) as executor:
        study = Study(experiment, scaled_worlds(experiment, lambda worlds: costs(experiment, worlds, kept, executor)))
        plan = study.plan()
        inventory = kept.inventory(plan.kept)
        kept.keep_plan(plan)
        left = extent(plan, inventory, options.share, options.again)[1]
        executor.begin(plan.model, left)
        if options.preflight and left >= ENOUGH_FOR_PREFLIGHT:
            check(study, plan, executor)
        _make(study, plan, kept, executor, inventory, options)
        while experiment.content.stopping is not None and not options.shard:
            more = _more(experiment, Results(kept, plan))
            if more is None:
                break
            plan, inventory = study.plan(more), kept.inventory(plan.kept)
            kept.keep_plan(plan)
            _make(study, plan, kept, executor, inventory, options)
    kept.refuse_if_gone()
    return Results(kept, plan)


def _asked(given: object) -> Experiment:
    """Take an experiment, or load the one whose file or folder is given."""
    if isinstance(given, Experiment):
        return given
    if isinstance(given, str | PathLike):
        return Experiment.load(given)
    allowed = _("an Experiment, or the file or folder of one")
    raise ExperimentError([Problem("sweep", _("the experiment is {kind_of}", kind_of=kind_of(given)), allowed)])


def _make(
    study: Study, plan: Plan, store: Store, executor: Executor, inventory: Inventory, options: SweepOptions
) -> None:
    """Make the runs of a plan that are missing."""
    tell = options.progress or (lambda _: None)
    total, left = extent(plan, inventory, options.share, options.again)
    progress = Progress(total - left, total)
    tell(progress)
    most = fair(left, executor.workers)
    tasks = tasks_of(plan, study.scenario, inventory, options.share, options.again, options.watched, most)
    for row in keep(executor, tasks, plan.model, store, left):
        progress.done += 1
        progress.fresh += 1
        progress.failed += row.status is not RunStatus.OK
        tell(progress)


def _more(experiment: Experiment, results: Results) -> int | None:
    """Return how many seeds, or readings, to go on to; None if enough is known."""
    stopping, source = experiment.content.stopping, experiment.readings
    assert stopping is not None
    frame = results.frame(ok_only=True)
    if source is not None:
        more = len(results.plan.draws) + source.block
        thought = results.plan.about.get("thought", ())
        left = undecided(frame, stopping.outcome, results.plan.readings["decide"], thought)
        return more if left and more <= stopping.most else None
    now = results.plan.seeds
    shares: Sequence[float] = half_width_shares(frame, stopping.outcome)
    if now >= stopping.most or (now >= 2 and all(share <= stopping.half_width for share in shares)):
        return None
    return min(stopping.most, now + max(experiment.content.replications, now // 2))
