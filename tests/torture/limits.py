"""Something is done that has to end soon, in little memory, and well or in a documented error."""

from __future__ import annotations

import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sim.scenario import ScenarioError
from tests.torture.attack import Bench

SLOWEST = 10.0  # seconds of this process for one file
MOST_MEMORY = 400  # megabytes more than at the start


class TooSlowError(Exception):
    """Raised if one file takes too long."""


@contextmanager
def limited() -> Iterator[None]:
    """Stop whatever takes too long."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SLOWEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def held(bench: Bench, does: Callable[[], Any], what: Callable[[], str]) -> None:
    """Do something that has to end well or in a ScenarioError with a message of a sane size."""
    bench.tries += 1
    begun = time.process_time()
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            does()
        bench.note("accepted")
    except ScenarioError as error:
        bench.note("refused")
        said = str(error)
        bench.held(0 < len(said) < 60_000 and error.problems, f"a message of {len(said)} characters: {what()}")
    except TooSlowError:
        bench.held(False, f"hangs: {what()}")
    except Exception as error:  # noqa: BLE001  # any other exception is what is looked for
        bench.held(False, f"{type(error).__name__}: {str(error)[:120]}: {what()}")
    bench.slowest = max(bench.slowest, time.process_time() - begun)


def memory() -> float:
    """Return the most memory this process has held, megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


@contextmanager
def little_memory(bench: Bench) -> Iterator[None]:
    """Make sure that memory stays within bounds, and say how long the slowest took."""
    before = memory()
    yield
    grown = memory() - before
    bench.held(grown < MOST_MEMORY, f"memory grew by {grown:.0f} MB")
    bench.tell(f"slowest {1000 * bench.slowest:.0f} ms")
    bench.tell(f"memory +{grown:.0f} MB")
