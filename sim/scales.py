"""Every number of the model has a name, a unit, a range and a source, and this is where that is held.

A setting is declared once, beside the rule that uses it; the scenario schema, the command line, the
documents and the parameter table are all made from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.declared import check_given, check_name, check_range

Grade = Literal["sourced", "coded", "assumption"]

FINITE_MAX = 1e9


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the model.

    Args:
        name: scenario key, and the attribute by which rules read it.
        words: plain description.
        unit: unit of measure, "share" for dimensionless numbers in [0, 1].
        default: value used when a scenario says nothing.
        plausible: range the evidence supports; sweeps use it, values outside it draw a warning.
        allowed: hard range; values outside it are refused. Extremes used by tests lie inside it.
        grade: how the default is known: "sourced", "coded" or "assumption".
        source: where the default comes from, or why it was assumed.
        whole: whether only whole numbers make sense.
        per_population: whether the number is stated for the default population and is scaled with it.
            +1 multiplies by the population scale (clerks, fund), -1 divides (events per organisation).
    """

    name: str
    words: str
    unit: str
    default: float
    plausible: tuple[float, float]
    allowed: tuple[float, float]
    grade: Grade
    source: str
    whole: bool = False
    per_population: Literal[-1, 0, 1] = 0

    def __post_init__(self) -> None:
        check_name("setting", self.name)
        check_given("setting", self.name, words=self.words, unit=self.unit, source=self.source)
        check_range("setting", self.name, "default", self.default, self.allowed)
        for end in self.plausible:
            check_range("setting", self.name, "plausible range", end, self.allowed)


def share(
    name: str,
    words: str,
    default: float,
    plausible: tuple[float, float],
    grade: Grade,
    source: str,
) -> Setting:
    """Declare a setting in [0, 1] without a unit."""
    return Setting(name, words, "share", default, plausible, (0.0, 1.0), grade, source)


def number(
    name: str,
    words: str,
    unit: str,
    default: float,
    plausible: tuple[float, float],
    grade: Grade,
    source: str,
    *,
    allowed: tuple[float, float] = (0.0, FINITE_MAX),
    whole: bool = False,
    per_population: Literal[-1, 0, 1] = 0,
) -> Setting:
    """Declare a setting with a unit; `allowed` is zero or more unless said otherwise."""
    return Setting(name, words, unit, default, plausible, allowed, grade, source, whole, per_population)
