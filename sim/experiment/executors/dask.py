"""Runs are made by a Dask cluster that somebody else started; workers may join and leave while it goes on.

Only tasks and rows travel: workers need the same version of this package, no common file system.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Any

from sim.experiment.executors.executor import Chunk, LostError, Pace, failed
from sim.experiment.executors.work import OF_THE_MACHINE, OtherModelError, in_words, work
from sim.experiment.plan import Task
from sim.language import _
from sim.store import RunRow, RunStatus

CHUNKS_A_WORKER = 2
PATIENCE_SECONDS = 30.0
LOUD = "distributed", "distributed.client"  # tell the loss of a scheduler in forty lines of a traceback
CANCELLED = asyncio.CancelledError, concurrent.futures.CancelledError


class Dask:
    """Makes runs on a Dask cluster.

    Args:
        address: of its scheduler, such as "tcp://10.0.0.1:8786".

    Raises:
        LostError: if it cannot be reached.
    """

    def __init__(self, address: str) -> None:
        import distributed

        self.address = address
        self._loud = {logging.getLogger(name): logging.getLogger(name).level for name in LOUD}
        try:
            client: Any = distributed.Client
            self._client = client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
            for log in self._loud:
                log.setLevel(logging.CRITICAL)
        except (OSError, ValueError, TimeoutError) as error:
            raise LostError(
                _("no Dask scheduler answers at {address} ({in_words})", address=address, in_words=in_words(error))
            ) from None

    @property
    def workers(self) -> int:
        """How many runs are made at once: threads of all workers that are there now."""
        with self._connected():
            return sum(one["nthreads"] for one in self._client.scheduler_info(n_workers=-1)["workers"].values())

    def begin(self, model: str, left: int) -> None:
        """Do nothing: whoever started the cluster started its workers."""

    def rows(self, tasks: Iterator[Task], model: str, left: int = 0) -> Iterator[Sequence[RunRow]]:
        """Yield the rows of runs; see `Executor`."""
        pace = Pace(tasks, left)
        again: deque[Task] = deque()
        finished: Queue[Any] = Queue()
        under_way: dict[Any, tuple[Chunk, float]] = {}
        while True:
            room = max(1, CHUNKS_A_WORKER * self.workers)  # asked also if nothing was heard for a while
            while len(under_way) < room:
                chunk = (again.popleft(),) if again else pace.next(room)
                if not chunk:
                    break
                with self._connected():
                    future = self._client.submit(work, list(chunk), model, pure=False, retries=1)
                under_way[future] = chunk, time.monotonic()
                future.add_done_callback(finished.put)
            if not under_way:
                return
            for future in _done(finished):
                chunk, started = under_way.pop(future)
                if future.status == "finished":
                    with self._connected():
                        rows: list[RunRow] = future.result()
                    pace.learn(len(chunk), (time.monotonic() - started) / CHUNKS_A_WORKER)
                    yield rows
                    continue
                error = future.exception() if future.status == "error" else RuntimeError("lost")
                if isinstance(error, OtherModelError):
                    raise LostError(str(error))
                if isinstance(error, OF_THE_MACHINE):
                    raise error
                if len(chunk) > 1:
                    again.extend(chunk)
                elif future.status == "error":
                    yield [failed(chunk[0], RunStatus.CRASHED, f"no worker survived it ({in_words(error)})")]
                else:
                    raise self._lost()

    def close(self) -> None:
        """Give back what was asked of the cluster, and leave it running."""
        self._client.close(timeout=2)
        for log, level in self._loud.items():
            log.setLevel(level)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Ask something of the scheduler, which may be lost."""
        if self._client.status != "running":
            raise self._lost()
        try:
            yield
        except (OSError, TimeoutError, *CANCELLED):
            raise self._lost() from None

    def _lost(self) -> LostError:
        return LostError(
            _(
                "the Dask scheduler at {address} is lost; what was finished is kept, the same command "
                "goes on once it is back, or without --scheduler",
                address=self.address,
            )
        )


def _done(finished: Queue[Any]) -> list[Any]:
    """Return the futures that are done, after waiting for one; none if nothing was heard for a while."""
    try:
        done = [finished.get(timeout=PATIENCE_SECONDS)]
    except Empty:
        return []
    while not finished.empty():
        done.append(finished.get())
    return done
