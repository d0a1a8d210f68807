"""Some factors are chosen and some are not known: what an experiment says of them is held to the factors it has."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.reading.schema import Content
from sim.scenario.wording import nearest


def problems_of(content: Content, factors: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return what is wrong with what an experiment says of its factors: key, what was found, what is allowed, hint."""
    found = []
    for name in ("policy", "uncertain"):
        for key in getattr(content, name):
            if key not in factors:
                allowed = f"one of {', '.join(factors)}" if factors else "there are no [factors]"
                found.append((name, f"there is no factor {key!r:.80}", allowed, nearest(key, factors)))
    both = sorted(set(content.policy) & set(content.uncertain))
    return found + [("uncertain", f"{key} is policy too", "a factor is the one or the other", "") for key in both]
