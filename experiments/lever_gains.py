"""What each lever adds at full strength, as the shipped scenario of its name has it, seed by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.engine.forks import run_together
from sim.levers import LEVERS

GAIN = "transfers_delivered"


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
