"""A run that the machine has no memory for is refused before it starts, with the figure that it would need."""

from __future__ import annotations

import os
from pathlib import Path

from sim.language import N_, _
from sim.scenario import Scenario
from sim.scenario.consistency import organisations

BYTES_AT_START = 500.0
BYTES_A_QUARTER = 30.0
"""By organisation, measured on a million of them; the tables of deals and cases grow with time, by doubling."""
FREE_OF_CHARGE = 50_000  # organisations about which nobody need think
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def refuse_if_too_large(scenario: Scenario) -> None:
    """Refuse a run that needs more memory than the machine has.

    Raises:
        MemoryError: if it does; says how much it needs.
    """
    count = organisations(scenario.region, scenario.population)
    if count <= FREE_OF_CHARGE:
        return
    needed, there = bytes_needed(count, scenario.run.quarters), bytes_there()
    if there is not None and needed > there:
        text = N_(
            "a run of {count:,} organisations over {quarters:,} quarters needs about {needed:,.0f} GB of memory "
            "and this machine has {there:,.0f}"
        )
        figures = {"needed": needed / 1e9, "there": there / 1e9}
        raise MemoryError(_(text, count=count, quarters=scenario.run.quarters, **figures))


def bytes_needed(count: int, quarters: int) -> float:
    """Return the memory that a run takes in the end, bytes."""
    return count * (BYTES_AT_START + BYTES_A_QUARTER * quarters)


def bytes_there() -> float | None:
    """Return the memory of this machine, or of the container it works in, bytes; None if it does not say."""
    try:
        whole = float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return None
    for path in LIMITS:
        try:
            whole = min(whole, float(Path(path).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such file, or "max"
            continue
    return whole
