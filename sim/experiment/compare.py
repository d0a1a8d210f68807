"""A policy is compared with a baseline seed by seed, so that luck common to both cancels out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.side_by_side import Told, runs_of
from sim.outcomes import OUTCOMES, Outcome
from sim.scenario import Scenario
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
            NaN if neither way is better) and seeds (in which both arms have the outcome).
    """

    runs: pd.DataFrame
    table: pd.DataFrame

    def ranking(self, outcome: str) -> pd.DataFrame:
        """Return how likely each arm is to hold each rank, by resampling the seeds.

        Seeds are drawn together for all arms, which keeps what is common to them; ties are broken by lot.

        Args:
            outcome: name of an outcome of which more, or less, is better.

        Returns:
            One row per arm, best mean first: columns arm, mean, expected_rank and chance_rank_1 to chance_rank_<arms>,
            which add up to 1; NaN if fewer than FEWEST_READINGS seeds have the outcome in all arms.

        Raises:
            ValueError: if there is no such outcome, or neither way is better.
        """
        [one] = chosen([outcome])
        if one.better == "neither":
            raise ValueError(f"{outcome} cannot be ranked: neither more nor less of it is better")
        arms, values = wide(self.runs, outcome)
        chances = rank_chances(values if one.better == "lower" else -values)
        places = np.arange(1, len(arms) + 1)
        table = pd.DataFrame(
            {"arm": arms, "mean": [finite_mean(row) for row in values], "expected_rank": chances @ places}
        )
        for rank in places.tolist():
            table[f"chance_rank_{rank}"] = chances[:, rank - 1]
        return table.sort_values("mean", ascending=one.better == "lower", kind="stable", ignore_index=True)

    def rankings(self) -> pd.DataFrame:
        """Return the ranking by every outcome that can be ranked: column outcome, then those of `ranking`."""
        names = [outcome.name for outcome in OUTCOMES if outcome.better != "neither"]
        tables = [self.ranking(name) for name in names]
        for name, table in zip(names, tables, strict=True):
            table.insert(0, "outcome", name)
        return pd.concat(tables, ignore_index=True)


def compare(
    scenarios: Mapping[str, Scenario] | Sequence[Scenario],
    replications: int = 64,
    jobs: int = 1,
    outcomes: Sequence[str] | None = None,
    progress: Told | None = None,
    store: Store | Path | str | None = None,
) -> Comparison:
    """Run scenarios with the seeds 0, 1, ... and compare each with the first, seed by seed.

    Args:
        scenarios: the arms, by name, or without names: then their titles serve. The first is the baseline.
        replications: seeds per arm, at least 1; intervals need 2.
        jobs: number of processes; results do not depend on it.
        outcomes: names of the outcomes in `table`; None for all. `runs` always holds all.
        progress: told the number of runs done and of all runs.
        store: folder that keeps the runs, so that none is made twice; None to keep none.

    Raises:
        ValueError: if there is no scenario, or a number or the name of an outcome is not allowed.
        RunError: if a run fails.
        StoreError, OSError: if the store cannot be used.
    """
    arms = dict(scenarios) if isinstance(scenarios, Mapping) else named(scenarios)
    if not arms:
        raise ValueError("there is no scenario to compare")
    for name, value in (("replications", replications), ("jobs", jobs)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{name} = {value!r} is not allowed; it must be a whole number from 1")
    wanted = chosen(outcomes)
    runs = runs_of(arms, replications, jobs, progress, store)
    return Comparison(runs, differences(runs, wanted))


def named(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Name scenarios by their titles; a title that comes again is numbered."""
    arms: dict[str, Scenario] = {}
    for place, scenario in enumerate(scenarios, 1):
        title = scenario.title or f"scenario {place}"
        arms[title if title not in arms else f"{title} ({place})"] = scenario
    return arms


def differences(runs: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Return the paired differences of every arm from the first; see `Comparison.table`."""
    columns = ["arm", "outcome", *Difference._fields[:-1], "seeds"]  # without draws, the pairs are seeds
    return pd.DataFrame(list(_rows(runs, outcomes)), columns=columns)


def _rows(runs: pd.DataFrame, outcomes: Sequence[Outcome]) -> Iterator[tuple[Any, ...]]:
    for outcome in outcomes:
        arms, values = wide(runs, outcome.name)
        for arm, ours in zip(arms[1:], values[1:], strict=True):
            yield arm, outcome.name, *difference_of(ours, values[0], outcome.better)


def wide(runs: pd.DataFrame, outcome: str) -> tuple[list[str], Numbers]:
    """Return the arms in their order, and an outcome by arm (row) and seed (column)."""
    arms = [str(arm) for arm in runs["arm"].unique()]
    by_seed = runs.pivot(index="arm", columns="seed", values=outcome)
    return arms, by_seed.loc[arms].to_numpy(dtype=np.float64)
