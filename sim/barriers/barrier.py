"""A barrier is an intensity from 0 (absent) to 1 (as complete as imaginable) and the points at which it acts.

The points are places in the life of a deal where something can get worse. A barrier names the points it
acts at and brings one rule for each; what all barriers do together at a point is put together here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sim.declared import DeclarationError, check_given, check_name, check_range
from sim.rules import check_rule, rule, set_all, written
from sim.scales import Grade, Setting
from sim.tables import Stage


class Pair(NamedTuple):
    """What a barrier's rule may know about a deal and its two parties."""

    sides_differ: bool  # the deal crosses between the military and the civilian side
    outward: bool  # military technology leaves the military side
    classified: bool  # what moves is classified
    jurisdictions_differ: bool  # the two parties sit in different jurisdictions
    disadvantaged_payer: bool  # the payer is of a kind that unequal treatment falls on
    rung: int  # 1 parts, 2 key subsystems, 3 complete machines
    licence_class: int  # class of the licence that the supplier needs, 0 for none
    waiver: float  # share of the boundary waived for this direction, 0..1
    trust: float  # mean trust of the two parties, 0..1
    protection: float  # stance of the source's city towards the recipient's, 0..1
    harmonised: float  # share of the field's standards harmonised by use, 0..1
    gap_exponent: float  # how strongly the direction meets the standards gap


class Point(StrEnum):
    """Where a barrier can act. The value is the point's name in words."""

    ENTRY = "chance that a dormant firm enters the other side's market"
    ACROSS = "chance that a look at the other side finds anyone; depends on the direction alone"
    VISIBILITY = "chance that a possible partner is seen"
    MARKUP = "cost of the payer, as a multiple"
    PREFERENCE = "chance that a partner is not turned away for being an outsider"
    GAP = "share of the standards that must be converted"
    LICENCE = "chance that a licence application is granted"
    REVIEW_NEEDED = "chance that a secrecy review is asked for"
    REVIEW_PASS = "chance that a secrecy review is passed"
    SECOND_APPROVAL = "chance that the other jurisdiction's office must approve too"
    FUND = "chance of being eligible for the public fund"
    BANK = "approval of bank credit, as a multiple"
    CONTACT = "speed of absorption, as a multiple"
    WITHDRAWAL = "rate at which absorption is broken off, per quarter"
    PROTECTION = "strength of city protection, as a multiple"


STAGE_OF_POINT: dict[Point, Stage | None] = {
    Point.ENTRY: None,
    Point.ACROSS: Stage.SEARCH,
    Point.VISIBILITY: Stage.SEARCH,
    Point.MARKUP: Stage.MATCH,
    Point.PREFERENCE: Stage.MATCH,
    Point.GAP: Stage.STANDARDS,
    Point.LICENCE: Stage.ACCESS,
    Point.REVIEW_NEEDED: Stage.ACCESS,
    Point.REVIEW_PASS: Stage.ACCESS,
    Point.SECOND_APPROVAL: Stage.ACCESS,
    Point.FUND: Stage.FINANCE,
    Point.BANK: Stage.FINANCE,
    Point.CONTACT: Stage.ABSORPTION,
    Point.WITHDRAWAL: Stage.ABSORPTION,
    Point.PROTECTION: None,
}

# What a point reads when no barrier acts: 1 for chances and multiples, 0 for gaps, needs and rates.
NEUTRAL: dict[Point, float] = {
    point: 0.0 if point in (Point.GAP, Point.REVIEW_NEEDED, Point.SECOND_APPROVAL, Point.WITHDRAWAL) else 1.0
    for point in Point
}

BarrierRule = Callable[[float, Pair, Any], float]
GIVEN = ("intensity", "pair", "settings")  # what a barrier's rule is called with


@dataclass(frozen=True, slots=True)
class Act:
    """One point at which a barrier acts, by which rule, and in words."""

    point: Point
    rule: BarrierRule
    words: str

    def __post_init__(self) -> None:
        if not isinstance(self.point, Point):
            known = ", ".join(f"Point.{point.name}" for point in Point)
            raise DeclarationError(f"a barrier acts at {self.point!r}, which is no point; there are {known}")
        check_rule(f"a barrier at Point.{self.point.name}", self.rule, GIVEN)


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
        settings: numbers that belong to this barrier alone.
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
    settings: tuple[Setting, ...] = ()
    tightens_after_leak: bool = False
    grade: Grade = field(default="coded")

    def __post_init__(self) -> None:
        check_name("barrier", self.name)
        given = {"label": self.label, "label_zh": self.label_zh, "words": self.words, "source": self.source}
        check_given("barrier", self.name, **given, acts=self.acts)
        check_range("barrier", self.name, "default", self.default, (0.0, 1.0))
        for place, act in enumerate(self.acts):
            if act.point in (earlier.point for earlier in self.acts[:place]):
                twice = f"two acts at Point.{act.point.name}; only one can stand there: join their rules in one"
                raise DeclarationError(f"barrier {self.name}: {twice}")


def at_point(point: Point, barriers: Sequence[Barrier]) -> Callable[..., None]:
    """Return the compiled rule that writes what every barrier does at a point into `out`, one place each."""
    names: dict[str, Any] = {"set_all": set_all, "neutral": NEUTRAL[point]}
    lines = ["set_all(out, neutral)"]
    for place, barrier in enumerate(barriers):
        for number, act in enumerate(act for act in barrier.acts if act.point is point):
            names[f"act_{place}_{number}"] = act.rule
            lines.append(f"out[{place}] = act_{place}_{number}(intensities[{place}], pair, settings)")
    return written(f"barriers_at_{point.name.lower()}", "out, intensities, pair, settings", lines, names)


@rule
def product(factors: Any) -> float:
    """Multiply what the barriers do, in the order of their tuple."""
    total = 1.0
    for place in range(factors.shape[0]):
        total *= factors[place]
    return total


@rule
def any_of(chances: Any) -> float:
    """Chance that at least one of several independent things happens."""
    none = 1.0
    for place in range(chances.shape[0]):
        none *= 1.0 - chances[place]
    return 1.0 - none


@rule
def total(rates: Any) -> float:
    """Add up rates in the order of the barriers' tuple."""
    result = 0.0
    for place in range(rates.shape[0]):
        result += rates[place]
    return result
