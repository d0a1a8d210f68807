"""Which of two arms does better is told by counting readings: in how many the one beats the other, and what that shows.

The share of readings in which an arm is ahead says whether the sources decide between the two, which no number of runs
changes. The chance that a mean is the larger goes to one with the number of runs for any difference, however small. The
thresholds are conventions; they stand here alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

import numpy as np
import scipy

from sim.statistics.intervals import CONFIDENCE, interval
from sim.statistics.pairs import Numbers

FEWEST = 14
"""Fewest readings for a verdict: where all of 14 agree the share lies above MOST, for 0.8^14 < 0.05 < 0.8^13."""
NEARLY_ALL, MOST = 0.9, 0.8
"""Shares of readings, of which the lower end of the interval must reach one for a verdict that an arm beats another."""
_STEPS = 60  # halvings in search of an end of an interval; more than a double can tell apart


class Verdict(StrEnum):
    """What the readings show about two arms; `sim.analysis.wording` says it in words."""

    NEARLY_ALL = "nearly all"
    MOST = "most"
    DISAGREE = "disagree"
    OPEN = "too few"
    EQUAL = "equal"
    NONE = "none"

    @property
    def sure(self) -> bool:
        """Whether one arm beats the other."""
        return self in (Verdict.NEARLY_ALL, Verdict.MOST)

    @property
    def decided(self) -> bool:
        """Whether more readings would change nothing."""
        return self.sure or self in (Verdict.DISAGREE, Verdict.EQUAL)


class PairVerdict(NamedTuple):
    """Two arms, that which is ahead in more readings first.

    Args:
        first, second: their names.
        ahead: readings in which the first is ahead; ties count half.
        ties: readings in which neither is.
        readings: all of them.
        looks: how often readings were, or may be, looked at while they grew.
        low, high: 95 % interval of the share of readings in which the first is ahead, valid for that many looks.
        verdict: what follows.
        difference: mean over readings of the first less the second, in the outcome's unit, turned so that more is
            better; its 95 % interval, paired by reading.
    """

    first: str
    second: str
    ahead: float
    ties: int
    readings: int
    looks: int
    low: float
    high: float
    verdict: Verdict
    difference: float
    difference_low: float
    difference_high: float


def share_interval(ahead: float, readings: int, looks: int = 1) -> tuple[float, float]:
    """Return the 95 % interval of the share of readings in which one arm is ahead of another.

    Looked at once, a number of readings that was fixed beforehand: Clopper and Pearson's interval. Readings of several
    forms of the model are counted together, which is conservative: their sum varies no more than a binomial one of the
    mean share (Hoeffding 1956, "On the distribution of the number of successes in independent trials", Annals of
    Mathematical Statistics 27(3)). Looked at as they grow: a confidence sequence, which holds at all looks at once.

    Args:
        ahead: readings in which it is, 0 to `readings`; ties count half, and are rounded away from a verdict.
        readings: all of them, at least 1.
        looks: 1, or more if readings were added after a look, or may be.

    Returns:
        Lower and upper end, 0..1.
    """
    if looks > 1:
        return _sequence_end(ahead, readings), 1.0 - _sequence_end(readings - ahead, readings)
    return _exact_end(ahead, readings), 1.0 - _exact_end(readings - ahead, readings)


def _exact_end(ahead: float, readings: int) -> float:
    """Return the lower end of Clopper and Pearson's interval.

    Where all agree the upper end is sure, and the whole of what may be missed is left to the lower one.
    """
    whole = math.floor(ahead)
    missed = 1 - CONFIDENCE if whole == readings else (1 - CONFIDENCE) / 2
    return float(scipy.special.betaincinv(whole, readings - whole + 1, missed)) if whole else 0.0


def _sequence_end(ahead: float, readings: int) -> float:
    """Return the lower end of a confidence sequence for a share.

    Kept is every share p with B(1 + k, 1 + n - k) < 20 p^k (1 - p)^(n - k): the mixture of all shares gains less than
    twentyfold on it (Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49(2)). The bet is
    linear at most in a tie's half, so that ties keep it valid.
    """
    if ahead == 0:
        return 0.0
    behind = readings - ahead
    limit = float(scipy.special.betaln(1 + ahead, 1 + behind)) + math.log(1 - CONFIDENCE)
    low, high = 0.0, ahead / readings
    for _ in range(_STEPS):
        share = (low + high) / 2
        kept = ahead * math.log(share) + (behind * math.log1p(-share) if behind else 0.0) > limit
        low, high = (low, share) if kept else (share, high)
    return low


def verdict_of(ahead: float, readings: int, looks: int = 1) -> Verdict:
    """Return what the readings show about two arms, whichever of them is ahead.

    Args:
        ahead: readings in which one of them is, 0 to `readings`; ties count half.
        readings: all of them, at least 0.
        looks: as `share_interval` takes it.
    """
    if readings < FEWEST:
        return Verdict.NONE
    low, high = share_interval(max(ahead, readings - ahead), readings, looks)
    if low >= NEARLY_ALL:
        return Verdict.NEARLY_ALL
    if low >= MOST:
        return Verdict.MOST
    return Verdict.DISAGREE if low >= 1 - NEARLY_ALL and high <= NEARLY_ALL else Verdict.OPEN


def pair_verdicts(gains: Numbers, arms: Sequence[str], looks: int = 1) -> list[PairVerdict]:
    """Return the verdict on every pair of arms.

    Args:
        gains: [arms, readings] an outcome, more of it being better; every arm under the same readings.
        arms: their names.
        looks: as `share_interval` takes it.

    Returns:
        In the order of the arms, each with those after it.
    """
    return [_pair(gains, arms, one, other, looks) for one, other in combinations(range(len(arms)), 2)]


def _pair(gains: Numbers, arms: Sequence[str], one: int, other: int, looks: int) -> PairVerdict:
    gaps = gains[one] - gains[other]
    ahead, ties = float((gaps > 0).sum() + (gaps == 0).sum() / 2), int((gaps == 0).sum())
    count = len(gaps)
    if ahead < count - ahead or (ahead == count - ahead and gaps.sum() < 0):
        one, other, gaps, ahead = other, one, -gaps, count - ahead
    low, high = share_interval(ahead, count, looks) if count else (0.0, 1.0)
    found = Verdict.EQUAL if ties == count >= FEWEST else verdict_of(ahead, count, looks)
    mean = float(gaps.mean()) if count else np.nan
    return PairVerdict(arms[one], arms[other], ahead, ties, count, looks, low, high, found, mean, *interval(gaps))
