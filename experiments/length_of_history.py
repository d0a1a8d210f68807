"""Does the order of levers hang on how long a run has a past? `python -m experiments.length_of_history [SEEDS]`.

Every lever at full strength beside no policy, from 2020 to 2029, after 20, 60 and 100 quarters of past (A6), and what
the horizon without policy does by itself: deliveries of its last two years over its first two (A7). Runs of a seed
share their past, and are compared seed by seed.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.validation_only import steadiness
from sim import Scenario
from sim.engine.forks import run_together
from sim.levers import LEVERS
from sim.scenario import shipped_names

PASTS = (20, 60, 100)
"""Quarters before the policy year."""
SEEDS = 8
POLICY = 40
"""Quarters of the policy horizon."""
NONE = "no policy"
OUTCOME = "transfers_delivered"


class Effects(NamedTuple):
    """What levers bring after a past of one length."""

    gains: Mapping[str, NDArray[np.float64]]
    """By lever, deliveries more than without it, [seeds]."""
    without: NDArray[np.float64]
    """Deliveries without policy, [seeds]."""
    steady: NDArray[np.float64]
    """Deliveries without policy of the last two years over the first two, [seeds]."""
    seconds: float
    """Processor seconds of an arm, with its part of the shared past."""

    def ranks(self) -> dict[str, int]:
        """Return the place of every lever by its mean, from 1."""
        order = sorted(self.gains, key=lambda name: -self.gains[name].mean())
        return {name: place for place, name in enumerate(order, 1)}

    def span(self, name: str) -> tuple[int, int]:
        """Return the places that a lever may have: those of the levers that it is not told from, seed by seed."""
        own, ranks = self.gains[name], self.ranks()
        alike = [ranks[other] for other, gain in self.gains.items() if _alike(own - gain)]
        return min(alike), max(alike)


def _alike(differences: NDArray[np.float64]) -> bool:
    return abs(float(differences.mean())) <= 2.0 * _error(differences)


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values)))


def arms(past: int) -> dict[str, Scenario]:
    """Return the scenario without policy and that of every lever, with so many quarters before 2020."""
    dates = {"run.start_year": 2020 - past // 4, "run.quarters": past + POLICY, "run.fill": min(8, past)}
    levers = [lever.name for lever in LEVERS if lever.name in shipped_names()]
    return {
        NONE: Scenario.load("baseline").with_(**dates),
        **{name: Scenario.load(name).with_(**dates) for name in levers},
    }


def effects(past: int, seeds: int) -> Effects:
    """Run all arms with all seeds."""
    worlds = arms(past)
    names = list(worlds)
    found = np.empty((len(names), seeds))
    steady = np.empty(seeds)
    began = time.process_time()
    for seed in range(seeds):
        for place, run in run_together(list(worlds.values()), seed):
            found[place, seed] = run.outcomes()[OUTCOME]
            if names[place] == NONE:
                (steady[seed],) = steadiness(run).values()
    seconds = (time.process_time() - began) / found.size
    gains = {name: found[place] - found[0] for place, name in enumerate(names) if place}
    return Effects(gains, found[0], steady, seconds)


def table(found: Mapping[int, Effects]) -> Iterable[str]:
    """Write a row for every lever, in the order of the longest past, and one for the horizon without policy."""
    first, last = (found[past] for past in (min(found), max(found)))
    yield "| lever | " + " | ".join(f"{past} quarters of past" for past in found) + " | order |"
    yield "| --- |" + " --- |" * (len(found) + 1)
    for name in sorted(last.gains, key=lambda one: last.ranks()[one]):
        cells = []
        for one in found.values():
            gain, (low, high) = one.gains[name], one.span(name)
            cells.append(
                f"{one.ranks()[name]} ({low}-{high}): {gain.mean():+.0f} ({_error(gain):.0f}), "
                f"{100 * gain.mean() / one.without.mean():+.1f} %"
            )
        yield f"| `{name}` | {' | '.join(cells)} | {moved(name, list(found.values()))} |"
    steady = [f"{one.steady.mean():.2f} ({_error(one.steady):.2f})" for one in found.values()]
    yield f"| without policy, last two years over first two | {' | '.join(steady)} | |"
    assert first.gains.keys() == last.gains.keys()


def moved(name: str, found: Iterable[Effects]) -> str:
    """Say whether the place of a lever changes by more than one beyond the places that it may have."""
    spans = [one.span(name) for one in found]
    apart = max(low for low, _ in spans) - min(high for _, high in spans)
    return "moves" if apart > 1 else "holds"


def main(seeds: int) -> int:
    """Print the table; return how many levers move."""
    found = {past: effects(past, seeds) for past in PASTS}
    print("\n".join(table(found)))
    seconds = ", ".join(f"{one.seconds:.3f} after {past}" for past, one in found.items())
    print(f"{seeds} seeds; processor seconds of an arm, its part of the shared past included: {seconds} quarters")
    movers = [name for name in found[PASTS[0]].gains if moved(name, found.values()) == "moves"]
    print(f"{len(movers)} of {len(found[PASTS[0]].gains)} levers move: {', '.join(movers) or 'none'}")
    return len(movers)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS) else 0)
