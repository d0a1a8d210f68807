"""A lever moves named settings, from a start quarter, along a ramp, at a cost; it never reaches into a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from sim.declared import check_given, check_name, check_range
from sim.elementary import exp
from sim.rules import check_rule, rule
from sim.tables import MeterRow


class How(IntEnum):
    """How a lever at level x in [0, 1] changes a setting v by its amount a."""

    REDUCE = 0  # v (1 - a x)
    RAISE = 1  # v (1 + a x)
    ADD = 2  # v + a x
    APPROACH = 3  # v + a x (1 - v)


@dataclass(frozen=True, slots=True)
class Move:
    """One setting that a lever moves: "barriers.<name>" or the name of a parameter."""

    target: str
    how: How
    amount: float


@dataclass(frozen=True, slots=True)
class Lever:
    """One policy lever.

    Args:
        name: scenario key below [levers].
        label, label_zh: words for tables and figures.
        words: what it is, for a policy reader.
        moves: the settings it moves at full strength.
        ramp_quarters: default time from start to full effect.
        fixed_cost_million_yuan_per_year: at full strength and default population.
        variable_cost: cost per unit of what `metered` reads.
        variable_cost_unit: the unit of that.
        metered: rule that reads how much variable cost accrues this quarter.
        side_effect: what must emerge from interactions and is coded nowhere.
        source: grade and source of effect and cost.
        takes_cities: whether the scenario may name the cities it works in.
        takes_fields: whether the scenario may name the fields that it is of; if it names none, it is of all.
        cost_range: what the whole cost may plausibly be, lowest and highest, as multiples of what is stated here.
    """

    name: str
    label: str
    label_zh: str
    words: str
    moves: tuple[Move, ...]
    ramp_quarters: int
    fixed_cost_million_yuan_per_year: float
    variable_cost: float
    variable_cost_unit: str
    metered: Callable[[float, MeterRow], float]
    side_effect: str
    source: str
    takes_cities: bool = False
    takes_fields: bool = False
    cost_range: tuple[float, float] = (0.5, 2.0)

    def __post_init__(self) -> None:
        check_name("lever", self.name)
        given = {"label": self.label, "label_zh": self.label_zh, "words": self.words, "source": self.source}
        check_given("lever", self.name, **given, moves=self.moves, side_effect=self.side_effect)
        check_rule(f"lever {self.name}", self.metered, ("level", "meters"))
        for part in ("ramp_quarters", "fixed_cost_million_yuan_per_year", "variable_cost"):
            check_range("lever", self.name, part, getattr(self, part), (0.0, 1e9))
        check_range("lever", self.name, "the lower end of cost_range", self.cost_range[0], (0.0, 1.0))
        check_range("lever", self.name, "the upper end of cost_range", self.cost_range[1], (1.0, 1e9))


@rule
def ramp(quarter: int, start: int, length: int, logistic: bool) -> float:
    """Share of full effect reached, 0..1: linear from the start quarter, or logistic with the same ends."""
    if quarter < start:
        return 0.0
    if length <= 0 or quarter >= start + length:
        return 1.0
    done = (quarter - start + 1) / (length + 1.0)
    if not logistic:
        return done
    low, high = 1.0 / (1.0 + exp(5.0)), 1.0 / (1.0 + exp(-5.0))
    return (1.0 / (1.0 + exp(-10.0 * (done - 0.5))) - low) / (high - low)


@rule
def moved(value: float, how: int, amount: float, level: float) -> float:
    """Return a setting after a lever at `level` has moved it; see `How`."""
    if level <= 0.0:
        return value
    if how == How.REDUCE:
        return value * (1.0 - amount * level)
    if how == How.RAISE:
        return value * (1.0 + amount * level)
    if how == How.ADD:
        return value + amount * level
    return value + amount * level * (1.0 - value)


@rule
def unmetered(level: float, meters: MeterRow) -> float:
    """Return nothing: the lever has no variable cost."""
    return 0.0
