"""A policy is compared with a baseline seed by seed, so that luck common to both cancels out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.make.arms import Arms, arms_of
from sim.experiment.make.side_by_side import Callback, runs_of
from sim.outcomes import OUTCOMES, Outcome
from sim.scenario import Scenario, horizons, refuse_unlike, unlike
from sim.scenario.given import whole_number
from sim.statistics import Difference, Numbers, chosen, difference_of, finite_mean, rank_chances
from sim.store import Store


@dataclass(frozen=True, eq=False)
class Comparison:
    """What several scenarios gave under the same seeds.

    Args:
        runs: one row per arm and seed: columns arm, seed, digest and every outcome, in its unit.
        table: one row per arm but the first, and outcome: columns arm, outcome, mean, baseline_mean,
            difference (mean over seeds of arm minus first arm), low and high (its 95 % t interval, NaN with
            fewer than two seeds), share_better (share of seeds in which the arm is strictly better, 0..1,
            NaN if neither way is better) and seeds (in which both arms have the outcome). Where arms count over
            horizons of other lengths, totals are not subtracted: their last four are NaN.
        arms: the scenarios by name.
    """

    runs: pd.DataFrame
    table: pd.DataFrame
    arms: Mapping[str, Scenario] = field(default_factory=dict)

    @cached_property
    def unlike(self) -> Mapping[str, Mapping[str, Any]]:
        """What the arms say for the keys of run, region and population in which they differ."""
        return unlike(self.arms)

    @cached_property
    def horizons(self) -> Mapping[str, int]:
        """Quarters over which outcomes count, by arm."""
        return horizons(self.arms)

    def subtracted(self, outcome: str) -> bool:
        """Tell whether differences of an outcome are taken: not of a total over horizons of other lengths."""
        [one] = chosen([outcome])
        return one.kind != "total" or len(set(self.horizons.values())) < 2

    def ranking(self, outcome: str) -> pd.DataFrame:
        """Return how likely each arm is to hold each rank, by resampling the seeds.

        Seeds are drawn together for all arms, which keeps what is common to them; ties are broken at random.

        Args:
            outcome: name of an outcome of which more, or less, is better.

        Returns:
            One row per arm, best mean first: columns arm, mean, expected_rank and chance_rank_1 to chance_rank_<arms>,
            which add up to 1; NaN if fewer than FEWEST_READINGS seeds have the outcome in all arms, or it is a total
            over horizons of other lengths: then in the order of the arms.

        Raises:
            ValueError: if there is no such outcome, or neither way is better.
        """
        [one] = chosen([outcome])
        if one.better == "neither":
            raise ValueError(f"{outcome} cannot be ranked: neither more nor less of it is better")
        arms, values = wide(self.runs, outcome)
        ranked = self.subtracted(outcome)
        chances = rank_chances((values if one.better == "lower" else -values) if ranked else values[:, :0])
        ranks = np.arange(1, len(arms) + 1)
        table = pd.DataFrame(
            {"arm": arms, "mean": [finite_mean(row) for row in values], "expected_rank": chances @ ranks}
        )
        for rank in ranks.tolist():
            table[f"chance_rank_{rank}"] = chances[:, rank - 1]
        if not ranked:
            return table
        return table.sort_values("mean", ascending=one.better == "lower", kind="stable", ignore_index=True)

    def rankings(self) -> pd.DataFrame:
        """Return the ranking by every outcome that can be ranked: column outcome, then those of `ranking`."""
        names = [outcome.name for outcome in OUTCOMES if outcome.better != "neither"]
        tables = [self.ranking(name) for name in names]
        for name, table in zip(names, tables, strict=True):
            table.insert(0, "outcome", name)
        return pd.concat(tables, ignore_index=True)


def compare(
    scenarios: Arms,
    replications: int = 64,
    jobs: int = 1,
    outcomes: Sequence[str] | str | None = None,
    progress: Callback | None = None,
    store: Store | Path | str | None = None,
    unlike: bool = False,
) -> Comparison:
    """Run scenarios with the seeds 0, 1, ... and compare each with the first, seed by seed.

    Args:
        scenarios: the arms, by name, or without names: then their titles serve. The first is the baseline. A path or
            the name of a shipped scenario stands for the scenario.
        replications: seeds per arm, at least 1; intervals need 2.
        jobs: number of processes; results do not depend on it.
        outcomes: names of the outcomes in `table`; None for all. `runs` always holds all.
        progress: called with the number of runs done and of all runs.
        store: folder that keeps the runs, so that none is made twice; None to keep none.
        unlike: whether arms may differ in run, region or population. Then what differs is not the policy alone, and
            totals over horizons of other lengths are not subtracted.

    Raises:
        ScenarioError: if arms differ in run, region or population and were not asked for so; if one is no scenario.
        ValueError: if there is no scenario, or a number or the name of an outcome is not allowed.
        RunError: if a run fails.
        StoreError, OSError: if the store cannot be used.
    """
    arms = arms_of(scenarios)
    seeds, processes = whole_number("replications", replications, 1), whole_number("jobs", jobs, 1)
    wanted = chosen([outcomes] if isinstance(outcomes, str) else outcomes)
    if not unlike:
        refuse_unlike(arms, "compare", "unlike=True")
    runs = runs_of(arms, seeds, processes, progress, store)
    return Comparison(runs, differences(runs, wanted, horizons(arms)), arms)


def differences(
    runs: pd.DataFrame, outcomes: Sequence[Outcome], horizons: Mapping[str, int] = MappingProxyType({})
) -> pd.DataFrame:
    """Return the paired differences of every arm from the first; see `Comparison.table`."""
    columns = ["arm", "outcome", *Difference._fields[:-1], "seeds"]  # without draws, the pairs are seeds
    return pd.DataFrame(list(_rows(runs, outcomes, horizons)), columns=columns)


def _rows(runs: pd.DataFrame, outcomes: Sequence[Outcome], horizons: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    for outcome in outcomes:
        arms, values = wide(runs, outcome.name)
        for arm, other in zip(arms[1:], values[1:], strict=True):
            found = difference_of(other, values[0], outcome.better)
            if outcome.kind == "total" and horizons.get(arm) != horizons.get(arms[0]):
                found = found._replace(difference=np.nan, low=np.nan, high=np.nan, share_better=np.nan)
            yield arm, outcome.name, *found


def wide(runs: pd.DataFrame, outcome: str) -> tuple[list[str], Numbers]:
    """Return the arms in their order, and an outcome by arm (row) and seed (column)."""
    arms = [str(arm) for arm in runs["arm"].unique()]
    by_seed = runs.pivot(index="arm", columns="seed", values=outcome)
    return arms, by_seed.loc[arms].to_numpy(dtype=np.float64)
