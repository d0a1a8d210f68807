"""A barrier is an intensity from 0 (absent) to 1 (as complete as imaginable) and the points at which it acts.

The points are places in the life of a deal where something can get worse. A barrier names the points it
acts at and brings one rule for each; what all barriers do at a point is put together by the point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sim.barriers.pair import BarrierRule, Pair
from sim.barriers.points import POINTS, Point
from sim.declared import DeclarationError, check_given, check_name, check_range
from sim.rules import check_rule
from sim.scales import Grade, Settings

GIVEN = ("intensity", "pair", "settings")  # what a barrier's rule is called with


@dataclass(frozen=True, slots=True)
class Act:
    """One point at which a barrier acts, by which rule, and in words."""

    point: Point
    rule: BarrierRule
    words: str

    def __post_init__(self) -> None:
        if not isinstance(self.point, Point):
            known = ", ".join(map(str, POINTS))
            raise DeclarationError(f"a barrier acts at {self.point!r}, which is no point; there are {known}")
        check_rule(f"a barrier at {self.point}", self.rule, GIVEN)

    def reads(self, intensity: float, pair: Pair, settings: Settings) -> float:
        """Return what the rule gives, as a plain number; the record of all settings has those of every barrier."""
        asked: Callable[..., float] = self.rule
        return float(asked(intensity, pair, settings))


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier between the two innovation systems.

    Args:
        name: scenario key below [barriers], column name in results.
        label: words for tables and figures.
        label_zh: Chinese label.
        words: what it is, for a policy reader.
        default: coded intensity, 0..1.
        source: where the coding comes from.
        acts: the points at which it acts.
        settings: class of the numbers that belong to this barrier alone.
        tightens_after_leak: whether a leak of classified technology raises it for a while.
        grade: how the default is known.
    """

    name: str
    label: str
    label_zh: str
    words: str
    default: float
    source: str
    acts: tuple[Act, ...]
    settings: type[Settings] = Settings
    tightens_after_leak: bool = False
    grade: Grade = field(default="coded")

    def __post_init__(self) -> None:
        check_name("barrier", self.name)
        given = {"label": self.label, "label_zh": self.label_zh, "words": self.words, "source": self.source}
        check_given("barrier", self.name, **given, acts=self.acts)
        check_range("barrier", self.name, "default", self.default, (0.0, 1.0))
        for index, act in enumerate(self.acts):
            if act.point in (earlier.point for earlier in self.acts[:index]):
                twice = f"two acts at {act.point}; only one can stand there: join their rules in one"
                raise DeclarationError(f"barrier {self.name}: {twice}")
