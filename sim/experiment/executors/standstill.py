"""A process that is at work uses the processor; one that is stopped, or whose memory is on the disk, does not.

How long a run takes says nothing: a large one takes minutes. So what is watched is the time that the processor has
given to a process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sim.language import N_, _

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 5.0  # between two looks
AT_WORK_SECONDS = 0.3  # of processor time, in all that patience, show that a process is at work
STATES = {"T": N_("it is stopped"), "t": N_("it is stopped"), "D": N_("it waits for the disk; memory may be short")}


class Standstill:
    """Finds the processes that do nothing; on systems that do not tell (all but Linux), none.

    Args:
        patience: seconds after which a process that did nothing is found.
        clock: seconds that never go back.
    """

    def __init__(self, patience: float = PATIENCE_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.patience = patience
        self.look = min(LOOK_SECONDS, patience / 4)
        self._clock = clock
        self._last = clock()
        self._seen: dict[int, tuple[float, float]] = {}  # when a process was last seen at work, and its time until then

    def of(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the processes that stand still, and why as far as that can be told.

        Args:
            numbers: of all processes that have work to do.
        """
        now = self._clock()
        if now - self._last > 3 * self.look:
            self._seen.clear()  # this process itself stood still: Ctrl-Z, or a disk that is slow
        self._last = now
        seen, still = {}, {}
        for number in numbers:
            state, spent = pulse(number)
            since, before = self._seen.get(number, (now, spent))
            at_work = spent - before >= AT_WORK_SECONDS
            seen[number] = (now, spent) if at_work else (since, before)
            if not at_work and now - since >= self.patience:
                still[number] = _(STATES.get(state, ""))
        self._seen = seen
        return still


def pulse(number: int) -> tuple[str, float]:
    """Return the state of a process and the seconds of processor time it has used; without end if unknown."""
    try:
        words = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return words[0], (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return "", float("inf")
