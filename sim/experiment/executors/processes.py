"""Runs are made by processes of this machine; one that dies or hangs is replaced and its runs are made again.

A chunk that does not come back is made again run by run, so that the run at fault is found and no neighbour suffers.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any

from sim.experiment.executors.executor import Chunk, Pace, failed
from sim.experiment.planning import Task
from sim.experiment.work import OtherModelError, in_words, settle_in, work
from sim.model import needs_compiling
from sim.store import Row, Status

TRIES = 2


class Processes:
    """Makes runs in several processes.

    Args:
        jobs: how many.
        timeout: seconds that a run may take; None for no limit.
    """

    def __init__(self, jobs: int, timeout: float | None = None) -> None:
        from pebble import ProcessPool

        self.jobs = jobs
        self.timeout = timeout
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=jobs, initializer=settle_in, context=context)

    def rows(self, tasks: Iterator[Task], model: str) -> Iterator[Sequence[Row]]:
        """Yield the rows of runs; see `Executor`."""
        pace = Pace(tasks)
        if needs_compiling() and (first := pace.next()):
            yield work(first, model)  # else every process would compile the model
        again: deque[tuple[Task, int]] = deque()  # runs whose worker did not come back, with their tries so far
        under_way: dict[Future[Any], tuple[Chunk, int, float]] = {}
        while True:
            while len(under_way) < self.jobs + 1:
                chunk, tries = ((again[0][0],), again.popleft()[1]) if again else (pace.next(), 0)
                if not chunk:
                    break
                under_way[self._send(chunk, model)] = chunk, tries, time.monotonic()
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                chunk, tries, started = under_way.pop(future)
                try:
                    done: list[Row] = future.result()
                except OtherModelError:
                    raise
                except Exception as error:  # noqa: BLE001  # a dead worker, a late one, or a result that cannot travel
                    rows = self._lost(chunk, tries + 1, error, again)
                    if rows:
                        yield rows
                    continue
                # A chunk may have waited for a worker: this overestimates, which only makes chunks small.
                pace.learn(len(chunk), time.monotonic() - started)
                yield done

    def close(self) -> None:
        """Stop all work at once and leave no process behind."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble ships no types for it
        self._pool.join()

    def _send(self, chunk: Chunk, model: str) -> Future[Any]:
        limit = None if self.timeout is None else self.timeout * len(chunk)
        future: Future[Any] = self._pool.schedule(work, args=[chunk, model], timeout=limit)
        return future

    def _lost(self, chunk: Chunk, tries: int, error: Exception, again: deque[tuple[Task, int]]) -> list[Row]:
        """Decide what becomes of runs that did not come back: tried again one by one, at last given up."""
        late = isinstance(error, TimeoutError)
        if len(chunk) > 1:
            again.extend((task, 0) for task in chunk)
            return []
        if tries < TRIES and not late:
            again.append((chunk[0], tries))
            return []
        if late:
            return [failed(chunk[0], Status.TIMEOUT, f"took longer than {self.timeout:g} seconds")]
        return [failed(chunk[0], Status.CRASHED, f"its process died {tries} times ({in_words(error)})")]
