"""How sure one may be: intervals over draws and seeds, counts of readings and what they show, sources of the doubt."""

from sim.statistics.bars import Bars, bars
from sim.statistics.bootstrap import BOOTSTRAP_SEED, RESAMPLES, percentile_interval, resampled_means
from sim.statistics.choice import Regret, dominated, efficient, regret
from sim.statistics.differences import (
    Difference,
    better,
    chosen,
    difference_of,
    finite_mean,
    relative_half_width,
    share_better,
)
from sim.statistics.doubt import Doubted, Shares, shares, switch_effects
from sim.statistics.flips import Flip, flips, strongest_switch
from sim.statistics.intervals import CONFIDENCE, holm, interval, mean_interval, variance_of_mean, zero_chance
from sim.statistics.losers import Loser, losers
from sim.statistics.pairs import Numbers, Pairs
from sim.statistics.ratios import ratio_interval
from sim.statistics.tree import Condition, LeadTree, TreeLeaf, lead_tree
from sim.statistics.verdict import FEWEST, PairVerdict, Verdict, pair_verdicts, share_interval, verdict_of

__all__ = [
    "BOOTSTRAP_SEED",
    "CONFIDENCE",
    "FEWEST",
    "RESAMPLES",
    "Bars",
    "Condition",
    "Difference",
    "Doubted",
    "Flip",
    "LeadTree",
    "Loser",
    "Numbers",
    "PairVerdict",
    "Pairs",
    "Regret",
    "Shares",
    "TreeLeaf",
    "Verdict",
    "bars",
    "better",
    "chosen",
    "difference_of",
    "dominated",
    "efficient",
    "finite_mean",
    "flips",
    "holm",
    "interval",
    "lead_tree",
    "losers",
    "mean_interval",
    "pair_verdicts",
    "percentile_interval",
    "ratio_interval",
    "regret",
    "relative_half_width",
    "resampled_means",
    "share_better",
    "share_interval",
    "shares",
    "strongest_switch",
    "switch_effects",
    "variance_of_mean",
    "verdict_of",
    "zero_chance",
]
