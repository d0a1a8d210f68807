"""Policies are compared with a baseline reading by reading, so that what is common to both cancels out."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.executors import chosen as executor_for
from sim.experiment.make.arms import Arms, arms_of
from sim.experiment.make.deciding import MANY_LOOKS, gains_of, undecided
from sim.experiment.make.side_by_side import Callback, SideBySide, store_of
from sim.experiment.plan.readings import ArmsLaid
from sim.experiment.reading import ExperimentError
from sim.experiment.reading.readings import BLOCK, NUMBER, ReadingsAsked, ReadingSource
from sim.language import _
from sim.outcomes import Outcome
from sim.scenario import Problem, Scenario, horizons, refuse_unlike, unlike
from sim.scenario.given import whole_number
from sim.statistics import Difference, Numbers, PairVerdict, better, chosen, difference_of, pair_verdicts
from sim.store import Plan, Results, Store

HEADLINE = "transfers_delivered"
MOST = 256
MOST_READINGS = 10_000
LEAST_WITHIN = 16
"""Readings that are made however little time there is: fewer tell nothing."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What several scenarios gave under the same readings.

    Args:
        runs: one row per arm and reading: columns arm, draw (number of the reading), seed, digest and every outcome,
            in its unit. With luck alone every draw is 0, and the seed is the reading.
        table: one row per arm but the first, and outcome: columns arm, outcome, mean, baseline_mean,
            difference (mean over readings of arm minus first arm), low and high (its 95 % t interval, NaN with
            fewer than two readings), share_better (share of readings in which the arm is strictly better, 0..1,
            NaN if neither way is better) and readings (in which both arms have the outcome). Where arms count over
            horizons of other lengths, totals are not subtracted: their last four are NaN.
        arms: the scenarios by name.
        twins: the runs of some readings under a second seed, columns as in `runs`.
        plan: what was run.
        looks: how often the readings were, or might have been, looked at while they grew.
        deliveries: where technology went in the runs: columns arm, draw, seed, source and recipient (cities),
            direction and delivered; a cell without deliveries is left out.
    """

    runs: pd.DataFrame
    table: pd.DataFrame
    arms: Mapping[str, Scenario] = field(default_factory=dict)
    twins: pd.DataFrame = field(default_factory=pd.DataFrame)
    plan: Plan | None = None
    looks: int = 1
    deliveries: pd.DataFrame = field(default_factory=pd.DataFrame)

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

    def verdicts(self, outcome: str) -> pd.DataFrame:
        """Return which of two arms does better by an outcome, in how many readings, and what that shows.

        Args:
            outcome: name of an outcome of which more, or less, is better.

        Returns:
            One row per pair of arms, as `sim.statistics.PairVerdict` has it; none for totals over horizons of other
            lengths.

        Raises:
            ValueError: if there is no such outcome, or neither way is better.
        """
        if better(outcome) == "neither":
            raise ValueError(_("{outcome} has no order: neither more nor less of it is better", outcome=outcome))
        pairs: list[PairVerdict] = []
        if self.subtracted(outcome):
            arms, gains = gains_of(self.runs, outcome)
            pairs = pair_verdicts(gains, arms, self.looks)
        return pd.DataFrame(pairs, columns=list(PairVerdict._fields)).astype({"verdict": str})


def compare(
    scenarios: Arms,
    readings: int | ReadingsAsked = NUMBER,
    jobs: int = 1,
    outcomes: Sequence[str] | str | None = None,
    progress: Callback | None = None,
    store: Store | Path | str | None = None,
    unlike: bool = False,
    luck_only: bool = False,
    within: float | None = None,
    decide: Any = None,
    most: int = MOST,
    held: Collection[str] = (),
) -> Comparison:
    """Run scenarios under the same readings and compare each with the first, reading by reading.

    A reading is one way to fill in what the sources leave open: parameters and codings that fit the patterns, a form
    of the model, and a seed. What a scenario sets otherwise than it is shipped, no reading moves.

    Args:
        scenarios: the arms, by name, or without names: then their titles serve. The first is the baseline. A path or
            the name of a shipped scenario stands for the scenario.
        readings: how many, at least 1; or where they come from, with how many twins and under which forms.
        jobs: number of processes; results do not depend on it.
        outcomes: names of the outcomes in `table`; None for all. `runs` always holds all.
        progress: called with the number of runs done and of all runs.
        store: folder that keeps the runs, so that none is made twice; None to keep none.
        unlike: whether arms may differ in run, region or population. Then what differs is not the policy alone, and
            totals over horizons of other lengths are not subtracted.
        luck_only: whether readings differ in their seeds alone, parameters staying as the scenarios have them.
        within: seconds; no more readings are made than the pace of the first block allows, and at least that block.
        decide: "order" to add readings until it is known of every two arms which does better, or that readings cannot
            tell; "first" for the best arm only, or a list of pairs of arms; None for a fixed number.
        most: readings after which to stop in any case.
        held: keys that were set by hand and that no reading moves, though they be as they are shipped.

    Raises:
        ScenarioError: if arms differ in run, region or population and were not asked for so; if one is no scenario.
        ExperimentError: if there are no such readings.
        ValueError: if there is no scenario, or a number or the name of an outcome is not allowed.
        RunError: if a run fails.
        StoreError, OSError: if the store cannot be used.
    """
    arms = arms_of(scenarios)
    processes, wanted = whole_number("jobs", jobs, 1), chosen([outcomes] if isinstance(outcomes, str) else outcomes)
    if not unlike:
        refuse_unlike(arms, "compare", "unlike=True")
    source, number = _source(readings, luck_only)
    laid, kept = ArmsLaid(arms, source, held), store_of(store)
    with kept.locked() if kept is not None else nullcontext(), closing(executor_for(processes)) as executor:
        making = SideBySide(laid, executor, kept, progress)
        plan = _made(making, number, within, decide, whole_number("most", most, 1))
    looks = Results(kept, plan).looks if kept is not None else MANY_LOOKS if decide is not None else 1
    runs = making.runs(plan)
    table, twins = differences(runs, wanted, horizons(arms)), making.runs(plan, twins=True)
    return Comparison(runs, table, arms, twins, plan, looks, making.deliveries(plan))


def _source(readings: int | ReadingsAsked, luck_only: bool) -> tuple[ReadingSource | None, int | None]:
    """Return where readings are taken from, and how many are asked for; None if that was left open."""
    asked = readings if isinstance(readings, ReadingsAsked) else None
    given = asked.number if asked is not None else readings
    number = None if given is None else whole_number("readings", given, 1)
    if luck_only:
        return None, number
    asked = asked or ReadingsAsked(number=number)
    try:
        source = ReadingSource.of(asked)
    except (OSError, ValueError) as error:
        raise ExperimentError([Problem("readings", _("cannot be made: {error}", error=error), "")]) from None
    return source, number


def _made(making: SideBySide, number: int | None, within: float | None, decide: Any, most: int) -> Plan:
    """Make as many readings as are asked for, as go into a time, or as it takes to decide; return what was run."""
    if decide is not None and within is not None:
        raise ValueError(_("within and decide exclude one another: both say how many readings are made"))
    if decide is not None:
        return _until_decided(making, number or _block(making), decide, most)
    if within is not None:
        return _within(making, within, number)
    source = making.laid.source
    plan = making.laid.plan(number or (source.number if source is not None else NUMBER))
    making.make(plan)
    return plan


def _block(making: SideBySide) -> int:
    source = making.laid.source
    return source.block if source is not None else BLOCK


def _within(making: SideBySide, seconds: float, most: int | None) -> Plan:
    """Make blocks of readings while their pace leaves time for another: one at least, at most as asked."""
    began, block = time.monotonic(), max(LEAST_WITHIN, _block(making))
    most = most or MOST_READINGS
    number = min(block, most)
    while True:
        making.make(making.laid.plan(number, pace=True))
        more = min(number + block, most)
        runs = making.laid.size(more) - making.laid.size(number)
        if not runs or time.monotonic() - began + runs * making.seconds_a_run > seconds:
            break
        number = more
    plan = making.laid.plan(number)
    making.make(plan)
    return plan


def _until_decided(making: SideBySide, number: int, decide: Any, most: int) -> Plan:
    """Add blocks of readings until all that is asked is known, or shown not to be knowable so."""
    block = _block(making)
    while True:
        number = min(number, max(block, most - most % block))
        plan = making.laid.plan(number, decide=decide)
        making.make(plan)
        if number + block > most or not undecided(making.runs(plan), HEADLINE, decide, making.laid.thought):
            return plan
        number += block


def differences(
    runs: pd.DataFrame, outcomes: Sequence[Outcome], horizons: Mapping[str, int] = MappingProxyType({})
) -> pd.DataFrame:
    """Return the paired differences of every arm from the first; see `Comparison.table`."""
    columns = ["arm", "outcome", *Difference._fields[:-1], "readings"]
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
    """Return the arms in their order, and an outcome by arm (row) and reading (column), each with its own seed."""
    arms = [str(arm) for arm in runs["arm"].unique()]
    by_seed = runs.pivot(index="arm", columns="seed", values=outcome)
    return arms, by_seed.loc[arms].to_numpy(dtype=np.float64)
