"""Intervals over draws and seeds hold what they promise, and small cases agree with hand-worked numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t as student

from sim.statistics import (
    Pairs,
    holm,
    interval,
    mean_interval,
    percentile_interval,
    ratio_interval,
    relative_half_width,
    resampled_means,
    zero_chance,
)

TRIALS = 1000
# With 1000 trials the share of intervals that hold the truth scatters by 0.007 around 0.95; three times that, and a
# little for what approximate degrees of freedom may cost.
TOLERANCE = 0.025


def crossed_luck(
    random: np.random.Generator, draws: int, seeds: int, parts: tuple[float, float, float]
) -> NDArray[np.float64]:
    """Return values of mean 0 with a part common to a draw, one common to a seed, and one of its own."""
    by_draw, by_seed, own = parts
    return (
        by_draw * random.standard_normal((draws, 1))
        + by_seed * random.standard_normal((1, seeds))
        + own * random.standard_normal((draws, seeds))
    ).ravel()


def covered(pairs: Pairs, parts: tuple[float, float, float]) -> float:
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(TRIALS):
        values = crossed_luck(random, pairs.draws, pairs.seeds, parts)
        low, high = mean_interval(values, pairs)
        hits += low <= 0 <= high
    return hits / TRIALS


@pytest.mark.parametrize(
    ("pairs", "parts"),
    [
        (Pairs(1, 6, "seeds"), (0, 0, 1)),
        (Pairs(8, 4, "nested"), (1, 0, 1)),
        (Pairs(10, 10, "crossed"), (1, 1, 1)),
        (Pairs(10, 10, "crossed"), (1, 0, 1)),
        (Pairs(10, 10, "crossed"), (0, 1, 1)),
        (Pairs(30, 8, "crossed"), (1, 0.3, 1)),
    ],
    ids=str,
)
def test_intervals_hold_the_truth_in_95_of_100_studies(pairs: Pairs, parts: tuple[float, float, float]) -> None:
    assert covered(pairs, parts) == pytest.approx(0.95, abs=TOLERANCE)


def test_where_neither_draws_nor_seeds_matter_the_crossed_interval_is_too_wide_rather_than_too_narrow() -> None:
    assert covered(Pairs(10, 10, "crossed"), (0, 0, 1)) > 0.95


def test_taking_crossed_runs_for_independent_ones_would_promise_too_much() -> None:
    random = np.random.default_rng(3)
    ends = [interval(crossed_luck(random, 10, 10, (1, 1, 1))) for _ in range(TRIALS)]
    assert np.mean([low <= 0 <= high for low, high in ends]) < 0.7


def test_a_ratio_of_means_is_held_in_95_of_100_studies() -> None:
    random = np.random.default_rng(5)
    pairs = Pairs.of_seeds(12)
    hits = 0
    for _ in range(TRIALS):
        below = 2 + random.standard_normal(12)
        low, high = ratio_interval(3 * below + random.standard_normal(12) - 2, below, pairs)
        hits += low <= 2 <= high
    assert hits / TRIALS == pytest.approx(0.95, abs=TOLERANCE)


def test_resampled_percentiles_hold_a_mean_even_with_few_seeds() -> None:
    random = np.random.default_rng(5)
    pairs = Pairs.of_seeds(8)
    hits = 0
    for _ in range(200):
        low, high = percentile_interval(resampled_means(random.standard_normal((1, 8)), pairs, 400)[:, 0], pairs.units)
        hits += low <= 0 <= high
    assert hits / 200 == pytest.approx(0.95, abs=0.045)  # 200 trials scatter by 0.0154


def test_nested_draws_are_the_repetitions() -> None:
    # Means of the draws 1.5 and 5.5: standard error 2, t(0.975, 1) = 12.706205.
    pairs = Pairs.of([0, 0, 1, 1], [0, 1, 2, 3])
    assert pairs.layout == "nested"
    assert mean_interval(np.array([1.0, 2.0, 5.0, 6.0]), pairs) == pytest.approx((3.5 - 25.41241, 3.5 + 25.41241))


def test_crossed_variance_is_that_of_the_two_way_table() -> None:
    # Draw means 2, 4, seed means 2, 3, 4, no interaction: mean squares 6, 2, 0; variance (6 + 2 - 0) / 6;
    # degrees of freedom (6 + 2)^2 / (36 / 1 + 4 / 2) = 1.684211.
    pairs = Pairs.of([0, 0, 0, 1, 1, 1], [0, 1, 2] * 2)
    assert pairs.layout == "crossed"
    low, high = mean_interval(np.array([1.0, 2.0, 3.0, 3.0, 4.0, 5.0]), pairs)
    assert (low + high) / 2 == pytest.approx(3)
    assert (high - low) / 2 == pytest.approx(student.ppf(0.975, 1.684211) * math.sqrt(8 / 6), rel=1e-5)


def test_one_repetition_has_no_interval() -> None:
    assert all(math.isnan(end) for end in mean_interval(np.array([1.0]), Pairs.of([0], [4])))
    assert all(math.isnan(end) for end in ratio_interval(np.array([1.0]), np.array([2.0]), Pairs.of_seeds(1)))
    assert all(math.isnan(end) for end in percentile_interval(np.ones(5), 1))


@pytest.mark.parametrize(
    ("draw", "seed", "said"),
    [
        ([], [], "no pair"),
        ([0, 0, 1], [0, 1, 0], "draw 1 has 1 seeds and draw 0 has 2"),
        ([0, 0, 1, 1], [0, 1, 1, 2], "share some of their seeds"),
        ([0, 0], [1, 1], "each once"),
        ([0, 0], [1, 0], "sorted"),
    ],
)
def test_pairs_without_a_layout_are_refused(draw: list[int], seed: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Pairs.of(draw, seed)


def test_resampling_keeps_the_layout() -> None:
    random = np.random.default_rng(0)
    nested = Pairs(4, 2, "nested").resample(random).reshape(4, 2)
    assert (nested[:, 0] % 2 == 0).all()
    assert (nested[:, 1] == nested[:, 0] + 1).all()
    crossed = Pairs(3, 5, "crossed").resample(random).reshape(3, 5)
    assert (crossed % 5 == crossed[0] % 5).all()
    assert (crossed // 5 == crossed[:, :1] // 5).all()


def test_the_half_width_is_a_share_of_the_baseline() -> None:
    # Differences 1, 3: standard error 1, t(0.975, 1) = 12.706205; the baseline's mean is 100.
    width = relative_half_width(np.array([100.0, 104.0]), np.array([99.0, 101.0]))
    assert width == pytest.approx(0.12706205)
    assert relative_half_width(np.array([1.0, 2.0]), np.zeros(2)) == math.inf


def test_a_denominator_that_may_be_zero_leaves_the_ratio_open() -> None:
    assert ratio_interval(np.array([5.0, 6.0, 7.0]), np.array([-1.0, 0.5, 1.0]), Pairs.of_seeds(3)) == (-np.inf, np.inf)


def test_a_ratio_to_a_constant_is_the_interval_of_the_mean() -> None:
    above = np.array([2.0, 4.0, 9.0])
    low, high = interval(above)
    assert ratio_interval(above, np.full(3, 10.0), Pairs.of_seeds(3)) == pytest.approx((low / 10, high / 10))


def test_the_chance_of_a_mean_is_that_of_the_t_test() -> None:
    # Mean 3, standard error sqrt(0.5), t = 4.242641 with 4 degrees of freedom.
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert zero_chance(values, Pairs.of_seeds(5)) == pytest.approx(2 * student.sf(4.242641, 4), rel=1e-5)
    assert zero_chance(np.zeros(3), Pairs.of_seeds(3)) == 1
    assert zero_chance(np.ones(3), Pairs.of_seeds(3)) == 0
    assert math.isnan(zero_chance(np.ones(1), Pairs.of_seeds(1)))


def test_holm_by_hand() -> None:
    # Sorted 0.01 x 3, 0.02 x 2, 0.03 x 1, none below the one before.
    assert holm([0.02, 0.01, 0.03]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.5, 0.9]) == [1, 1]
    assert holm([]) == []
