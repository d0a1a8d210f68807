"""Counts of readings carry no more than they can: intervals, verdicts and their errors, worked out and tried out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta, binom

from sim.statistics.verdict import FEWEST, MOST, NEARLY_ALL, Verdict, pair_verdicts, share_interval, verdict_of

ORDER = (Verdict.DISAGREE, Verdict.OPEN, Verdict.MOST, Verdict.NEARLY_ALL)


def fewest_that_agree(share: float, looks: int) -> int:
    return next(count for count in range(1, 1000) if share_interval(count, count, looks)[0] > share)


def test_a_fixed_number_of_readings_has_the_interval_of_clopper_and_pearson() -> None:
    for ahead, count in ((3, 10), (40, 64), (57, 64)):
        low, high = beta.ppf(0.025, ahead, count - ahead + 1), beta.ppf(0.975, ahead + 1, count - ahead)
        assert share_interval(ahead, count) == pytest.approx((low, high))
    # Where all agree, what may be missed lies below alone: 0.05^(1/n), the rule of three.
    assert share_interval(20, 20) == pytest.approx((0.05 ** (1 / 20), 1))
    assert share_interval(0, 20) == pytest.approx((0, 1 - 0.05 ** (1 / 20)))


@pytest.mark.parametrize(("share", "fixed", "looked_at"), [(0.5, 5, 8), (0.8, 14, 29), (0.9, 29, 69), (0.95, 59, 158)])
def test_so_many_readings_must_agree(share: float, fixed: int, looked_at: int) -> None:
    # Fixed: share^n < 0.05. Looked at as they grow: (n + 1) share^n < 0.05.
    assert share**fixed < 0.05 <= share ** (fixed - 1)
    assert fewest_that_agree(share, 1) == fixed
    assert (looked_at + 1) * share**looked_at < 0.05 <= looked_at * share ** (looked_at - 1)
    assert fewest_that_agree(share, 2) == looked_at


def test_a_sequence_keeps_the_shares_on_which_the_mixture_gains_less_than_twentyfold() -> None:
    low, high = share_interval(40, 64, looks=3)
    for end in (low, high):
        mixture = math.lgamma(41) + math.lgamma(25) - math.lgamma(66)
        assert mixture - 40 * math.log(end) - 24 * math.log1p(-end) == pytest.approx(math.log(20), abs=1e-9)
    fixed = share_interval(40, 64)
    assert low < fixed[0] < fixed[1] < high  # looking again and again has its price


def test_every_count_has_the_verdict_of_the_rule_and_more_agreement_never_a_weaker_one() -> None:
    for looks in (1, 2):
        for count in range(65):
            found = [verdict_of(half / 2, count, looks) for half in range(2 * count + 1)]
            assert found == found[::-1]  # whichever arm is ahead
            if count < FEWEST:
                assert set(found) == {Verdict.NONE}
                continue
            ranks = [ORDER.index(one) for one in found[count:]]
            assert ranks == sorted(ranks)
            for half in range(count, 2 * count + 1):
                low, high = share_interval(half / 2, count, looks)
                expected = (
                    Verdict.NEARLY_ALL
                    if low >= 0.9
                    else Verdict.MOST
                    if low >= 0.8
                    else Verdict.DISAGREE
                    if low >= 1 - 0.9 and high <= 0.9
                    else Verdict.OPEN
                )
                assert found[half] is expected


@pytest.mark.parametrize(
    ("ahead", "count", "looks", "verdict"),
    [
        (13, 13, 1, Verdict.NONE),
        (14, 14, 1, Verdict.MOST),
        (28, 28, 1, Verdict.MOST),
        (29, 29, 1, Verdict.NEARLY_ALL),
        (32, 32, 2, Verdict.MOST),
        (72, 72, 2, Verdict.NEARLY_ALL),
        (64, 64, 1, Verdict.NEARLY_ALL),
        (60, 64, 1, Verdict.MOST),
        (57, 64, 1, Verdict.OPEN),
        (40, 64, 1, Verdict.DISAGREE),
        (24, 64, 1, Verdict.DISAGREE),
        (34, 64, 1, Verdict.DISAGREE),
        (4, 64, 1, Verdict.MOST),
    ],
)
def test_verdicts_of_the_printed_example(ahead: float, count: int, looks: int, verdict: Verdict) -> None:
    assert verdict_of(ahead, count, looks) is verdict


def test_a_fixed_number_of_readings_is_called_sure_or_split_wrongly_once_in_twenty_at_most() -> None:
    for count in range(FEWEST, 65):
        chances = binom.pmf(np.arange(count + 1), count, [[MOST], [NEARLY_ALL]])
        found = [verdict_of(ahead, count) for ahead in range(count + 1)]
        sure = sum(chance for chance, one in zip(chances[0], found, strict=True) if one.sure)
        split = sum(chance for chance, one in zip(chances[1], found, strict=True) if one is Verdict.DISAGREE)
        assert max(sure, split) <= 0.05


def test_looking_thirty_times_finds_what_is_not_there_once_in_twenty_at_most() -> None:
    random = np.random.default_rng(1)
    looks = np.linspace(16, 480, 30).astype(int)
    for share, most in ((MOST, 0.05), (0.5, 0.0)):
        counts = (random.random((2000, looks[-1])) < share).cumsum(axis=1)[:, looks - 1]
        known = {(n, k): verdict_of(k, n, 30).sure for n, column in zip(looks.tolist(), counts.T, strict=True)
                 for k in np.unique(column).tolist()}  # fmt: skip
        sure = [any(known[n, k] for n, k in zip(looks.tolist(), row, strict=True)) for row in counts.tolist()]
        assert np.mean(sure) <= most


def test_pairs_are_told_with_the_arm_that_is_ahead_first() -> None:
    gains = np.array([np.zeros(20), np.r_[np.ones(17), -np.ones(3)], np.zeros(20)])
    base_one, base_other, one_other = pair_verdicts(gains, ["base", "one", "other"])
    assert (base_one.first, base_one.second, base_one.ahead, base_one.ties) == ("one", "base", 17, 0)
    assert base_one.difference == pytest.approx(0.7)
    assert base_one.difference_low < 0.7 < base_one.difference_high
    assert (base_other.verdict, base_other.ahead, base_other.ties) == (Verdict.EQUAL, 10, 20)
    assert (one_other.first, one_other.ahead) == ("one", 17)
    assert [Verdict.EQUAL.decided, Verdict.OPEN.decided, Verdict.DISAGREE.sure] == [True, False, False]


def test_ties_count_half_and_are_rounded_away_from_a_verdict() -> None:
    assert share_interval(13.5, 14)[0] == share_interval(13, 14)[0]
    assert verdict_of(13.5, 14) is Verdict.OPEN
    gaps = np.r_[np.ones(10), np.zeros(10)]
    [pair] = pair_verdicts(np.array([gaps, np.zeros(20)]), ["some", "none"])
    assert (pair.ahead, pair.ties, pair.verdict) == (15, 10, Verdict.OPEN)
