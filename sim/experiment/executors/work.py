"""A worker makes runs from data alone; whatever goes wrong in one is written in its row and stops no other."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from sim.engine import Run, Watch, model_version, warm_up
from sim.engine.forks import run_together
from sim.experiment.plan import Task
from sim.faults import rule_at_fault
from sim.language import _
from sim.outcomes import DELIVERIES, delivered_by_city
from sim.scenario import Scenario
from sim.store import RunRow, RunStatus

if TYPE_CHECKING:
    import pyarrow as pa

LOG = logging.getLogger("sim.experiment")
MOST_KNOWN = 512
_known: dict[str, Scenario] = {}  # this process's scenarios, by digest: reading one takes 2 ms
PARENT_DIES = 1  # PR_SET_PDEATHSIG
KEPT: dict[str, Callable[[Run], Any]] = {
    "history": lambda run: run.history().reset_index(),  # its quarter first
    "deals": Run.deals,
    DELIVERIES: lambda run: deliveries(run),
}

OF_THE_MACHINE = (OSError, MemoryError, ImportError)
"""What goes wrong with a machine and not with a run: it ends a sweep, and another may make the run."""


class OtherModelError(RuntimeError):
    """Raised in a worker whose sources are not those of the coordinator."""


def work(tasks: Sequence[Task], model: str) -> list[RunRow]:
    """Make runs, one after the other.

    Args:
        tasks: the runs.
        model: version of the model that they are to be made with.

    Raises:
        OtherModelError: if this worker has another version.
        OSError, MemoryError, ImportError: if this machine cannot make runs.
    """
    if model_version() != model:
        raise OtherModelError(
            _(
                "a worker has version {model_version} of the model, not {model}",
                model_version=model_version()[:12],
                model=model[:12],
            )
        )
    warm_up()
    groups = groupby(tasks, key=lambda task: task.group or task.run)
    return [row for _, group in groups for row in together(list(group))]


def together(tasks: Sequence[Task]) -> list[RunRow]:
    """Make the runs of a group, as one until they part; whichever does not come out of that is made by itself."""
    rows: dict[int, RunRow] = {}
    if len(tasks) > 1:
        try:
            for place, run in run_together([_scenario_of(task) for task in tasks], tasks[0].seed):
                rows[place] = _row(tasks[place], run)
        except OF_THE_MACHINE:
            raise
        except Exception as error:  # noqa: BLE001  # by itself, a run says what is wrong with it, and stops no other
            LOG.info("runs of one seed are made one by one: %s", in_words(error))
    return [rows[place] if place in rows else one(task) for place, task in enumerate(tasks)]


def one(task: Task) -> RunRow:
    """Make one run; an exception becomes the message of its row, unless it is the machine's trouble."""
    try:
        run = Run(_scenario_of(task), seed=task.seed, threads=1)  # workers are as many as are to work
        return _row(task, Watch(run).run() if task.watched else run.finish())
    except OF_THE_MACHINE:
        raise
    except Exception as error:  # noqa: BLE001  # one bad run does not stop the rest
        return RunRow(task.run, task.scenario, task.seed, RunStatus.ERROR, in_words(error))


def _row(task: Task, run: Run) -> RunRow:
    tables = {name: _table(KEPT[name](run)) for name in task.keep}
    return RunRow(task.run, task.scenario, task.seed, RunStatus.OK, "", run.outcomes(), tables, run.warning)


def deliveries(run: Run) -> pa.Table:
    """Return the deliveries of a run by cities and direction: columns source, recipient, direction, delivered.

    Cells without any are left out; a run without any has one row, of none.
    """
    import numpy as np
    import pyarrow as pa

    record = run.record()
    counts = delivered_by_city(record)
    cells = np.argwhere(counts) if counts.any() else np.zeros((1, 3), dtype=np.int64)
    source, recipient, direction = cells.T
    cities = [city.key for city in run.region.cities]
    return pa.table(
        {
            "source": [cities[index] for index in source.tolist()],
            "recipient": [cities[index] for index in recipient.tolist()],
            "direction": [record.direction_names[index] for index in direction.tolist()],
            "delivered": counts[source, recipient, direction],
        }
    )


def in_words(error: BaseException) -> str:
    """Put an exception in one line, which names the rule that raised it."""
    rule = rule_at_fault(error)
    where = f"in a rule of the model, {rule}: " if rule else ""
    return f"{where}{type(error).__name__}: {error}".removesuffix(": ").replace("\n", " ")[:500]


def serve(pipe: Connection, model: str, coordinator: int) -> None:
    """Make the runs that come through a pipe until it ends; the main function of a worker process.

    Args:
        pipe: to the coordinator and from it: None once this worker is ready, then rows for every chunk of tasks, or
            the error after which there is nothing more to do: OtherModelError, or the machine's trouble.
        model: version of the model.
        coordinator: number of the process that is served.
    """
    settle_in(coordinator)
    answer: list[RunRow] | Exception | None = None
    try:
        warm_up()
    except OF_THE_MACHINE as error:
        answer = error
    with suppress(EOFError, OSError):  # only of the pipe: what a run raises is not to be taken for its end
        while True:
            pipe.send(answer)
            chunk = pipe.recv()
            try:
                answer = work(chunk, model)
            except (OtherModelError, *OF_THE_MACHINE) as error:
                answer = error


def settle_in(coordinator: int) -> None:
    """Prepare a worker process: the coordinator alone hears Ctrl-C and warns, and no worker outlives it."""
    logging.getLogger("sim").setLevel(logging.ERROR)  # that code cannot be kept is said once, not by every worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a terminal that is closed tells all; the coordinator ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # it was not to be heard so far
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)
        if os.getppid() != coordinator:
            os._exit(1)


def _scenario_of(task: Task) -> Scenario:
    """Read a task's scenario, once for all its seeds."""
    known = _known.get(task.scenario)
    if known is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[task.scenario] = Scenario.from_dict(task.data)
    return known


def _table(frame: Any) -> pa.Table:
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    plain = [
        (name, column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(dict(plain))
