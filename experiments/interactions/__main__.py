"""Say which of the nine expected interactions held: `python -m experiments.interactions [RESULTS]`.

Reads the runs of `sim sweep experiments/interactions`. Interactions are on the scale of logarithms, where a series of
filters has none; differences are paired. Brackets hold 95 % over draws of the posterior and seeds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis import complete, log_interaction_of_arms, paired_differences
from sim.analysis.paired_runs import PairedRuns
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.statistics import mean_interval
from sim.store import Results

TOTAL, OUT = "transfers_delivered", "transfers_military_to_civil"
IN, ACROSS = "transfers_civil_to_military", "transfers_cross_jurisdiction"
BASE = "baseline"


def some(runs: pd.DataFrame, arms: Sequence[str]) -> pd.DataFrame:
    """Return the runs of some arms, in the order named."""
    return pd.concat([runs[runs["arm"] == arm] for arm in arms], ignore_index=True)


def effect(runs: pd.DataFrame, arm: str, against: str, outcome: str) -> str:
    """Return a paired difference with its interval, and its size relative to what it is compared with."""
    row = paired_differences(some(runs, [against, arm]), [outcome]).iloc[0]
    share = row["difference"] / row["baseline_mean"] if row["baseline_mean"] else np.nan
    return f"{row['difference']:+9.2f} [{row['low']:+9.2f}, {row['high']:+9.2f}] ({share:+6.1%})"


def together(runs: pd.DataFrame, outcome: str, none: str, first: str, second: str, both: str) -> str:
    """Return a log interaction with its interval."""
    row = log_interaction_of_arms(some(runs, [none, first, second, both]), outcome, none, first, second, both).iloc[0]
    return f"{row['log_ratio']:+.3f} [{row['low']:+.3f}, {row['high']:+.3f}]"


def shortfall(runs: pd.DataFrame, outcome: str) -> str:
    """Return the logarithm of all levers' ratio over the product of the single ratios."""
    names = [BASE, *(lever.name for lever in LEVERS), "all_levers"]
    study = PairedRuns.of(some(runs, names))
    values = study.values(outcome)
    signs = np.array([len(LEVERS) - 1, *(-1.0 for _ in LEVERS), 1.0])
    means = values.mean(axis=1)
    middle = float(signs @ np.log(means))
    low, high = mean_interval(signs @ (values / means[:, None] - 1), study.pairs)
    product = np.exp((np.log(means[1:-1]) - np.log(means[0])).sum())
    return (
        f"{middle:+.3f} [{middle + low:+.3f}, {middle + high:+.3f}]   together x{means[-1] / means[0]:.2f}, "
        f"product of the single ratios x{product:.2f}"
    )


def better_share(runs: pd.DataFrame, arm: str, against: str, outcome: str) -> str:
    """Return the share of draws in which one arm has more than another."""
    wide = runs.pivot(index=["draw", "seed"], columns="arm", values=outcome)
    return f"{(wide[arm] > wide[against]).mean():.0%} of draws"


