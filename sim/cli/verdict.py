"""A comparison in plain words: by outcome, in order of rank, and what may be concluded from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.screen import tell
from sim.cli.talk import number, per_cent, signed, table

if TYPE_CHECKING:
    from sim.experiment import Comparison
    from sim.outcomes import Outcome

TOTAL = "transfers_delivered"
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
    """Write an interval."""
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
        title = f"{outcome.label} ({outcome.unit}; {outcome.better} is better)"
        table(title, head, [(first, number(float(rows["baseline_mean"].iloc[0])), "-", "-", "-"), *cells])


def show_ranking(result: Comparison) -> None:
    """Print how likely each arm is to be first in the total number of transfers."""
    ranking = result.ranking(TOTAL)
    rows = [
        (row["arm"], number(row["mean"]), f"{row['expected_rank']:.1f}", per_cent(row["chance_rank_1"]))
        for _, row in ranking.iterrows()
    ]
    head = ("scenario", "mean", "expected rank", "ranks first in")
    table("Ranking by transfers delivered (share of resamplings of the seeds)", head, rows)


def closing(result: Comparison, replications: int, out: Path | None) -> None:
    """Print what was compared, which arm leads and how surely, and where to look."""
    arms = [str(arm) for arm in result.runs["arm"].unique()]
    tell(
        f"Compared: {', '.join(arms[1:])} with {arms[0]}, each on the same {replications} seeds "
        f"({len(result.runs)} runs). {conclusion(result)}"
    )
    tell("Read differences and their order, not levels: the model compares policies and forecasts nothing.")
    if out is not None:
        tell(f"Written to {out}. Look first at figures/forest.png; differences.csv holds every outcome.")


def conclusion(result: Comparison) -> str:
    """Say which arm leads in the total number of transfers, and how surely."""
    ranking = result.ranking(TOTAL)
    first, leader = str(result.runs["arm"].iloc[0]), str(ranking["arm"].iloc[0])
    sure = f"it ranks first in {per_cent(float(ranking['chance_rank_1'].iloc[0]))} of resamplings of the seeds"
    if leader != first:
        row = result.table[(result.table["outcome"] == TOTAL) & (result.table["arm"] == leader)].iloc[0]
        low, high = float(row["low"]), float(row["high"])
        gain = f"{span(low, high)} transfers against {first} (95 % interval)"
        clear = "" if low > 0 else " The interval includes 0: more replications are needed to tell them apart."
        return f"On transfers delivered {leader} leads: {gain}; {sure}.{clear}"
    second = str(ranking["arm"].iloc[1])
    row = result.table[(result.table["outcome"] == TOTAL) & (result.table["arm"] == second)].iloc[0]
    gap = f"{second} comes next with {span(float(row['low']), float(row['high']))} transfers (95 % interval)"
    return f"On transfers delivered no scenario leads {first}: {sure}; {gap}."
