"""Experiments whose runs hang on earlier ones are made round by round; what comes of them is a plan like any other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from sim.experiment.executors import Executor
from sim.experiment.make.ledger import AwaitedError, Ledger
from sim.experiment.make.options import SweepOptions
from sim.experiment.make.overturn import overturn
from sim.experiment.make.search import search
from sim.experiment.make.seeking import engine_for
from sim.experiment.make.variety import variety
from sim.experiment.plan.sought import Laid
from sim.experiment.reading import Experiment
from sim.statistics.recipes import MOST_STEPS
from sim.store import Results, Store

MAKERS: dict[str, Callable[..., Laid]] = {"search": search, "overturn": overturn, "variety": variety}


def asking(experiment: Experiment, store: Store, executor: Callable[[], Executor], options: SweepOptions) -> Results:
    """Make the runs that an experiment asks for as it goes, those that a store lacks.

    Args:
        experiment: of a kind that asks as it goes.
        store: keeps the runs, and lends those it has.
        executor: made when it is known that there is work.
        options: how runs are made. A share makes its part of every round, and ends where it has to wait for the others;
            asked again, it goes on.

    Returns:
        The results of the last plan: of the whole, once all rounds are done.

    Raises:
        ExperimentError: if another version of the engine has asked in this store.
        RunError: if a run fails.
        ModuleNotFoundError: if the engine is not installed.
    """
    with store.locked(options.shard):
        engine = engine_for(experiment, store, options.engine_anyway)
        with closing(executor()) as making:
            ledger = Ledger(store, making, options, total_of(experiment))
            try:
                plan = MAKERS[experiment.design.name](experiment, engine, ledger).plan
            except AwaitedError:
                plan = store.plan()
    store.refuse_if_gone()
    return Results(store, plan)


def total_of(experiment: Experiment) -> int:
    """Return how many runs an experiment asks for at most, as far as that is known beforehand."""
    design, asked = experiment.content.design, experiment.search
    if experiment.content.overturn is not None and experiment.design.name == "overturn":
        return design.runs + 2 * experiment.content.overturn.shown * asked.check
    known = len(asked.packages) + MOST_STEPS if experiment.design.name == "search" else 0
    return design.runs + (1 + known + asked.checked) * asked.check
