"""How sure one may be: intervals, ranks and regrets of means over parameter draws and seeds."""

from sim.statistics.bootstrap import BOOTSTRAP_SEED, RESAMPLES, percentile_interval, resampled_means
from sim.statistics.differences import (
    Difference,
    better,
    chosen,
    difference_of,
    finite_mean,
    relative_half_width,
    share_better,
)
from sim.statistics.fewest import FEWEST_READINGS, readings_to_tell, too_few
from sim.statistics.intervals import CONFIDENCE, holm, interval, mean_interval, variance_of_mean, zero_chance
from sim.statistics.pairs import Numbers, Pairs
from sim.statistics.ranks import expected_regret, rank_chances
from sim.statistics.ratios import ratio_interval

__all__ = [
    "BOOTSTRAP_SEED",
    "CONFIDENCE",
    "FEWEST_READINGS",
    "RESAMPLES",
    "Difference",
    "Numbers",
    "Pairs",
    "better",
    "chosen",
    "difference_of",
    "expected_regret",
    "finite_mean",
    "holm",
    "interval",
    "mean_interval",
    "percentile_interval",
    "rank_chances",
    "ratio_interval",
    "readings_to_tell",
    "relative_half_width",
    "resampled_means",
    "share_better",
    "too_few",
    "variance_of_mean",
    "zero_chance",
]
