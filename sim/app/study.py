"""One run shows what can happen; many, on the same seeds in both arms, show how sure a difference is."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping

from sim.experiment import Comparison, RunError, compare
from sim.scenario import Scenario, ScenarioError

_one_at_a_time = threading.Semaphore(1)


class _StoppedError(Exception):
    """Raised inside a study that nobody waits for any more."""


class Replications:
    """Replications of two or more scenarios in the background.

    Args:
        told: called whenever something has changed, from the study's own thread.

    Attributes:
        state: "idle", "waiting" for another tab's study, "running", "done", "failed" or "stopped".
        done, total: runs.
        result: the comparison, once it is done.
        said: what went wrong.
    """

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self.state = "idle"
        self.done = self.total = 0
        self.result: Comparison | None = None
        self.said = ""

    @property
    def busy(self) -> bool:
        """Whether it runs, or waits for its turn."""
        return self.state in ("waiting", "running")

    def start(
        self, arms: Mapping[str, Scenario], replications: int, jobs: int | None = None, unlike: bool = False
    ) -> None:
        """Begin; a study under way is left as it is.

        Args:
            arms: scenarios by name, the baseline first.
            replications: seeds of each.
            jobs: processes; as many as the machine has cores, if not given.
            unlike: whether arms may differ in run, region or population.
        """
        if self.busy:
            return
        self._cancelled.clear()
        self.state, self.done, self.total = "waiting", 0, replications * len(arms)
        self.result, self.said = None, ""
        jobs = jobs or max(2, os.cpu_count() or 1)
        self._thread = threading.Thread(target=self._run, args=(dict(arms), replications, jobs, unlike), daemon=True)
        self._thread.start()
        self._told()

    def cancel(self) -> None:
        """Give it up; runs under way are not waited for."""
        self._cancelled.set()

    def close(self) -> None:
        """Give it up, and tell nobody: the tab is closed."""
        self._told = lambda: None
        self.cancel()

    def wait(self, seconds: float = 120.0) -> None:
        """Wait until it is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, arms: Mapping[str, Scenario], replications: int, jobs: int, unlike: bool) -> None:
        try:
            while not _one_at_a_time.acquire(timeout=0.2):
                self._check()
            try:
                self.state = "running"
                self._told()
                self.result = compare(
                    arms, replications, jobs=jobs, progress=self._progress, unlike=unlike, luck_only=True
                )
                self.state = "done"
            finally:
                _one_at_a_time.release()
        except _StoppedError:
            self.state = "stopped"
        except (RunError, ScenarioError, OSError, MemoryError) as error:
            self.state, self.said = "failed", str(error)
        except Exception:  # noqa: BLE001  # a thread has nobody to raise to: the page says that it failed
            self.state, self.said = "failed", "the study broke off by a fault of the laboratory"
        finally:
            self._told()

    def _progress(self, done: int, total: int) -> None:
        self._check()
        self.done, self.total = done, total
        self._told()

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise _StoppedError
