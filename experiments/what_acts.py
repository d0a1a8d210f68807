"""Does everything act? What each thing moves at the defaults: `python -m experiments.what_acts [SEEDS] [NAME ...]`.

What the first seeds do not tell from luck is asked once more, of other seeds and eight times as many.

Each parameter goes from the lower to the upper end of its plausible range, each barrier from absent to complete, each
lever from absent to full strength (the shipped scenario of its name), each choice of structure from the shipped word to
another, and nothing else changes. Runs are paired by
seed. What a lever costs is no outcome here: every bill is paid, whatever the lever does.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES, cost
from sim.scenario.settings import SETTING_BY_NAME, SWITCHES
from sim.statistics import Pairs, holm, mean_interval, zero_chance

SEEDS = 8
AGAIN = 8  # times as many seeds, none of the first, where those do not tell
LUCK = 0.025  # chance, over all outcomes of one row, by which luck is taken for an effect: 0.05 over both looks
EFFECTS = tuple(one.name for one in OUTCOMES if one not in cost.OUTCOMES)
VERDICTS = ("does nothing", "not told from luck", "acts")

ACTS_BESIDE = {
    "crowding_out": "rd_subsidy",
    "demonstration_base_strength": "demonstration_bases",
}
"""Parameters that change no deal at the defaults, but do beside this lever, of which they are a part."""

UNDER = {
    "gate_dependence": {"gates": "partly_joint"},
    "licence_clerks": {"offices": "separate"},
    "statutory_quarters": {"offices": "statutory_clock"},
    "cooling": {"refusal": "re_application"},
    "attempts": {"refusal": "re_application"},
    "scope_sharpness": {"tiers": "choosing"},
    "scope_prior": {"tiers": "choosing"},
}
"""Parameters of a form that is not shipped, which are read under these words of structure alone."""

Outcomes = dict[str, float]


class Pair(NamedTuple):
    """Two scenarios that differ in one thing."""

    name: str
    low: Scenario
    high: Scenario
    words: str


class Effect(NamedTuple):
    """What one thing moves: the outcome that is told from luck most surely.

    Args:
        name: parameter, barrier or lever.
        words: from what to what it went.
        moved: outcomes of which any seed differs.
        outcome: the outcome, empty if nothing moved.
        difference, low, high: its mean paired difference and the 95 % interval.
        share: the difference over the mean of both.
        chance: chance of so much by luck, corrected for the number of outcomes (Holm).
        seeds: pairs of runs that it was told from.
    """

    name: str
    words: str
    moved: int
    outcome: str = ""
    difference: float = 0.0
    low: float = 0.0
    high: float = 0.0
    share: float = 0.0
    chance: float = 1.0
    seeds: int = SEEDS

    @property
    def verdict(self) -> str:
        """Whether it acts."""
        if not self.moved:
            return "does nothing"
        return "acts" if self.chance < LUCK else "not told from luck"


def parameters(base: Scenario, names: Collection[str] = SETTING_BY_NAME) -> Iterator[Pair]:
    """Give every parameter, or those named, over its plausible range, under the words that read it."""
    for one in (SETTING_BY_NAME[name] for name in names):
        form = {f"structure.{switch}": word for switch, word in UNDER.get(one.name, {}).items()}
        low, high = (base.with_(**form, **{f"parameters.{one.name}": end}) for end in one.plausible)
        yield Pair(one.name, low, high, f"{one.plausible[0]:.6g} to {one.plausible[1]:.6g}")


def barriers(base: Scenario) -> Iterator[Pair]:
    """Give every barrier from absent to complete."""
    for one in BARRIERS:
        low, high = (base.with_(**{f"barriers.{one.name}": end}) for end in (0.0, 1.0))
        yield Pair(one.name, low, high, "0 to 1")


def levers(base: Scenario) -> Iterator[Pair]:
    """Give every lever at full strength, as the shipped scenario of its name has it."""
    for one in LEVERS:
        yield Pair(one.name, base, Scenario.load(one.name), "absent to full strength")


def words(base: Scenario) -> Iterator[Pair]:
    """Give every word of structure that is not shipped in place of the one that is."""
    for switch in SWITCHES:
        for word in list(switch.meanings)[1:]:
            other = base.with_(**{f"structure.{switch.name}": word})
            yield Pair(f"{switch.name} = {word}", base, other, f"{switch.default} to {word}")


@lru_cache(maxsize=2 * AGAIN * SEEDS)  # the baseline of all levers
def measured(scenario: Scenario, seed: int) -> Outcomes:
    """Return the outcomes of a run but what levers cost."""
    outcomes = CollaborationModel(scenario, seed=seed).run().outcomes()
    return {name: outcomes[name] for name in EFFECTS}


def effect(pair: Pair, seeds: int = SEEDS, first: int = 0) -> Effect:
    """Run both scenarios with seeds `first`, `first` + 1, ... and say what differs."""
    runs = [[measured(one, seed) for seed in range(first, first + seeds)] for one in (pair.low, pair.high)]
    return told(pair.name, pair.words, runs[0], runs[1])


def effect_asked_twice(pair: Pair, seeds: int = SEEDS) -> Effect:
    """Say what differs; if the first seeds do not tell it from luck, what others, AGAIN times as many, tell."""
    found = effect(pair, seeds)
    return effect(pair, AGAIN * seeds, first=seeds) if found.verdict == "not told from luck" else found


def told(name: str, words: str, low: list[Outcomes], high: list[Outcomes]) -> Effect:
    """Compare runs paired by seed; an outcome that is not a number in any of them is left out.

    Args:
        name, words: see Effect.
        low, high: [seeds] outcomes before and after.
    """
    differences, middles = {}, {}
    for outcome in low[0]:
        before, after = (np.array([run[outcome] for run in runs]) for runs in (low, high))
        if np.isfinite(before).all() and np.isfinite(after).all() and (before != after).any():
            differences[outcome], middles[outcome] = after - before, (before.mean() + after.mean()) / 2
    if not differences:
        return Effect(name, words, 0, seeds=len(low))
    pairs = Pairs.of_seeds(len(low))
    chances = [zero_chance(one, pairs) for one in differences.values()]
    place = int(np.argmin(chances))
    first = list(differences)[place]
    mean, ends = float(differences[first].mean()), mean_interval(differences[first], pairs)
    share = mean / float(middles[first]) if middles[first] else np.nan
    return Effect(name, words, len(differences), first, mean, *ends, share, holm(chances)[place], len(low))


def idle(pairs: Iterable[Pair], seeds: int = SEEDS) -> set[str]:
    """Return the names of what changes no deal of any seed to the last bit: quicker than to tell effects from luck."""
    return {
        pair.name for pair in pairs if all(_deals(pair.low, seed) == _deals(pair.high, seed) for seed in range(seeds))
    }


def _deals(scenario: Scenario, seed: int) -> bytes:
    return CollaborationModel(scenario, seed=seed).run().record().deals.tobytes()


def table(effects: Iterable[Effect]) -> str:
    """Write a Markdown table: what does least comes first."""
    head = (
        *("name", "from what to what", "surest effect on", "difference", "95 % interval", "of the mean", "chance"),
        *("pairs", ""),
    )
    lines = [" | ".join(head), " | ".join(["---"] * len(head))]
    for one in sorted(effects, key=lambda one: (VERDICTS.index(one.verdict), one.name)):
        cells = ["", "", "", "", ""]
        if one.moved:
            interval = f"{one.low:+.3g} to {one.high:+.3g}"
            cells = [f"`{one.outcome}`", f"{one.difference:+.3g}", interval, f"{one.share:+.1%}", f"{one.chance:.1g}"]
        lines.append(" | ".join([f"`{one.name}`", one.words, *cells, str(one.seeds), one.verdict]))
    return "\n".join(f"| {line} |" for line in lines)


def main(seeds: int, names: Collection[str] = ()) -> None:
    """Print the tables; of the things named only, if any are."""
    base = Scenario.load("baseline")
    for title, pairs in (
        ("Parameters", parameters(base)),
        ("Barriers", barriers(base)),
        ("Levers", levers(base)),
        ("Words of structure", words(base)),
    ):
        effects = [effect_asked_twice(pair, seeds) for pair in pairs if not names or pair.name in names]
        if not effects:
            continue
        counts = [(word, sum(one.verdict == word for one in effects)) for word in VERDICTS]
        said = "; ".join(f"{word}: {count}" for word, count in counts)
        print(f"## {title}\n\n{len(effects)}. {said}.\n\n{table(effects)}\n", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS, sys.argv[2:])
