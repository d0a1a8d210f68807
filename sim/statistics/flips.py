"""What would overturn the order of two arms: how far one input must lie from its middle for the other to lead."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.statistics.bootstrap import BOOTSTRAP_SEED
from sim.statistics.doubt import Doubted, switch_effects, without_switches
from sim.statistics.intervals import CONFIDENCE
from sim.statistics.pairs import Indices, Numbers
from sim.statistics.ridge import Directions, Ridge, directions_of, ridge
from sim.statistics.verdict import FEWEST

RESAMPLES = 400
NINE_IN_TEN = (5.0, 95.0)
MOST_NAMED = 2
STEADY = 0.95
"""Share of resamples in which a slope must keep its sign."""


class Flip(NamedTuple):
    """A value of an input at which two arms change places, all other inputs at their means.

    Args:
        input: index of the input.
        value: in the input's unit.
        low, high: 90 % interval of the value.
        above: whether the second arm leads above the value; else below it.
        beyond: share of the readings' values that lie there, 0..1.
        pull: change of the difference when the input moves by a standard deviation, in the outcome's unit.
    """

    input: int
    value: float
    low: float
    high: float
    above: bool
    beyond: float
    pull: float


def flips(gaps: Numbers, doubted: Doubted, within: Numbers | None = None) -> list[Flip]:
    """Return the inputs whose values within the readings would change the order of two arms, by a straight line.

    Args:
        gaps: [readings] the first arm's outcome less the second's, more being better; the first leads in the mean.
        doubted: what the readings differ by.
        within: [inputs, 2] least and largest value of each input between which the order may change, where no reading
            need lie beyond; if not given, some reading must.

    Returns:
        At most MOST_NAMED, the strongest input first; none below FEWEST readings.
    """
    if len(gaps) < FEWEST or gaps.mean() <= 0:
        return []
    inputs, middle = doubted.rows, float(gaps.mean())
    level, _ = without_switches(gaps, doubted.switches)
    line = ridge(inputs, level)
    pulls = line.slopes * line.spreads
    strongest = np.abs(pulls).argsort(kind="stable")[::-1].tolist()
    again, steady = _again(inputs, level, middle, line)
    found = [_flip(one, line.means, line.slopes, middle, pulls, inputs, again) for one in strongest if steady[one]]
    told = (flip for flip in found if (flip.beyond > 0 if within is None else _lies(flip, within[flip.input])))
    return list(islice(told, MOST_NAMED))


def _lies(flip: Flip, ends: Numbers) -> bool:
    return bool(ends[0] <= flip.value <= ends[1])


def _flip(
    one: int, means: Numbers, slopes: Numbers, middle: float, pulls: Numbers, inputs: Numbers, again: Numbers
) -> Flip:
    value = float(means[one] - middle / slopes[one])
    above = bool(slopes[one] < 0)
    own = inputs[:, one]
    beyond = float((own > value).mean() if above else (own < value).mean())
    low, high = np.percentile(again[:, one], NINE_IN_TEN).tolist()
    return Flip(one, value, low, high, above, beyond, float(pulls[one]))


def _again(inputs: Numbers, level: Numbers, middle: float, line: Ridge) -> tuple[Numbers, NDArray[np.bool_]]:
    """Draw the readings again.

    Returns:
        [RESAMPLES, inputs] values at which the order changes, and [inputs] whether slopes keep their sign in STEADY of
        the resamples: of an input whose slope does not, nothing is said.
    """
    values, signs = [], []
    for drawn, directions in zip(*_resamples(inputs.tobytes(), inputs.shape), strict=True):
        one = ridge(directions, level[drawn], line.explained)
        with np.errstate(divide="ignore", invalid="ignore"):
            values.append(one.means - (middle + one.intercept) / one.slopes)
        signs.append(np.sign(one.slopes) == np.sign(line.slopes))
    steady = (np.mean(signs, axis=0) >= STEADY) & (line.slopes != 0)
    return np.nan_to_num(np.array(values), posinf=np.inf, neginf=-np.inf), steady


@lru_cache(maxsize=1)
def _resamples(rows: bytes, shape: tuple[int, int]) -> tuple[list[Indices], list[Directions]]:
    """Draw readings again, and take the inputs of each draw apart: once for all pairs of arms, who share them.

    Args:
        rows: of the inputs, as bytes.
        shape: of the inputs: readings, inputs.
    """
    inputs, random = np.frombuffer(rows).reshape(shape), np.random.default_rng(BOOTSTRAP_SEED)
    drawn = [random.integers(shape[0], size=shape[0]) for _ in range(RESAMPLES)]
    return drawn, [directions_of(inputs[one]) for one in drawn]


def strongest_switch(gaps: Numbers, doubted: Doubted) -> tuple[int, float] | None:
    """Return the word of form that moves the difference of two arms most, and by how much, of those that surely do.

    A word is sure if its readings differ from the others by more than luck and rows make in one case of twenty, all
    words taken together (Bonferroni). None without forms, or if none is sure.
    """
    count = doubted.switches.shape[1]
    if not count:
        return None
    effects = switch_effects(gaps, doubted.switches)
    rest, freedom = without_switches(gaps, doubted.switches)
    if freedom < 1:
        return None
    ones = doubted.switches.sum(axis=0)
    errors = np.sqrt((rest**2).sum() / freedom * (1.0 / ones + 1.0 / (len(gaps) - ones)))
    sure = np.abs(effects) > errors * scipy.special.stdtrit(freedom, 1.0 - (1.0 - CONFIDENCE) / 2 / count)
    if not sure.any():
        return None
    index = int((np.abs(effects) * sure).argmax())
    return index, float(effects[index])