def report(runs: pd.DataFrame) -> None:
    """Print what came out, expectation by expectation."""
    wait = runs.groupby("arm")["mean_office_wait_quarters"].mean()
    print("I1  Opening the market without more clerks")
    for few, opened, label in (
        ("few_clerks", "few_clerks_market", "30 clerks"),
        (BASE, "market_opening", "as drawn"),
        ("clearance_staff", "market_and_staff", "twice as many"),
    ):
        print(f"    {label:14s} wait {wait[few]:6.2f} q   C>M {effect(runs, opened, few, IN)}", end="")
        print(f"   M>C {effect(runs, opened, few, OUT)}")
    for outcome, short in ((IN, "C>M"), (OUT, "M>C")):
        print(
            f"    market x staff, {short}   log interaction "
            f"{together(runs, outcome, BASE, 'market_opening', 'clearance_staff', 'market_and_staff')}"
        )
    print("I2  Standards convergence while secrecy binds")
    print(f"    alone                     C>M {effect(runs, 'standards_convergence', BASE, IN)}")
    both = "standards_and_declassification"
    print(f"    with declassification     C>M {effect(runs, both, 'graded_declassification', IN)}")
    for outcome, short in ((IN, "C>M"), (OUT, "M>C")):
        print(
            f"    standards x declassification, {short}   log interaction "
            f"{together(runs, outcome, BASE, 'standards_convergence', 'graded_declassification', both)}"
        )
    print("I3  Declassification, leaks and backlash")
    for none, lever, label in (
        (BASE, "graded_declassification", "leak rate as shipped"),
        ("leaky", "leaky_declassification", "leak rate x 15"),
    ):
        print(f"    {label:22s} M>C {effect(runs, lever, none, OUT)}   leaks {effect(runs, lever, none, 'leaks')}")
    print(
        "    declassification x leak rate, M>C   log interaction "
        f"{together(runs, OUT, BASE, 'graded_declassification', 'leaky', 'leaky_declassification')}"
    )
    print("I4  The public fund saturates and is partly deadweight")
    dead = runs.groupby("arm")["fund_deadweight_share"].mean()
    print(f"    the fund against none        all {effect(runs, BASE, 'no_fund', TOTAL)}   deadweight {dead[BASE]:.2f}")
    print(
        f"    three times the fund         all {effect(runs, 'fund_pool', BASE, TOTAL)}   deadweight "
        f"{dead['fund_pool']:.2f}"
    )
    for other, arm in (("tech_credit_guarantee", "fund_and_credit"), ("standards_convergence", "fund_and_standards")):
        found = together(runs, TOTAL, BASE, "fund_pool", other, arm)
        print(f"    fund x {other:24s} all   log interaction {found}")
    print("I5  A coordination body mostly re-routes")
    print(f"    across the boundary {effect(runs, 'coordination_body', BASE, ACROSS)}")
    print(f"    in all              {effect(runs, 'coordination_body', BASE, TOTAL)}")
    print("I6  ... and pays only when distance of minds allows")
    for none in ("near_minds", "open_minds"):
        found = effect(runs, f"{none}_coordination", none, TOTAL)
        print(f"    comprehension scale {'0.3' if none == 'near_minds' else '1.1'}   all {found}")
    print(
        "    coordination x comprehension, all   log interaction "
        f"{together(runs, TOTAL, 'near_minds', 'near_minds_coordination', 'open_minds', 'open_minds_coordination')}"
    )
    print("I7  What kills deals, and what its removal brings")
    for barrier in BARRIERS:
        deaths = runs.loc[runs["arm"] == BASE, f"deaths_by_{barrier.name}"].mean()
        arm = f"without_{barrier.name}"
        print(f"    {barrier.name:26s} deaths {deaths:7.0f}   removal: C>M {effect(runs, arm, BASE, IN)}", end="")
        print(f"   all {effect(runs, arm, BASE, TOTAL)}")
    print("I8  The university alliance draws attention from C>M")
    for outcome, short in (
        ("transfers_university_to_civil", "U>C"),
        ("transfers_university_to_military", "U>M"),
        (IN, "C>M"),
    ):
        print(f"    {short} {effect(runs, 'university_ip_alliance', BASE, outcome)}")
    print(f"    C>M lower in {better_share(runs, BASE, 'university_ip_alliance', IN)}")
    print("I9  All twelve levers against the product of the single ratios")
    for outcome, short in ((IN, "C>M"), (TOTAL, "all")):
        print(f"    {short}   log shortfall {shortfall(runs, outcome)}")


def main() -> None:
    """Read the runs and print what they say."""
    results = Results(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("results") / "interactions")
    runs, left_out = complete(results.frame(ok_only=True))
    runs = runs.astype({"arm": str})
    pairs = len(runs[["draw", "seed"]].drop_duplicates())
    print(f"{len(runs)} runs: {runs['arm'].nunique()} arms x {pairs} pairs of draw and seed; {len(left_out)} left out")
    report(runs)


if __name__ == "__main__":
    main()
