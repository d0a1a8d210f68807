"""What is held of the parameters before the patterns are looked at.

A parameter is even over its plausible range; where it is free, over a part of that about the shipped value, for worlds
from the whole range open three to four times as many deals, and the facts rule out nearly all of them. A barrier was
read from prose on a scale whose steps lie 0.15 apart: it has a Beta distribution around its code, with a standard
deviation of half a step, so that a second reader would land one step away about once in twenty times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim import Scenario
from sim.scales import Setting
from sim.scenario.coding import STEP, beta_of
from sim.scenario.settings import SETTINGS

Numbers = NDArray[np.float64]

HALF = 0.25
"""Share of its plausible range to either side of the shipped value in which a free parameter is looked for."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One parameter or barrier that is not known for sure.

    Args:
        key: dotted scenario key.
        low, high: ends of the even range; of a barrier, one step of the code to either side.
        code: of a barrier, its code; NaN of a parameter.
        whole: whether only whole numbers make sense.
    """

    key: str
    low: float
    high: float
    code: float = np.nan
    whole: bool = False

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.split(".")[-1]

    @property
    def beta(self) -> tuple[float, float]:
        """The two numbers of a barrier's Beta distribution."""
        return beta_of(self.code)

    def quantile(self, share: Numbers) -> Numbers:
        """Return the values below which shares of the prior lie."""
        if np.isnan(self.code):
            return np.asarray(self.low + share * (self.high - self.low), dtype=np.float64)
        return np.asarray(stats.beta(*self.beta).ppf(share), dtype=np.float64)

    def share_below(self, value: Numbers) -> Numbers:
        """Return the share of the prior below values: the inverse of `quantile`."""
        if np.isnan(self.code):
            return np.clip((np.asarray(value) - self.low) / (self.high - self.low), 0.0, 1.0)
        return np.asarray(stats.beta(*self.beta).cdf(value), dtype=np.float64)


def parameters() -> tuple[Uncertain, ...]:
    """Return every parameter, whatever is known of it, with its plausible range."""
    return tuple(Uncertain(f"parameters.{one.name}", *range_of(one), whole=one.whole) for one in SETTINGS)


def numbers() -> tuple[Uncertain, ...]:
    """Return every number that a scenario may set and that may be another: parameters, then barriers."""
    return (*parameters(), *barriers())


def barriers() -> tuple[Uncertain, ...]:
    """Return the barriers of the baseline, each with its code; one that is absent was not coded, and is no unknown."""
    return tuple(
        Uncertain(f"barriers.{name}", code - STEP, code + STEP, code)
        for name, code in Scenario.load("baseline").barriers.items()
        if code > 0.0
    )


def unit_to_values(uncertain: Sequence[Uncertain], unit: Numbers) -> Numbers:
    """Turn points of the unit cube, [points, uncertain], into values by the prior's quantiles."""
    values = np.column_stack([one.quantile(unit[:, place]) for place, one in enumerate(uncertain)])
    for place, one in enumerate(uncertain):
        if one.whole:
            values[:, place] = np.rint(values[:, place])
    return values


def unit_of(uncertain: Sequence[Uncertain], values: Numbers) -> Numbers:
    """Return values, [points, uncertain], as points of the unit cube of the prior."""
    return np.column_stack([one.share_below(values[:, place]) for place, one in enumerate(uncertain)])


def shipped(uncertain: Sequence[Uncertain]) -> Numbers:
    """Return the values of the shipped baseline, [uncertain]."""
    base = Scenario.load("baseline")
    both = {f"parameters.{name}": value for name, value in base.parameters.items()}
    both |= {f"barriers.{name}": value for name, value in base.barriers.items()}
    return np.array([float(both[one.key]) for one in uncertain])


def near(one: Uncertain, value: float, half: float = HALF) -> Uncertain:
    """Return a parameter whose range is cut to `half` of itself on either side of a value; a barrier stays as it is."""
    if not np.isnan(one.code):
        return one
    reach = half * (one.high - one.low)
    return replace(one, low=max(one.low, value - reach), high=min(one.high, value + reach))


def range_of(setting: Setting) -> tuple[float, float]:
    """Return the plausible range, widened to the default where that lies outside."""
    low, high = setting.plausible
    return min(low, setting.default), max(high, setting.default)
