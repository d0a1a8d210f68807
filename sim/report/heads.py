"""Names of columns, and words in them, that tables and figures of a report show; every one has a translation."""

from __future__ import annotations

HEADS: tuple[str, ...] = (
    *("arm", "draw", "seed", "outcome", "mean", "low", "high", "difference", "baseline_mean", "share_better"),
    *("readings", "scenario", "parameter", "what it is", "unit", "default", "known by", "source", "varied here"),
    *("barrier", "cause", "chance", "cost", "cost_low", "cost_high", "cost_per_unit", "deaths", "deaths_low"),
    *("deaths_high", "deaths_rank", "dominated_by", "factor", "far_chance", "far_low", "far_high", "far_log_ratio"),
    *("far_ratio", "first", "second", "gain", "gain_low", "gain_high", "harm", "harm_low", "harm_high"),
    *("log_ratio", "measure", "on_front", "on_front_in", "pairs", "per_harm", "rank", "ratio", "removal"),
    *("removal_low", "removal_high", "removal_rank", "removal_alone", "removal_alone_low", "removal_alone_high"),
    *("removal_alone_rank", "setting", "shapley", "shapley_low", "shapley_high", "shapley_rank", "share"),
    *("share_low", "share_high", "total", "value", "verdict", "year", "table", "replications"),
    *("relative_half_width", "best_in", "expected_regret", "regret_worst", "regret_low", "regret_high", "draws"),
    *("level", "horizontal", "vertical", "first_low", "first_high", "total_low", "total_high", "seed_share"),
    *("mu_star", "mu_star_low", "mu_star_high", "sigma", "sigma_low", "sigma_high", "mean_low", "mean_high"),
    *("factors", "ahead", "ties", "looks", "difference_low", "difference_high", "budget", "programme", "lever"),
    *("strength", "start_quarter", "cities", "nearest_shipped", "better_in", "reading", "levers", "box", "density"),
    *("coverage", "base_rate", "proximate deaths", "removal, all others present", "removal, all others absent"),
    *("Shapley value", "share of deaths", "all present", "all absent", "nearly all", "most", "disagree", "too few"),
    *("equal", "undefined", "hypervolume", "cells met", "error", "timeout", "crashed", "arms", "factorial", "grid"),
    *("sobol", "morris", "latin_hypercube", "one_at_a_time", "better, dearer", "better, cheaper", "worse, dearer"),
    *("worse, cheaper", "gain unsure, dearer", "gain unsure, cheaper", "same gain, dearer", "same gain, cheaper"),
    *("better, same cost", "worse, same cost", "better, cost unsure", "worse, cost unsure"),
    *("gain unsure, cost unsure", "gain unsure, same cost", "same gain, same cost", "same gain, cost unsure"),
    *("barriers", "costs", "harms", "convergence", "endings", "over time", "pathways", "robustness", "response"),
    *("indices", "screen", "discovery", "interactions", "differences", "money", "overturned", "variety"),
)
