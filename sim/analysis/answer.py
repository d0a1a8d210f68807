"""What readings say of the arms of a study: effects with two bars, who beats whom, where the doubt comes from.

One table of pairs and one row an arm; whatever is printed, drawn or said of a study is made from these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.lost import Lost, lost_by
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.readings import Readings
from sim.statistics import (
    FEWEST,
    Bars,
    Flip,
    LeadTree,
    Numbers,
    PairVerdict,
    Shares,
    Verdict,
    bars,
    efficient,
    flips,
    lead_tree,
    pair_verdicts,
    regret,
    shares,
    strongest_switch,
)
from sim.store import Plan

COST, LEAKS, WAIT = "programme_cost_million_yuan", "leaks", "mean_office_wait_quarters"
NINE_IN_TEN = (5, 50, 95)


class ArmRow(NamedTuple):
    """What an arm brings against the first arm, and what it costs.

    Args:
        arm: its name.
        thought: whether it is a thought experiment, which has no place in any order.
        effect: in the outcome's unit, above 0 for better.
        better: readings in which it is better than the first arm; ties count half.
        cost: median of what it costs more, million yuan.
        per_unit_low, per_unit, per_unit_high: 5th, 50th and 95th percentile over readings of cost for each unit
            gained; infinite where nothing is gained.
        efficient: readings in which no arm gains as much for as little; NaN if it changes what has no price, or is a
            thought experiment.
        leaks: mean of leaks more.
        wait: median of the wait at the offices more, quarters.
        regret: mean over readings of what the best arm within the budget brings more; NaN beyond the budget, or if it
            is a thought experiment.
        regret_worst: what that does not exceed in 19 of 20 readings.
        shares: where the doubt about the effect comes from.
    """

    arm: str
    thought: bool
    effect: Bars
    better: float
    cost: float
    per_unit_low: float
    per_unit: float
    per_unit_high: float
    efficient: float
    leaks: float
    wait: float
    regret: float
    regret_worst: float
    shares: Shares


class Tipping(NamedTuple):
    """What would overturn the order of two arms.

    Args:
        first, second: their names.
        key: of the input, by its dotted key.
        base: its value in the first arm of the study; NaN if it is not known.
        flip: the value at which the order changes; None for a switch of form.
        change: what the switch changes in the difference, in the outcome's unit; NaN for an input.
    """

    first: str
    second: str
    key: str
    base: float
    flip: Flip | None
    change: float


class Telling(NamedTuple):
    """Two questions that tell in most readings which of two arms leads.

    Args:
        first, second: their names.
        keys: of the inputs, by dotted key; conditions of the tree point to them.
        tree: the questions and their answers.
    """

    first: str
    second: str
    keys: tuple[str, ...]
    tree: LeadTree


@dataclass(frozen=True, eq=False)
class Answer:
    """What a study says by one outcome.

    Args:
        outcome: its name.
        baseline: the first arm.
        arms: the others, the largest middle first, thought experiments last.
        pairs: of all arms that are no thought experiments, the first arm among them.
        readings: their number; seeds, if nothing else differs between them.
        twins: readings that were made under a second seed.
        forms: forms of the model among the readings.
        looks: how often readings were, or may be, looked at.
        luck_only: whether readings differ in their seeds alone.
        tipping: what would overturn which pair.
        budget: million yuan that an arm had to keep, to be regretted less than others; infinite for any.
        telling: of pairs of which the readings disagree, what tells which leads, where anything does.
        lost: who loses by which arm; None if deliveries by city were not recorded.
    """

    outcome: str
    baseline: str
    arms: tuple[ArmRow, ...]
    pairs: tuple[PairVerdict, ...]
    readings: int
    twins: int
    forms: int
    looks: int
    luck_only: bool
    tipping: tuple[Tipping, ...]
    budget: float
    lost: tuple[Lost, ...] | None = None
    telling: tuple[Telling, ...] = ()

    @property
    def unit(self) -> str:
        """What is counted, in the plural."""
        return "seeds" if self.luck_only else "readings"

    @property
    def demonstration(self) -> bool:
        """Whether readings are too few for any verdict."""
        return self.readings < FEWEST

    def effects(self) -> pd.DataFrame:
        """Return one row per arm, as ArmRow has it, bars and shares spread out."""
        rows = []
        for row in self.arms:
            cells = row._asdict()
            effect, parts = cells.pop("effect"), cells.pop("shares")
            doubt = {f"doubt_{name}": value for name, value in parts._asdict().items()}
            rows.append({"arm": cells.pop("arm"), **effect._asdict(), **cells, **doubt})
        return pd.DataFrame(rows)

    def losers(self) -> pd.DataFrame:
        """Return one row per loss, as Lost has it; none where deliveries by city were not recorded."""
        return pd.DataFrame(list(self.lost or ()), columns=list(Lost._fields))

    def verdicts(self) -> pd.DataFrame:
        """Return one row per pair, as PairVerdict has it."""
        return pd.DataFrame(list(self.pairs), columns=list(PairVerdict._fields)).astype({"verdict": str})


def answer_of(
    plan: Plan,
    runs: pd.DataFrame,
    twins: pd.DataFrame,
    outcome: str,
    looks: int = 1,
    budget: float = np.inf,
    deliveries: pd.DataFrame | None = None,
) -> Answer:
    """Read what a study says by one outcome.

    Args:
        plan: what was asked.
        runs: one row per run: columns arm (the first to appear is the baseline), draw, seed, outcomes.
        twins: the same runs under a second seed, of some readings; may be empty.
        outcome: name of an outcome of which more, or less, is better.
        looks: how often readings were, or may be, looked at while they grew.
        budget: million yuan.
        deliveries: as `lost_by` takes them; None if they were not recorded.

    Raises:
        ValueError: if the runs do not fit together, lack the outcome, or neither way of it is better.
    """
    read = Readings(plan, PairedRuns.of(runs), twins, outcome)
    arms, thought = read.study.arms, set(plan.about.get("thought", ()))
    own = [index for index, arm in enumerate(arms) if index == 0 or arm not in thought]
    values = read.by_reading(outcome, turned=True)
    pairs = pair_verdicts(values[own], [arms[index] for index in own], looks)
    rows, lost = _rows(read, own, budget), None if deliveries is None else lost_by(deliveries, read.study)
    return Answer(
        outcome,
        arms[0],
        tuple(sorted(rows, key=lambda row: (row.thought, -row.effect.middle))),
        tuple(pairs),
        values.shape[1],
        read.twin_gaps.shape[1],
        len(np.unique(read.doubted.forms)),
        looks,
        not any(plan.draws),
        tuple(tip for pair in pairs for tip in _tipping(read, pair, values)),
        budget,
        lost=None if lost is None else tuple(one for one in lost if one.arm not in thought),
        telling=tuple(one for pair in pairs for one in _telling(read, pair, values)),
    )


def _rows(read: Readings, own: list[int], budget: float) -> Iterator[ArmRow]:
    """Yield the rows of all arms but the first; `own` are the indices of those that are no thought experiments."""
    arms, gains, costs = read.study.arms, read.gains, read.more(COST)
    priced = [index for index in own if index and not read.plan.unpriced(arms[index], arms[0])]
    worth = efficient(gains[priced].T, costs[priced].T).sum(axis=0).tolist()
    on_front = dict(zip(priced, worth, strict=True))
    lost = regret(gains[own].T, np.nan_to_num(costs[own].T), budget)
    regrets = {index: (mean, worst) for index, mean, worst in zip(own, *lost, strict=True)}
    leaks, wait = read.more(LEAKS).mean(axis=1), np.median(read.more(WAIT), axis=1)
    for index, arm in enumerate(arms[1:], 1):
        gain, parts = gains[index], shares(gains[index], read.twin_gaps[index], read.doubted)
        each = np.divide(costs[index], gain, out=np.full_like(gain, np.inf), where=gain > 0)
        low, middle, high = np.percentile(each, NINE_IN_TEN, method="nearest").tolist()
        mean_lost, worst_lost = regrets.get(index, (np.nan, np.nan))
        yield ArmRow(
            arm=arm,
            thought=index not in own,
            effect=bars(gain, read.doubted.forms, *_luck(parts, read.twin_gaps.shape[1])),
            better=float((gain > 0).sum() + (gain == 0).sum() / 2),
            cost=float(np.median(costs[index])),
            per_unit_low=low,
            per_unit=middle,
            per_unit_high=high,
            efficient=float(on_front.get(index, np.nan)),
            leaks=float(leaks[index]),
            wait=float(wait[index]),
            regret=float(mean_lost),
            regret_worst=float(worst_lost),
            shares=parts,
        )


def _luck(parts: Shares, twins: int) -> tuple[float, int]:
    """Return the share of luck and how many twins tell it; none where they tell nothing."""
    return (0.0, 0) if np.isnan(parts.luck) else (parts.luck, twins)


def _tipping(read: Readings, pair: PairVerdict, values: Numbers) -> Iterator[Tipping]:
    """Yield what would overturn a pair that is not decided alike by nearly all readings."""
    if pair.verdict not in (Verdict.DISAGREE, Verdict.OPEN, Verdict.MOST) or not read.inputs:
        return
    arms = read.study.arms
    gaps = values[arms.index(pair.first)] - values[arms.index(pair.second)]
    for flip in flips(gaps, read.doubted):
        key = read.inputs[flip.input]
        yield Tipping(pair.first, pair.second, key, float(read.base.get(key, np.nan)), flip, np.nan)
    switch = strongest_switch(gaps, read.doubted)
    if switch is not None:
        yield Tipping(pair.first, pair.second, read.switched[switch[0]][0], np.nan, None, switch[1])


def _telling(read: Readings, pair: PairVerdict, values: Numbers) -> Iterator[Telling]:
    """Yield what tells which of two arms leads, if the readings disagree and two questions tell it."""
    if pair.verdict is not Verdict.DISAGREE or not read.inputs:
        return
    arms = read.study.arms
    found = lead_tree(values[arms.index(pair.first)] - values[arms.index(pair.second)], read.doubted.rows)
    if found is not None:
        yield Telling(pair.first, pair.second, tuple(read.inputs), found)
