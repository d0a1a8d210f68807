"""How many threads share the work of a run: one, unless its region is so large that more pay."""

from __future__ import annotations

import os

from sim.language import _

VARIABLE = "TRANSFER_LAB_THREADS"
WORTH_SHARING = 100_000  # organisations: with fewer, handing work out costs more than it brings
MOST = 4  # if nobody says otherwise: a third of the work of a quarter is not shared


def threads_for(organisations: int) -> int:
    """Return how many threads share the work of a run of so many organisations, if its maker does not say.

    Raises:
        ValueError: if the environment asks for something that is no number of threads.
    """
    asked = os.environ.get(VARIABLE, "")
    if asked and not (asked.isdecimal() and int(asked) > 0):
        raise ValueError(
            _("{variable} = {asked!r} is not allowed; it must be a whole number from 1", variable=VARIABLE, asked=asked)
        )
    if asked:
        return int(asked)
    return 1 if organisations < WORTH_SHARING else min(MOST, processors())


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
