"""Which arm is best, how surely, and what it costs to be wrong."""

from __future__ import annotations

import numpy as np

from sim.statistics.bootstrap import BOOTSTRAP_SEED, RESAMPLES
from sim.statistics.fewest import FEWEST_READINGS
from sim.statistics.pairs import Numbers, Pairs


def rank_chances(values: Numbers, pairs: Pairs | None = None) -> Numbers:
    """Return the chance of every arm (row) to hold every rank (column); least is best.

    Pairs are drawn again for all arms together, which keeps what is common to them; ties are broken by lot.

    Args:
        values: by arm and pair.
        pairs: how the pairs hang together; None for seeds alone, of which those are left out that lack a value in any
            arm.

    Returns:
        [arms, arms] 0..1; NaN with fewer than FEWEST_READINGS independent repetitions, among which chance ranks surely.
    """
    if pairs is None:
        values = values[:, np.isfinite(values).all(axis=0)]
        pairs = Pairs.of_seeds(values.shape[1])
    arms = len(values)
    if pairs.units < FEWEST_READINGS:
        return np.full((arms, arms), np.nan)
    random = np.random.default_rng(BOOTSTRAP_SEED)
    counts = np.zeros((arms, arms))
    for _ in range(RESAMPLES):
        means = values[:, pairs.resample(random)].mean(axis=1)
        order = np.lexsort((random.random(arms), means))
        counts[order, np.arange(arms)] += 1
    return counts / RESAMPLES


def expected_regret(means: Numbers) -> Numbers:
    """Return what is lost on average, against the best arm, by settling for each arm; more is better.

    Args:
        means: [repetitions, arms] in the outcome's unit; repetitions are resamples, or draws of the parameters.

    Returns:
        [arms] at least 0, in the outcome's unit.
    """
    lost: Numbers = (means.max(axis=1, keepdims=True) - means).mean(axis=0)
    return lost
