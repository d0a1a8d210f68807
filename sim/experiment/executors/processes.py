"""Runs are made by processes of this machine; one that dies, hangs or stands still is replaced, its runs made again.

Every process has a pipe of its own, so that one that is killed in the middle of a word spoils no other's. A chunk
that does not come back is made again run by run, so that the run at fault is found and no neighbour suffers.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

from sim.engine import needs_compiling
from sim.experiment.executors.apart import NAMES, without_main
from sim.experiment.executors.executor import Chunk, LostError, Pace, failed
from sim.experiment.executors.standstill import Standstill
from sim.experiment.executors.work import serve, work
from sim.experiment.plan import Task
from sim.language import N_, _, _n
from sim.store import RunRow, RunStatus

LOG = logging.getLogger("sim.experiment")
TRIES = 2
STILLBORN = 5  # processes in a row that die before they are ready
NOTHING: Chunk = ()
STANDSTILLS = 5  # processes in a row that stand still, with no answer of any in between
STILL = N_("process {number} has done nothing for {seconds:g} seconds")
STILL_WHY = N_("process {number} has done nothing for {seconds:g} seconds ({why})")
ORDERS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))  # to end


@dataclass(eq=False, slots=True)
class Worker:
    """A process and what it is at.

    Args:
        process: the process.
        pipe: to it and from it.
        ready: whether it has said that it can begin.
        chunk: runs it was given; none if it is idle.
        tries: how often they were tried before.
        since: when they were given, seconds of a clock that never goes back.
    """

    process: Any
    pipe: Connection
    ready: bool = False
    chunk: Chunk = NOTHING
    tries: int = 0
    since: float = 0.0


class Processes:
    """Makes runs in several processes.

    Args:
        jobs: how many.
        timeout: seconds that a run may take; None for no limit.
    """

    def __init__(self, jobs: int, timeout: float | None = None) -> None:
        self.jobs = jobs
        self.timeout = timeout
        self._workers: list[Worker] = []
        self._stillborn = 0
        self._standstill, self._standstills = Standstill(), 0
        self._model = ""

    @property
    def workers(self) -> int:
        """How many runs are made at once."""
        return self.jobs

    def begin(self, model: str, left: int) -> None:
        """Start the processes, as many as there are runs, unless the model has to be compiled first."""
        self._model = model
        if not needs_compiling():
            for _ in range(min(self.jobs, left) - len(self._workers)):
                self._start()

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs; see `Executor`.

        Raises:
            LostError: if no process lives long enough to begin, or one after the other stands still.
            OtherModelError, OSError, MemoryError, ImportError: what a process meets that no run has to answer for.
        """
        self._model, pace = model, Pace(tasks, left)
        if needs_compiling() and (first := pace.next()):
            yield work(first, model)  # else every process would compile the model
        again: deque[tuple[Task, int]] = deque()  # runs whose worker did not come back, with their tries so far
        while True:
            self._hand_out(pace, again)
            if not any(worker.chunk for worker in self._workers):
                return
            done: list[Sequence[RunRow]] = []
            for worker in self._heard():
                chunk, tries, since, began = worker.chunk, worker.tries, worker.since, worker.ready
                answer = self._answer(worker)
                if isinstance(answer, str) and began:
                    done.append(self._lost(chunk, tries + 1, answer, again))
                elif isinstance(answer, str):
                    again.extend((task, tries) for task in chunk)  # it died of something else
                elif answer:
                    self._standstills = 0
                    pace.learn(len(chunk), time.monotonic() - since)
                    done.append(answer)
            for worker in self._late():
                done.append(self._lost(worker.chunk, worker.tries + 1, "", again))
                self._end(worker)
            self._replace_still(again)
            self._hand_out(pace, again)  # before the rows are kept, so that nobody waits for the disk
            yield from filter(None, done)

    def close(self) -> None:
        """Stop all work at once and leave no process behind."""
        for worker in list(self._workers):
            self._end(worker)

    def _hand_out(self, pace: Pace, again: deque[tuple[Task, int]]) -> None:
        """Give every idle process something to do, starting as many as there is work for."""
        while True:
            idle = next((worker for worker in self._workers if not worker.chunk), None)
            if idle is None and len(self._workers) >= self.jobs:
                return
            chunk, tries = ((again[0][0],), again.popleft()[1]) if again else (pace.next(self.jobs), 0)
            if not chunk:
                return
            worker = idle or self._start()
            worker.chunk, worker.tries = chunk, tries
            if worker.ready:
                self._send(worker)

    def _start(self) -> Worker:
        context = multiprocessing.get_context("spawn")
        near, far = context.Pipe()
        arguments = (far, self._model, os.getpid())
        process = context.Process(target=serve, args=arguments, name=next(NAMES), daemon=True)
        worker = Worker(process, near)
        with _block_signals(), without_main():
            process.start()
            self._workers.append(worker)
        far.close()  # so that its end is heard as the end of the pipe
        return worker

    def _send(self, worker: Worker) -> None:
        worker.since = time.monotonic()
        with suppress(OSError):  # that it died is heard soon
            worker.pipe.send(worker.chunk)

    def _heard(self) -> list[Worker]:
        """Wait until a process says something, dies or is late, and return those that said something or died."""
        ends = [end for end in map(self._deadline, self._workers) if end is not None]
        patience = min([self._standstill.look, *(max(0.0, end - time.monotonic()) for end in ends)])
        heard = set(wait([worker.pipe for worker in self._workers], patience))
        return [worker for worker in self._workers if worker.pipe in heard]

    def _answer(self, worker: Worker) -> list[RunRow] | str | None:
        """Return what a process made, why it died, or None if it only said that it is ready."""
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._end(worker)
            self._stillborn = 0 if worker.ready else self._stillborn + 1
            if self._stillborn >= STILLBORN:
                code = worker.process.exitcode
                raise LostError(
                    _("processes of this machine end before they begin (exit code {code})", code=code)
                ) from None
            return f"exit code {worker.process.exitcode}"
        if isinstance(answer, Exception):
            raise answer
        if not worker.ready:
            worker.ready, self._stillborn = True, 0
            if worker.chunk:
                self._send(worker)
            return None
        worker.chunk = NOTHING
        rows: list[RunRow] = answer
        return rows

    def _deadline(self, worker: Worker) -> float | None:
        at_work = self.timeout is not None and worker.ready and worker.chunk
        return worker.since + self.timeout * len(worker.chunk) if at_work and self.timeout is not None else None

    def _late(self) -> list[Worker]:
        now = time.monotonic()
        return [worker for worker in self._workers if (end := self._deadline(worker)) is not None and end <= now]

    def _replace_still(self, again: deque[tuple[Task, int]]) -> None:
        """Name every process that does nothing any more, and give its runs to others: that is no fault of theirs."""
        at_work = {worker.process.pid: worker for worker in self._workers if worker.chunk}
        for number, why in self._standstill.of(at_work).items():
            self._standstills += 1
            what = _(STILL_WHY if why else STILL, number=number, seconds=self._standstill.patience, why=why)
            if self._standstills >= STANDSTILLS:
                remedy = _("fewer --jobs if memory is short, or --timeout if it is a run that waits for something")
                raise LostError(
                    _(
                        "{what}, and so have the {standstills} before it; {remedy}",
                        what=what,
                        standstills=STANDSTILLS - 1,
                        remedy=remedy,
                    )
                )
            chunk = at_work[number].chunk
            LOG.warning(
                _n(
                    "warning: {what}; it is ended and its run is handed on",
                    "warning: {what}; it is ended and its {count} runs are handed on",
                    len(chunk),
                    what=what,
                )
            )
            again.extend((task, at_work[number].tries) for task in chunk)
            self._end(at_work[number])

    def _end(self, worker: Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)

    def _lost(self, chunk: Chunk, tries: int, why: str, again: deque[tuple[Task, int]]) -> list[RunRow]:
        """Decide what becomes of runs that did not come back: tried again one by one, at last given up.

        Args:
            chunk: the runs.
            tries: how often they were tried.
            why: what became of the process; empty if it was late.
            again: takes those that are tried again.
        """
        if len(chunk) > 1:
            again.extend((task, 0) for task in chunk)
            return []
        if tries < TRIES and why:
            again.extend((task, tries) for task in chunk)
            return []
        if not why:
            return [failed(task, RunStatus.TIMEOUT, f"took longer than {self.timeout:g} seconds") for task in chunk]
        return [failed(task, RunStatus.CRASHED, f"its process died {tries} times ({why})") for task in chunk]


@contextmanager
def _block_signals() -> Iterator[None]:
    """Start a process whole: neither this one nor the new one hears an order to end before it has been started.

    Else the new one would complain of the half of its orders that it has.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # a process of Python's own; its start would unblock them
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ORDERS)  # the new process inherits it
    heard: list[int] = []
    # The mask is this thread's: another (NumPy's linear algebra has some) still takes the order for the whole process.
    in_main = threading.current_thread() is threading.main_thread()
    handlers = {order: signal.signal(order, lambda number, _: heard.append(number)) for order in ORDERS if in_main}
    try:
        yield
    finally:
        for order, handler in handlers.items():
            signal.signal(order, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number in heard:
            signal.raise_signal(number)
