"""Does the order of levers hang on how long a run has a past? `python -m experiments.length_of_history [SEEDS]`.

Every lever at full strength beside no policy, from 2020 to 2029, after 20, 60 and 100 quarters of past (A6), and what
the horizon without policy does by itself: deliveries of its last two years over its first two (A7). Runs of a seed
share their past, and are compared seed by seed. `--why [LEVER] [SEEDS]` asks what of the past one lever hangs on: when
policy begins after the shortest past, one part of the state is taken over from the run with 60 quarters of past.
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
from sim.engine import Run
from sim.engine.forks import forked, run_together
from sim.levers import LEVERS
from sim.scenario import shipped_names
from sim.world.population import counts

PASTS = (20, 60, 100)
"""Quarters before the policy year."""
SEEDS = 8
POLICY = 40
"""Quarters of the policy horizon."""
NONE = "no policy"
OUTCOME = "transfers_delivered"
MOVER = "university_ip_alliance"
STILL = {f"parameters.{name}": 0.0 for name in ("learning_rate", "forgetting_rate", "transfer_share")}
"""Expertise stays as it was at the start."""
EXPERTISE = "expertise"
PARTS: Mapping[str, tuple[str, ...]] = {
    EXPERTISE: (),
    "own record of success": ("perceived_success",),
    "trust and partners": ("trust", "partners", "partner_count", "deliveries"),
    "money and size": ("cash", "revenue"),
    "shelves": ("open_shelf", "classified_shelf"),
}
"""Parts of the state of organisations by their columns; expertise is a table of its own."""


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
        return places(self.gains)

    def span(self, name: str) -> tuple[int, int]:
        """Return the places that a lever may have: those of the levers that it is not told from, seed by seed."""
        own, ranks = self.gains[name], self.ranks()
        alike = [ranks[other] for other, gain in self.gains.items() if _alike(own - gain)]
        return min(alike), max(alike)


def places(gains: Mapping[str, NDArray[np.float64]]) -> dict[str, int]:
    """Return the place of every lever by what it brings in the mean, from 1."""
    order = sorted(gains, key=lambda name: -gains[name].mean())
    return {name: place for place, name in enumerate(order, 1)}


def _alike(differences: NDArray[np.float64]) -> bool:
    return abs(float(differences.mean())) <= 2.0 * _error(differences)


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values)))


def arms(past: int) -> dict[str, Scenario]:
    """Return the scenario without policy and that of every lever, with so many quarters before 2020."""
    levers = [lever.name for lever in LEVERS if lever.name in shipped_names()]
    return {NONE: dated("baseline", past), **{name: dated(name, past) for name in levers}}


def dated(name: str, past: int) -> Scenario:
    """Return a shipped scenario with so many quarters before 2020."""
    dates = {"run.start_year": 2020 - past // 4, "run.quarters": past + POLICY, "run.fill": min(8, past)}
    return Scenario.load(name).with_(**dates)


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


def before_policy(scenario: Scenario, seed: int) -> Run:
    """Run up to the policy year."""
    run = Run(scenario, seed, threads=1)
    while run.quarter < scenario.run.policy_quarter:
        run.step()
    return run


def taken_over(run: Run, part: str, giver: Run) -> None:
    """Give all organisations that were there at the start one part of the state that they have in another run."""
    first = int(counts(run.region, run.inputs.population).sum())
    if part == EXPERTISE:
        run.world.expertise[:first] = giver.world.expertise[:first]
    for column in PARTS[part]:
        run.world.organisations[column][:first] = giver.world.organisations[column][:first]


def gain(run: Run, lever: Scenario) -> float:
    """Finish a run that stands where policy begins without and with a lever: deliveries more with it."""
    other = forked(run, lever)
    return float(other.finish().outcomes()[OUTCOME] - run.finish().outcomes()[OUTCOME])


def why(name: str, seeds: int) -> dict[str, NDArray[np.float64]]:
    """Return what a lever brings after a short past and a longer one, and after one with a part of the other."""
    short, longer = PASTS[:2]
    levers = {past: dated(name, past) for past in (short, longer)}
    swaps = [*((short, part, longer) for part in PARTS), (longer, EXPERTISE, short)]
    found: dict[str, list[float]] = {}
    for seed in range(seeds):
        runs = {past: before_policy(dated("baseline", past), seed) for past in levers}
        for past, run in runs.items():
            found.setdefault(f"{past} quarters", []).append(gain(forked(run, run.inputs), levers[past]))
            still = gain(before_policy(run.inputs.with_(**STILL), seed), levers[past].with_(**STILL))
            found.setdefault(f"{past} quarters, nobody learns or forgets", []).append(still)
        for past, part, giver in swaps:
            run = forked(runs[past], runs[past].inputs)
            taken_over(run, part, runs[giver])
            found.setdefault(f"{past} quarters, {part} of {giver}", []).append(gain(run, levers[past]))
    return {words: np.array(gains) for words, gains in found.items()}


def main_why(name: str, seeds: int) -> None:
    """Print what a lever brings by the past and by the parts of it."""
    print(f"| past before `{name}` | deliveries more | less those after {PASTS[0]} quarters |\n| --- | --- | --- |")
    found = why(name, seeds)
    for words, gains in found.items():
        less = gains - found[f"{PASTS[0]} quarters"]
        print(f"| {words} | {gains.mean():+.0f} ({_error(gains):.0f}) | {less.mean():+.0f} ({_error(less):.0f}) |")


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
    words = sys.argv[1:]
    if words[:1] == ["--why"]:
        main_why(words[1] if len(words) > 1 else MOVER, int(words[2]) if len(words) > 2 else SEEDS)
        sys.exit()
    sys.exit(1 if main(int(words[0]) if words else SEEDS) else 0)
