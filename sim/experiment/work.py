"""A worker makes runs from data alone; whatever goes wrong in one is written in its row and stops no other."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import pyarrow as pa

from sim.experiment.planning import Task
from sim.faults import rule_at_fault
from sim.model import CollaborationModel, Watch, model_version
from sim.scenario import Scenario
from sim.store import Row, Status

MOST_KNOWN = 512
_known: dict[str, Scenario] = {}  # this process's scenarios, by digest: reading one takes 2 ms
PARENT_DIES = 1  # PR_SET_PDEATHSIG
KEPT: dict[str, Callable[[CollaborationModel], Any]] = {
    "history": lambda model: model.history().reset_index(),  # its quarter first
    "deals": CollaborationModel.deals,
}


class OtherModelError(RuntimeError):
    """Raised in a worker whose sources are not those of the coordinator."""


def work(tasks: Sequence[Task], model: str) -> list[Row]:
    """Make runs, one after the other.

    Args:
        tasks: the runs.
        model: version of the model that they are to be made with.

    Raises:
        OtherModelError: if this worker has another version.
    """
    if model_version() != model:
        raise OtherModelError(f"a worker has version {model_version()[:12]} of the model, not {model[:12]}")
    return [one(task) for task in tasks]


def one(task: Task) -> Row:
    """Make one run; an exception becomes the message of its row."""
    try:
        model = CollaborationModel(_scenario_of(task), seed=task.seed)
        try:
            Watch(model).run() if task.watched else model.run()
            tables = {name: _table(KEPT[name](model)) for name in task.keep}
            return Row(task.run, task.scenario, task.seed, Status.OK, "", model.outcomes(), tables)
        finally:
            # Mesa ties a model to itself, so its tables (some 10 MB) would wait for the garbage collector.
            model.__dict__.clear()
    except Exception as error:  # noqa: BLE001  # one bad run does not stop the rest
        return Row(task.run, task.scenario, task.seed, Status.ERROR, in_words(error))


def in_words(error: BaseException) -> str:
    """Put an exception in one line, which names the rule that raised it."""
    rule = rule_at_fault(error)
    where = f"in a rule of the model, {rule}: " if rule else ""
    return f"{where}{type(error).__name__}: {error}".removesuffix(": ").replace("\n", " ")[:500]


def serve(pipe: Connection, model: str, coordinator: int) -> None:
    """Make the runs that come through a pipe until it ends; the main function of a worker process.

    Args:
        pipe: to the coordinator and from it: None once this worker is ready, then rows for every chunk of tasks, or
            in words what went wrong with a chunk, or the OtherModelError after which there is nothing more to do.
        model: version of the model.
        coordinator: number of the process that is served.
    """
    settle_in(coordinator)
    warm_up()
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            chunk = pipe.recv()
            try:
                said: list[Row] | str | OtherModelError = work(chunk, model)
            except OtherModelError as error:
                said = error
            except MemoryError as error:
                said = in_words(error)
            pipe.send(said)


def warm_up() -> None:
    """Load the machine code, so that no run has to answer for the time that this takes."""
    model = CollaborationModel(Scenario.load("tiny"), seed=0)
    model.step()
    model.__dict__.clear()


def settle_in(coordinator: int) -> None:
    """Prepare a worker process: the coordinator alone hears Ctrl-C, and no worker outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    plain = [
        (name, column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(dict(plain))
