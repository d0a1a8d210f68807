"""Some factors are chosen and some are not known: what an experiment says of them is held to the factors it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.experiment.reading.schema import ExperimentContent
from sim.scenario.problems import Fault, Statement
from sim.scenario.wording import nearest


def faults_of(content: ExperimentContent, factors: Sequence[str]) -> Iterator[Fault]:
    """Find what is wrong with what an experiment says of its factors."""
    for name in ("policy", "uncertain"):
        for key in getattr(content, name):
            if key not in factors:
                allowed = f"one of {', '.join(factors)}" if factors else "there are no [factors]"
                yield (name,), Statement(f"there is no factor {key!r:.80}", allowed, nearest(key, factors))
    for key in sorted(set(content.policy) & set(content.uncertain)):
        yield ("uncertain",), Statement(f"{key} is policy too", "a factor is the one or the other")
