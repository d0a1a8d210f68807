"""A comparison in plain words: by outcome, in order of rank, and what may be concluded from it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.screen import tell
from sim.cli.talk import number, per_cent, signed, table

if TYPE_CHECKING:
    from sim.experiment import Comparison
    from sim.outcomes import Outcome

TOTAL = "transfers_delivered"
MOST_ADVISED = 10_000
HEADLINE = (
    TOTAL,
    "transfers_military_to_civil",
    "transfers_civil_to_military",
    "transfers_university_to_military",
    "transfers_university_to_civil",
    "transfers_cross_jurisdiction",
    "value_delivered_million_yuan",
    "programme_cost_million_yuan",
    "leaks",
)
"""Outcomes that are printed and drawn; the files hold all."""


def outcome_named(name: str) -> Outcome:
    """Return an outcome by its name."""
    from sim.outcomes import OUTCOMES

    return next(outcome for outcome in OUTCOMES if outcome.name == name)


def span(low: float, high: float) -> str:
    """Write an interval; a dash where there is none."""
    if not math.isfinite(low):
        return "-"
    return f"{signed(low)} to {signed(high)}"


def show_differences(result: Comparison) -> None:
    """Print, outcome by outcome, the paired differences of every arm from the first, with their intervals."""
    first = str(result.runs["arm"].iloc[0])
    head = ("scenario", "mean", "difference", "95 % interval", "better in")
    for name in HEADLINE:
        outcome, rows = outcome_named(name), result.table[result.table["outcome"] == name]
        cells = [
            (
                row["arm"],
                number(row["mean"]),
                signed(row["difference"]),
                span(row["low"], row["high"]),
                per_cent(row["share_better"]),
            )
            for _, row in rows.iterrows()
        ]
        apart = "" if result.subtracted(name) else f"; not subtracted: counted over {horizons_words(result)}"
        title = f"{outcome.label} ({outcome.unit}; {outcome.better} is better{apart})"
        table(title, head, [(first, number(float(rows["baseline_mean"].iloc[0])), "-", "-", "-"), *cells])


def show_ranking(result: Comparison) -> None:
    """Print how likely each arm is to be first in transfers, if seeds are enough and horizons of one length."""
    if not result.subtracted(TOTAL):
        return
    ranking, few = result.ranking(TOTAL), too_few_seeds(result)
    head = ("scenario", "mean", "expected rank", "ranks first in")
    if few:
        rows = [(row["arm"], number(row["mean"]), "-", "-") for _, row in ranking.iterrows()]
        table(f"Ranking by transfers delivered ({few})", head, rows)
        return
    rows = [
        (row["arm"], number(row["mean"]), f"{row['expected_rank']:.1f}", per_cent(row["chance_rank_1"]))
        for _, row in ranking.iterrows()
    ]
    table("Ranking by transfers delivered (share of resamplings of the seeds)", head, rows)


def too_few_seeds(result: Comparison) -> str:
    """Say that there are too few seeds to rank the arms, and how many would do; nothing if there are enough."""
    from sim.statistics import too_few

    return too_few(result.runs["seed"].nunique())


def closing(result: Comparison, replications: int, out: Path | None) -> None:
    """Print what was compared, which arm leads and how surely, and where to look."""
    arms = [str(arm) for arm in result.runs["arm"].unique()]
    tell(
        f"Compared: {', '.join(arms[1:])} with {arms[0]}, each on the same {replications} seeds "
        f"({len(result.runs)} runs). {conclusion(result)}"
    )
    tell("Read differences and their order, not levels: the model compares policies and forecasts nothing.")
    if out is not None:
        first = "Look first at figures/forest.png; " if result.subtracted(TOTAL) else ""
        tell(f"Written to {out}. {first}differences.csv holds every outcome.")


def conclusion(result: Comparison) -> str:
    """Say which arm leads in the total number of transfers, and how surely."""
    if not result.subtracted(TOTAL):
        return f"On transfers delivered nothing can be said: they count over {horizons_words(result)}."
    ranking = result.ranking(TOTAL)
    first, leader = str(result.runs["arm"].iloc[0]), str(ranking["arm"].iloc[0])
    few = too_few_seeds(result)
    if few:
        return f"Which leads on transfers delivered is {few}."
    sure = f"it ranks first in {per_cent(float(ranking['chance_rank_1'].iloc[0]))} of resamplings of the seeds"
    if leader != first:
        row = result.table[(result.table["outcome"] == TOTAL) & (result.table["arm"] == leader)].iloc[0]
        low, high = float(row["low"]), float(row["high"])
        gain = f"{span(low, high)} transfers against {first} (95 % interval)"
        clear = "" if low > 0 else f" The interval includes 0: {more_seeds(result, leader)}."
        return f"On transfers delivered {leader} leads: {gain}; {sure}.{clear}"
    second = str(ranking["arm"].iloc[1])
    row = result.table[(result.table["outcome"] == TOTAL) & (result.table["arm"] == second)].iloc[0]
    gap = f"{second} comes next with {span(float(row['low']), float(row['high']))} transfers (95 % interval)"
    return f"On transfers delivered no scenario leads {first}: {sure}; {gap}."


def unlike_words(result: Comparison) -> str:
    """Say in which keys of run, region and population arms differ, and what follows."""
    from sim.scenario import unlike_in_words

    return f"the arms differ in {unlike_in_words(result.unlike)}: what differs between them is not the policy alone" + (
        "" if result.subtracted(TOTAL) else "; totals are not subtracted, for they count over other horizons"
    )


def horizons_words(result: Comparison) -> str:
    """Say over how many quarters outcomes count: "16 quarters in tiny, 40 in baseline and 1 more"."""
    from sim.scenario.alike import values_in_words

    return values_in_words(result.horizons, " quarters")


def more_seeds(result: Comparison, arm: str) -> str:
    """Say how many seeds would tell an arm from the first, if their difference is as large as it was found."""
    from sim.statistics import readings_to_tell

    row = result.table[(result.table["outcome"] == TOTAL) & (result.table["arm"] == arm)].iloc[0]
    enough = readings_to_tell(float(row["difference"]), float(row["low"]), float(row["high"]), int(row["seeds"]))
    if not enough or enough > MOST_ADVISED:
        return "if there is a difference, it is too small for any number of seeds in reason"
    return f"to tell a difference of this size from none takes some {enough:,} replications"
