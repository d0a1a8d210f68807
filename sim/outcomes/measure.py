"""An outcome is one number read off the record of a run, counted over the policy horizon.

The policy horizon begins with the policy year; what a run did before it is left out of every count.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.barriers.forms import FIRST_GATE, SHAPLEY
from sim.tables import FIRST_BARRIER, Records, Status

Better = Literal["higher", "lower", "neither"]
Kind = Literal["total", "average", "state"]
Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Record:
    """What a run has left behind; tables hold only rows in use.

    Args:
        deals: every deal ever opened, columns of sim.tables.DealRow.
        cases: every case ever filed at a clearance office, columns of sim.tables.CASE.
        history: one row per quarter done, columns of sim.tables.HistoryRow.
        organisations: columns of sim.tables.ORGANISATION; deals point to its rows.
        policy_quarter: first quarter of the policy horizon.
        quarter: quarters done.
        direction_names: by a deal's direction.
        barrier_names: in the order of the causes that follow Cause.FIRST_BARRIER.
        cause_names: by a deal's cause.
        city_count: cities of the region, with or without deals.
        blame: number of the word of structure by which deals are charged to barriers; see `sim.barriers.forms`.
    """

    deals: Records
    cases: Records
    history: Records
    organisations: Records
    policy_quarter: int
    quarter: int
    direction_names: tuple[str, ...]
    barrier_names: tuple[str, ...]
    cause_names: tuple[str, ...]
    city_count: int
    blame: int = 0

    @cached_property
    def delivered(self) -> Mask:
        """[deals] whether a deal was delivered within the policy horizon."""
        status, ended = self.deals["status"], self.deals["ended"]
        return np.asarray((status == Status.DELIVERED) & (ended >= self.policy_quarter))

    @cached_property
    def quarter_of_end(self) -> Integers:
        """[deals] quarter in which a deal died or was delivered, -1 if it did neither."""
        return quarter_of_end(self.deals["ended"], self.deals["status"] == Status.DEAD, self.quarter)

    @cached_property
    def quarter_of_death(self) -> Integers:
        """[deals] quarter in which a deal died, -1 if it did not."""
        return np.where(self.deals["status"] == Status.DEAD, self.quarter_of_end, -1)

    @cached_property
    def deaths(self) -> Floats:
        """[causes] deals that died within the policy horizon, by cause; in parts if barriers share the blame."""
        return self._causes(self.quarter_of_death >= self.policy_quarter)

    @cached_property
    def quarter_of_delivery(self) -> Integers:
        """[deals] quarter in which a deal was delivered, -1 if it was not."""
        return np.where(self.deals["status"] == Status.DELIVERED, self.quarter_of_end, -1)

    @cached_property
    def horizon(self) -> Records:
        """Rows of history within the policy horizon."""
        return self.history[self.policy_quarter :].view(np.recarray)

    def died_of(self, direction_name: str) -> Floats:
        """[causes] deals of one direction that died within the policy horizon, by cause."""
        return self._causes((self.quarter_of_death >= self.policy_quarter) & self.goes(direction_name))

    def _causes(self, died: Mask) -> Floats:
        causes, barriers = self.deals["cause"][died], len(self.barrier_names)
        counts = np.bincount(causes, minlength=FIRST_BARRIER + barriers).astype(np.float64)
        if self.blame in (FIRST_GATE, SHAPLEY):
            shut = self.deals["shut"][died][causes >= FIRST_BARRIER]
            counts[FIRST_BARRIER:] = blamed(shut, barriers, self.blame).sum(axis=0)
        return counts

    def goes(self, direction_name: str) -> Mask:
        """[deals] whether a deal goes in this direction; ValueError if the run knows no such direction."""
        return np.asarray(self.deals["direction"] == self.direction_names.index(direction_name))


def blamed(shut: Integers, barriers: int, blame: int) -> Floats:
    """Share one lost deal each among the barriers that shut it out.

    Args:
        shut: [deals] those barriers, a bit each, at least one.
        barriers: their number.
        blame: the word of structure: the first of them, or all in equal parts.

    Returns:
        [deals, barriers] parts, which add up to 1 for each deal.
    """
    marks = (np.asarray(shut)[:, None] >> np.arange(barriers)) & 1
    if blame == FIRST_GATE:
        marks = marks * (np.cumsum(marks, axis=1) == 1)
    return np.asarray(marks / marks.sum(axis=1, keepdims=True), dtype=np.float64)


def quarter_of_end(ended: Any, dead: Any, quarters: int) -> Integers:
    """Return the quarters in which deals ended, -1 for those under way; whoever dates a deal asks here.

    A deal that runs out of patience dies at the stroke that ends its quarter, so the whole number at which a deal dies
    belongs to the quarter before it.

    Args:
        ended: [deals] quarters since the start of the run, NaN for deals under way.
        dead: [deals] whether a deal died.
        quarters: of the run so far; nothing ends later.
    """
    moment = np.asarray(ended, dtype=np.float64)
    last = np.where(dead, np.ceil(moment) - 1.0, np.floor(moment))
    return np.where(np.isnan(moment), -1.0, np.clip(np.nan_to_num(last), 0.0, quarters - 1.0)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measured quantity.

    Args:
        name: key in results and experiment files.
        label: words for tables and figures.
        words: what it counts, for a policy reader.
        unit: unit of measure.
        better: which way is better, "neither" where that depends on the question.
        kind: "total" if it adds up over the policy horizon, so that a longer one has more of it; "average" if it is a
            mean, share or index of what fell into the horizon; "state" if it is as things stand at the end.
        measure: reads it off a record; NaN only where there is nothing to average.
        headline: whether a comparison prints and draws it.
    """

    name: str
    label: str
    words: str
    unit: str
    better: Better
    kind: Kind
    measure: Callable[[Record], float]
    headline: bool = False


def mean(values: NDArray[Any]) -> float:
    """Return the mean of the values, NaN if there are none."""
    return float(values.mean()) if values.size else math.nan


def ratio(part: float, whole: float) -> float:
    """Return part over whole, NaN if the whole is zero."""
    return float(part / whole) if whole else math.nan


def in_last_quarter(record: Record, column: str) -> float:
    """Return a column of history in the last quarter done, NaN before the first."""
    return float(record.history[column][-1]) if len(record.history) else math.nan
