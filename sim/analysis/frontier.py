"""What a search found, as fresh readings see it: who still stands, at what price, and against which shipped package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.standing import gain
from sim.language import _
from sim.outcomes import OUTCOMES
from sim.statistics import Bars, PairVerdict, bars, pair_verdicts
from sim.statistics.choice import WITHIN_BUDGET
from sim.statistics.fronts import front
from sim.statistics.goals import EQUITY, Goal, Limit, Measured, aim, count_deliveries, excess
from sim.statistics.losers import losers
from sim.store import Results

COST, LEAKS, DELIVERIES = "programme_cost_million_yuan", "leaks", "deliveries"
FOUND, SHIPPED, SIMPLE, BASE = "found", "shipped", "simple", "base"
BUDGETS = 5
MONEY = "million yuan"


@dataclass(frozen=True)
class Tried:
    """One programme in the check.

    Args:
        arm: its name.
        sort: FOUND, SHIPPED or SIMPLE.
        programme: strength, start and cities by lever.
        effect: by the outcome that the figure shows, better for more, over readings.
        cost: mean, 5th and 95th percentile over readings, million yuan.
        leaks: more leaks than in the base, mean.
        stands: whether it keeps the limits and nothing that was found beats it by every goal, in the check.
        within: least budget that it keeps in WITHIN_BUDGET of the readings, million yuan.
        strands: which of the searches side by side found it.
    """

    arm: str
    sort: str
    programme: Mapping[str, tuple[float, int, tuple[str, ...]]]
    effect: Bars
    cost: tuple[float, float, float]
    leaks: float
    stands: bool
    within: float
    strands: tuple[int, ...] = ()


class Frontier:
    """The check of a search.

    Args:
        results: of an experiment of the kind "search" that is done.

    Raises:
        ValueError: if there is no such check, or a run of it is missing.
    """

    def __init__(self, results: Results) -> None:
        self.results, self.plan = results, results.plan
        if "search" not in self.plan.about or results.counts()["missing"] or results.counts()["failed"]:
            raise ValueError(_("the search is not done"))
        self.said: Mapping[str, Any] = self.plan.about["search"]
        self.runs = results.frame(ok_only=True).astype({"arm": str})
        self.arms = [arm.name for arm in self.plan.arms]

    @property
    def readings(self) -> int:
        """How many readings there are, none of which the search has seen."""
        return len(self.plan.draws)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """What was wanted."""
        units = {outcome.name: outcome.unit for outcome in OUTCOMES}
        return tuple(
            Goal(one["name"], one["more"], one["over"], units.get(one["name"]) == MONEY) for one in self.said["goals"]
        )

    @property
    def outcome(self) -> str:
        """The outcome that the figure shows against cost: the first goal that is one and is no cost."""
        names = [goal.name for goal in self.goals if goal.name not in EQUITY and goal.name != COST]
        return names[0] if names else "transfers_delivered"

    def values(self, outcome: str) -> np.ndarray:
        """Return an outcome by arm and reading: [arms, readings]."""
        wide = self.runs.pivot(index="arm", columns="seed", values=outcome).loc[self.arms]
        return wide.to_numpy(dtype=np.float64)

    @cached_property
    def gains(self) -> np.ndarray:
        """[arms, readings] what is gained by `outcome` against the base, more for better."""
        turned = gain(self.values(self.outcome), self.outcome)
        return np.asarray(turned - turned[0])

    @cached_property
    def measured(self) -> dict[str, list[Measured]]:
        """What every arm was found to be, reading by reading."""
        counts: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
        for table in self.results.store.tables(DELIVERIES):
            count_deliveries(table.to_pydict(), counts)
        names = [outcome.name for outcome in OUTCOMES if outcome.name in self.runs]
        found: dict[str, list[Measured]] = {arm: [] for arm in self.arms}
        for row in self.runs.sort_values("seed").to_dict(orient="records"):
            outcomes = {name: float(row[name]) for name in names}
            found[row["arm"]].append(Measured(outcomes, *counts.get(row["run"], ({}, {}))))
        return found

    @cached_property
    def tried(self) -> list[Tried]:
        """Every programme of the check, in the order of its arms; the base left out."""
        costs, leaks, forms = self.values(COST), self.values(LEAKS), self._forms()
        stands = self._standing()
        return [
            Tried(
                arm,
                self._sort(arm),
                _programme(self.plan.arms[place].factors),
                bars(self.gains[place], forms),
                (float(costs[place].mean()), *np.percentile(costs[place], (5, 95)).tolist()),
                float((leaks[place] - leaks[0]).mean()),
                arm in stands,
                float(np.quantile(costs[place], WITHIN_BUDGET, method="higher")),
                tuple(self.said["found"].get(arm, {}).get("strands", ())),
            )
            for place, arm in enumerate(self.arms)
            if place
        ]

    def of(self, sort: str) -> list[Tried]:
        """Return the programmes of one sort, the cheapest first."""
        return sorted((one for one in self.tried if one.sort == sort), key=lambda one: one.cost[0])

    @property
    def budgets(self) -> list[float]:
        """Budgets that are spoken of: those asked for, or five spread along what stands."""
        if self.said["budgets"]:
            return [float(budget) for budget in self.said["budgets"]]
        costs = [one.within for one in self.of(FOUND) if one.stands and one.within > 0]
        if not costs:
            return []
        spread = np.geomspace(min(costs), max(costs), BUDGETS)
        away = np.abs(np.log(np.array(costs)[:, None] / spread[None, :]))
        return sorted({costs[place] for place in away.argmin(axis=0).tolist()})

    @cached_property
    def spoken_of(self) -> list[Tried]:
        """Programmes that an answer may name, the cheapest first: what stands, and what obeys rules alone.

        What only obeys the rules that efficient programmes keep is made of what the search found, and met the same
        readings; it has to keep the limits too.
        """
        tried = [one for one in self.of(FOUND) if one.stands]
        tried += [one for one in self.of(SIMPLE) if self._keeps_limits(one.arm)]
        return sorted(tried, key=lambda one: one.cost[0])

    def best_within(self, budget: float) -> Tried | None:
        """Return the programme that gains most among those that keep a budget in nine of ten readings."""
        kept = (one for one in self.spoken_of if one.within <= budget)
        return max(kept, key=lambda one: one.effect.middle, default=None)

    def nearest_shipped(self, programme: Tried) -> Tried | None:
        """Return the shipped package that costs most nearly as much."""
        paid = max(1.0, programme.cost[0])
        return min(self.of(SHIPPED), key=lambda one: abs(np.log(max(1.0, one.cost[0]) / paid)), default=None)

    def against(self, one: str, other: str) -> PairVerdict:
        """Return in how many readings one arm gains more than another, and what that shows."""
        places = [self.arms.index(one), self.arms.index(other)]
        return pair_verdicts(self.gains[places], [one, other], self.results.looks)[0]

    def loss(self, programme: Tried) -> float:
        """Return what a programme gains less than the best found one that costs no more on the mean; NaN if none is."""
        rivals = [one for one in self.of(FOUND) if one.stands and one.cost[0] <= programme.cost[0]]
        return max((one.effect.middle for one in rivals), default=np.nan) - programme.effect.middle

    def losing(self, programme: Tried) -> list[str]:
        """Return in words who loses by a programme: directions in cities, in most readings; none below 14 readings."""
        own, base = self.measured[programme.arm], self.measured[self.arms[0]]
        found = []
        for part in ("cities", "directions"):
            names = sorted({name for run in (*own, *base) for name in getattr(run, part)})
            mine, theirs = (
                [[getattr(run, part).get(name, 0.0) for name in names] for run in one] for one in (own, base)
            )
            changes = np.array(mine) - np.array(theirs)
            found += [
                f"{names[one.cell]} ({one.change:+.0f}, {one.worse} of {one.readings})" for one in losers(changes)
            ]
        return found

    def _sort(self, arm: str) -> str:
        if arm in self.said["found"]:
            return FOUND
        return SIMPLE if arm in self.said["simple"] else SHIPPED

    def _standing(self) -> set[str]:
        """Return the found programmes that keep the limits and that no other found one beats by every goal."""
        base, within = self.measured[self.arms[0]], [arm for arm in self.said["found"] if self._keeps_limits(arm)]
        aims = [[aim(goal, self.measured[arm], base) for goal in self.goals] for arm in within]
        best: list[bool] = front(np.array(aims)).tolist() if within else []
        return {arm for arm, stands in zip(within, best, strict=True) if stands}

    @cached_property
    def _limits(self) -> list[Limit]:
        return [Limit(one["name"], one["bound"], one["at_most"], one["in_readings"]) for one in self.said["limits"]]

    def _keeps_limits(self, arm: str) -> bool:
        return bool(excess(self._limits, self.measured[arm]) <= 0)

    def _forms(self) -> np.ndarray:
        forms = int(self.plan.readings.get("forms", 1))
        return (np.arange(self.readings) + self.plan.first_seed) % forms


def _programme(factors: Mapping[str, Any]) -> dict[str, tuple[float, int, tuple[str, ...]]]:
    """Return strength, start and cities by lever, of what an arm sets."""
    levers = dict.fromkeys(key.split(".")[1] for key in factors if key.startswith("levers."))
    return {
        lever: (
            float(factors[f"levers.{lever}.strength"]),
            int(factors[f"levers.{lever}.start_quarter"]),
            tuple(factors.get(f"levers.{lever}.cities") or ()),
        )
        for lever in levers
    }


def progress(log: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return how far every search came, generation by generation: columns strand, number, runs, standing, measure."""
    return pd.DataFrame(log, columns=["strand", "number", "asked", "fresh", "kept", "runs", "standing", "measure"])


__all__ = ["BASE", "FOUND", "SHIPPED", "SIMPLE", "Frontier", "Tried", "progress"]
