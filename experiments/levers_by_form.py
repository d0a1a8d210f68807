"""In what order do the levers stand under each single switch of form? `python -m experiments.levers_by_form [SEEDS]`.

Each word of structure takes the place of the shipped one, alone; under it every lever stands at full strength, as the
shipped scenario of its name has it, against none. Runs are paired by seed. What is printed is the order by all
deliveries, the places that differ from the order under the shipped form, and with each lever its effect and the
standard error. No other form was calibrated to the facts: this asks what an order hangs on, and is no answer by itself.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.engine.forks import run_together
from sim.levers import LEVERS
from sim.scenario.settings import SWITCHES

SEEDS = 8
GAIN = "transfers_delivered"
SHIPPED = "shipped"
Effects = dict[str, tuple[float, float]]
READ_AFTER = ("blame",)
"""Choices that are read after a run, and so change no delivery."""


def forms() -> Iterator[tuple[str, dict[str, str]]]:
    """Give the shipped form, then each that differs from it in one word."""
    yield SHIPPED, {}
    for switch in SWITCHES:
        if switch.name not in READ_AFTER:
            for word in list(switch.meanings)[1:]:
                yield f"{switch.name} = {word}", {f"structure.{switch.name}": word}


def added_by_levers(
    changes: Mapping[str, object], seeds: int, gains: Sequence[str] = (GAIN,)
) -> dict[str, NDArray[np.float64]]:
    """Return what each lever at full strength adds, [gains, seeds]; all share the quarters before they begin.

    Args:
        changes: of every scenario, by dotted key.
        seeds: runs of each, with seeds 0, 1, ...
        gains: outcomes.
    """
    names = [lever.name for lever in LEVERS]
    arms = [Scenario.load(name).with_(**changes) for name in ("baseline", *names)]
    found = np.zeros((len(arms), len(gains), seeds))
    for seed in range(seeds):
        for place, run in run_together(arms, seed):
            outcomes = run.outcomes()
            found[place, :, seed] = [outcomes[gain] for gain in gains]
    return dict(zip(names, found[1:] - found[0], strict=True))


def effects(form: Mapping[str, str], seeds: int) -> Effects:
    """Return what each lever adds under a form, and its standard error."""
    added = {name: one[0] for name, one in added_by_levers(form, seeds).items()}
    return {name: (float(one.mean()), float(one.std(ddof=1)) / math.sqrt(seeds)) for name, one in added.items()}


def order(found: Effects) -> list[str]:
    """Return the levers from the one that adds most."""
    return sorted(found, key=lambda name: -found[name][0])


def main(seeds: int = SEEDS) -> None:
    """Print a line per form."""
    usual: list[str] = []
    for name, form in forms():
        found = effects(form, seeds)
        ranked = order(found)
        usual = usual or ranked
        moved = max(abs(ranked.index(one) - usual.index(one)) for one in ranked)
        told = ", ".join(f"{one} {found[one][0]:+.0f} ({found[one][1]:.0f})" for one in ranked)
        print(f"{name} | first as shipped: {ranked[0] == usual[0]} | furthest move {moved} | {told}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
